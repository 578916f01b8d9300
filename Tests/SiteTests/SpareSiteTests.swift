import Diagnostics
import Foundation
import Glibc
import Testing

@testable import Site

/// The site before the last, which the next one is made in.
@Suite("The spare site")
struct SpareSiteTests {
  /// What somebody does to a file.
  enum Meddling: String, CaseIterable {
    case writtenOver, replaced, replacedByItsNeighbour, removed, madeALink, madeAFolder

    func meddle(with path: String, beside other: String) throws {
      let files = FileManager.default
      switch self {
      case .writtenOver: try "meddled".write(toFile: path, atomically: false, encoding: .utf8)
      case .replaced: try "meddled".write(toFile: path, atomically: true, encoding: .utf8)
      case .replacedByItsNeighbour:
        try files.removeItem(atPath: path)
        try files.linkItem(atPath: other, toPath: path)
      case .removed: try files.removeItem(atPath: path)
      case .madeALink:
        try files.removeItem(atPath: path)
        try files.createSymbolicLink(atPath: path, withDestinationPath: other)
      case .madeAFolder:
        try files.removeItem(atPath: path)
        try files.createDirectory(atPath: path, withIntermediateDirectories: false)
        try "x".write(toFile: path + "/x", atomically: true, encoding: .utf8)
      }
    }
  }

  @Test("gives back what a site was before, which is a change without a new file")
  func changedBack() throws {
    try Fixtures.withFolder { folder in
      func build(_ names: [String]) throws -> SiteBuilder.Report {
        try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(title: "S", documents: names.map { SiteDocument(path: $0 + ".md", text: "# \($0)\n") }),
          to: folder + "/_site", state: folder + "/state")
      }
      _ = try build(["a", "b"])
      _ = try build(["a", "b", "c"])
      let back = try build(["a", "b"])
      #expect(back.isChanged && back.written == 0)
      #expect(try !build(["a", "b"]).isChanged)
    }
  }

  @Test(
    "is another where somebody has locked it, or the site that stands",
    .enabled("root opens everything") { geteuid() != 0 }, arguments: [0o000, 0o500, 0o100], [true, false])
  func locked(_ mode: Int, isSpare: Bool) throws {
    try Fixtures.withFolder { folder in
      func build(_ text: String) throws {
        let documents = [SiteDocument(path: "a/b/c.md", text: text), SiteDocument(path: "d.md", text: text)]
        _ = try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(title: "S", documents: documents), to: folder + "/_site", state: folder + "/state")
      }
      for number in 1...3 { try build("\(number)") }
      let state = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder + "/state").first)
      let place = (isSpare ? "\(folder)/state/\(state)/spare" : "\(folder)/_site") + "/a/b"
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place)
      for number in 4...7 {
        try build("\(number)")
      }
      #expect(try BuiltSite(reading: folder + "/_site").text("a/b/c.html")?.contains("<p>7</p>") == true)
    }
  }

  @Test("is taken away whole, also where names are no UTF-8", arguments: [true, false])
  func strangeNames(isFull: Bool) throws {
    try Fixtures.withFolder { folder in
      func build(_ text: String) throws {
        _ = try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(title: "S", documents: [SiteDocument(path: "a/b.md", text: text)]),
          to: folder + "/_site", state: folder + "/state", isFull: isFull)
      }
      for number in 1...3 { try build("\(number)") }
      let name: [CChar] = [0x61, CChar(bitPattern: 0xE9), 0]
      for place in ["/_site", "/_site/a"] {
        let open = try OpenFolder(folder + place)
        _ = try SystemFile.create("x", in: open, [])
        try #require(
          renameat(open.descriptor, "x", open.descriptor, name) == 0
            && mkdirat(open.descriptor, "y", 0o777) == 0)
        try #require(
          renameat(open.descriptor, "y", open.descriptor, [0x62] + name) == 0)
      }
      for number in 4...7 { try build("\(number)") }
      let state = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder + "/state").first)
      #expect(OwnFolder.isUsable("\(folder)/state/\(state)/spare"))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/state/\(state)").allSatisfy {
          !$0.hasPrefix("not-ours")
        })
      #expect(try BuiltSite(reading: folder + "/_site").files.allSatisfy { !$0.path.hasPrefix("a\u{FFFD}") })
    }
  }

  @Test(
    "is not believed where somebody has meddled with it, or with the site that stands",
    arguments: Meddling.allCases, [true, false])
  func meddled(_ meddling: Meddling, isSpare: Bool) throws {
    try Fixtures.withFolder { folder in
      func input(_ text: String) -> SiteInput {
        SiteInput(
          title: "S",
          documents: ["a/one", "a/two", "b/three"].map { SiteDocument(path: $0 + ".md", text: "# \($0)\n") }
            + [SiteDocument(path: "changed.md", text: text)])
      }
      let builder = SiteBuilder(templates: try TemplateLibrary())
      // The third build is made in the spare, of which the second has linked most.
      for number in 1...3 {
        _ = try builder.build(input("\(number)"), to: folder + "/_site", state: folder + "/state")
      }
      let state = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder + "/state").first)
      let place = isSpare ? "\(folder)/state/\(state)/spare" : "\(folder)/_site"
      try meddling.meddle(with: place + "/a/one.html", beside: place + "/a/two.html")
      for number in 4...6 {
        _ = try builder.build(input("\(number)"), to: folder + "/_site", state: folder + "/state")
        _ = try builder.build(input("\(number)"), to: folder + "/_clean")
        #expect(
          try BuiltSite(reading: folder + "/_site") == BuiltSite(reading: folder + "/_clean"),
          "build \(number)")
      }
    }
  }
}
