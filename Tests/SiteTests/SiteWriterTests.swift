import Diagnostics
import Foundation
@testable import Site
import Testing

@Suite("Writing a site")
struct SiteWriterTests {
  /// What a test builds and puts somewhere.
  private struct Prose {
    let pages: [String: String]

    func write(to folder: String, state: String? = nil) throws {
      let input = SiteInput(
        title: "Site", documents: pages.map { SiteDocument(path: $0.key, text: $0.value) })
      _ = try SiteBuilder(templates: TemplateLibrary()).build(input, to: folder, state: state)
    }
  }

  private func site(_ word: String) throws -> Prose {
    Prose(pages: ["index.md": "# \(word)\n", "a/b/c.md": "# \(word)\n"])
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

  @Test("makes the folder, replaces it whole, and leaves nothing beside it")
  func replaces() throws {
    try Fixtures.withFolder { folder in
      let target = folder + "/deep/_site"
      try site("one").write(to: target)
      #expect(text(target + "/a/b/c.html").contains("<h1>one</h1>"))
      try "x".write(toFile: target + "/left-over.html", atomically: false, encoding: .utf8)
      try site("two").write(to: target + "/")
      #expect(text(target + "/index.html").contains("<h1>two</h1>"))
      #expect(!FileManager.default.fileExists(atPath: target + "/left-over.html"))
      #expect(try names(folder + "/deep") == ["_site"])
      let mode = try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int
      #expect(try #require(mode) & 0o500 == 0o500)
    }
  }

  @Test("takes an empty folder, and refuses one that is not ours, or a file")
  func foreign() throws {
    try Fixtures.withFolder { folder in
      let manager = FileManager.default
      try manager.createDirectory(atPath: folder + "/empty", withIntermediateDirectories: false)
      try site("one").write(to: folder + "/empty")

      try manager.createDirectory(atPath: folder + "/home", withIntermediateDirectories: false)
      try "precious".write(toFile: folder + "/home/file", atomically: false, encoding: .utf8)
      let found = told { try site("one").write(to: folder + "/home") }
      #expect(
        found == [
          "\(folder)/home: the folder holds files and was not made by Scorebook; expected no folder, an empty one, or one "
            + "with the file '.scorebook-site'. Choose another folder, or empty this one yourself."
        ])
      #expect(text(folder + "/home/file") == "precious")
      #expect(
        told { try site("one").write(to: folder + "/home/file") }.first?.contains("there is a file where")
          == true)
      #expect(try names(folder) == ["empty", "home"])

      let long = folder + "/" + String(repeating: "n", count: 300)
      #expect(
        told { try site("one").write(to: long) } == [
          "\(long): the site can't be written (lstat \(long): File name too long). "
            + "Look at permissions and free space of the folder it stands in."
        ])
      try manager.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/nowhere")
      #expect(
        told { try site("one").write(to: folder + "/link") } == [
          "\(folder)/link: there is a link that leads nowhere where the site should go; expected no folder, an empty one, "
            + "or one with the file '.scorebook-site'. Choose another folder, or move what is there."
        ])
    }
  }

  @Test("follows a link to the folder and keeps the link")
  func link() throws {
    try Fixtures.withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/real", withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "real")
      try site("one").write(to: folder + "/link")
      #expect(text(folder + "/real/index.html").contains("one"))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "real")
    }
  }

  @Test("sweeps what a killed build left, and nothing else")
  func sweep() throws {
    try Fixtures.withFolder { folder in
      let manager = FileManager.default
      for name in [".s.building-dead01", ".s.building-other1"] {
        try manager.createDirectory(atPath: folder + "/" + name, withIntermediateDirectories: false)
      }
      try "".write(toFile: folder + "/.s.building-dead01/.scorebook-site", atomically: false, encoding: .utf8)
      try site("one").write(to: folder + "/s")
      #expect(try names(folder) == [".s.building-other1", "s"])
    }
  }

  @Test("says why it can't write, and keeps the old site")
  func unwritable() throws {
    try Fixtures.withFolder { folder in
      try "".write(toFile: folder + "/file", atomically: false, encoding: .utf8)
      let found = told { try site("one").write(to: folder + "/file/_site") }
      #expect(found.count == 1 && found[0].contains("the site can't be written"))
      // A path longer than the system takes, in the middle of a build.
      try site("one").write(to: folder + "/_site")
      let long = Array(repeating: String(repeating: "x", count: 200), count: 5).joined(separator: "/")
      let deep =
        folder + "/" + Array(repeating: String(repeating: "y", count: 250), count: 13).joined(separator: "/")
      try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
      let prose = Prose(pages: ["\(long).md": "x"])
      #expect(told { try prose.write(to: deep + "/_site") }.first?.contains("can't be written") == true)
      #expect(try names(deep) == [])
      #expect(text(folder + "/_site/index.html").contains("one"))
    }
  }

  @Test("shows readers the old site or the new one, never a part", .timeLimit(.minutes(1)))
  func atomic() throws {
    try Fixtures.withFolder { folder in
      let target = folder + "/_site"
      let sites = try [site("one"), site("two")]
      let state = folder + "/state"
      try sites[0].write(to: target, state: state)
      let writer = Thread {
        for round in 0..<40 { try? sites[(round + 1) % 2].write(to: target, state: state) }
      }
      writer.start()
      var seen = 0
      while !writer.isFinished {
        let page = text(target + "/index.html")
        #expect(page.contains("<h1>one</h1>") || page.contains("<h1>two</h1>"))
        #expect(page.hasSuffix("</html>\n"))
        seen += 1
      }
      #expect(seen > 0)
      #expect(try names(folder) == ["_site", "state"])
    }
  }

  @Test("reads a folder of pages and assets, without dot files and links that lead out")
  func reading() throws {
    try Fixtures.withFolder { folder in
      let manager = FileManager.default
      try manager.createDirectory(atPath: folder + "/site/a/.git", withIntermediateDirectories: true)
      for (name, text) in [
        "site/a/x.md": "x", "site/CNAME": "y", "site/.hidden.md": "z", "site/a/.git/x.md": "z", "secret": "s",
      ] {
        try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
      }
      try manager.createSymbolicLink(atPath: folder + "/site/out.md", withDestinationPath: "../secret")
      try manager.createSymbolicLink(atPath: folder + "/site/up", withDestinationPath: "..")
      try manager.createSymbolicLink(atPath: folder + "/site/loop", withDestinationPath: ".")
      try manager.createSymbolicLink(atPath: folder + "/site/a/loop", withDestinationPath: "../../site/a")
      try manager.createSymbolicLink(atPath: folder + "/site/in.md", withDestinationPath: "a/x.md")
      let read = try SiteFolder(reading: folder + "/site", trusted: ["in.md"])
      #expect(read.documents.map(\.path) == ["a/x.md", "in.md"])
      #expect(read.documents.map(\.source) == ["site/a/x.md", "site/in.md"])
      #expect(read.documents.map(\.isTrusted) == [false, true])
      #expect(read.assets.map(\.path) == ["CNAME"])
      #expect(
        read.leftOut.list.map(\.description).sorted() == [
          "site/a/loop: the symbolic link leads to a folder around it; it is left out. Take it out of the folder.",
          "site/loop: the symbolic link leads to a folder around it; it is left out. Take it out of the folder.",
          "site/out.md: the symbolic link leads out of the folder; it is left out. Put the file itself there.",
          "site/up: the symbolic link leads out of the folder; it is left out. Put the file itself there.",
        ])
      try Data([0xFF]).write(to: URL(fileURLWithPath: folder + "/site/a/x.md"))
      let input = SiteInput(title: "S", documents: try SiteFolder(reading: folder + "/site").documents)
      #expect(
        told { _ = try Fixtures.build(input) }.first
          == "site/a/x.md:1:1: the document is not valid UTF-8; found the byte FF. Save it again as UTF-8.")
      #expect(try SiteFolder(reading: folder + "/nowhere").documents.isEmpty)
      #expect(
        told { _ = try SiteFolder(reading: folder + "/secret", name: "site") } == [
          "site: there is a file where the folder of pages should be. Move it, or rename it."
        ])
    }
  }
}
