import Diagnostics
import Foundation
@testable import Site
import Testing

/// Builds that make again only what differs, held against builds from nothing.
@Suite("Incremental site builds")
struct IncrementalBuildTests {
  @Test("see a text that was put in another's place with its size and time")
  func copiedTimes() throws {
    try Fixtures.withFolder { folder in
      let page = folder + "/site/a.md"
      try FileManager.default.createDirectory(atPath: folder + "/site", withIntermediateDirectories: true)
      let old = Date(timeIntervalSince1970: 1_000_000_000)
      let write = { (text: String) in
        try text.write(toFile: page, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: page)
      }
      let build = {
        let found = try SiteFolder(reading: folder + "/site")
        return try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(title: "S", documents: found.documents), to: folder + "/_site", state: folder + "/state")
      }
      try write("one")
      _ = try build()
      // Longer than what may change again within the moment of a build.
      Thread.sleep(forTimeInterval: 2.2)
      _ = try build()
      #expect(try build().written == 0)
      try write("two")
      #expect(try build().written > 0)
      #expect(try BuiltSite(reading: folder + "/_site").text("a.html")?.contains("two") == true)
    }
  }

  @Test("refuse a wrong base URL also where nothing has changed")
  func wrongBase() throws {
    try Fixtures.withFolder { folder in
      let pages = [SiteDocument(path: "index.md", text: "x")]
      let build = { (base: String?) in
        _ = try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(title: "S", baseURL: base, documents: pages), to: folder + "/_site",
          state: folder + "/state")
      }
      try build(nil)
      try build(nil)
      #expect(!told { try build("ftp://nope") }.isEmpty)
      let secret = told { try build("https://user:secret@example.com/") }
      #expect(secret.count == 1 && !secret[0].contains("secret"))
    }
  }

  /// A workspace that is changed at random, always in the same way for a seed.
  private struct Scratch {
    let folder: String
    var draw: SystemIndependentDraw
    var number = 0

    var site: String { folder + "/site" }
    var templates: String { folder + "/templates" }

    func paths() throws -> [String] {
      try FileManager.default.subpathsOfDirectory(atPath: site).filter { $0.contains(".") }.sorted()
    }

    func write(_ path: String, _ text: String) throws {
      let file = URL(fileURLWithPath: folder + "/" + path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: draw.seed % 2 == 0, encoding: .utf8)
    }

    mutating func page() -> String {
      let words = ["Card", "Drift", "Lift", "Gain", "Run"]
      var matter = ["title: \(words[draw.below(5)]) \(draw.below(9))"]
      if draw.below(3) == 0 { matter.append("weight: \(draw.below(5))") }
      if draw.below(3) == 0 { matter.append("date: 1997-0\(1 + draw.below(9))-11") }
      if draw.below(4) == 0 { matter.append("tags: [\(words[draw.below(5)])]") }
      if draw.below(9) == 0 { matter.append("draft: true") }
      number += 1
      if draw.below(6) == 0 { matter.append("aliases: [old/\(number).html]") }
      return "---\n\(matter.joined(separator: "\n"))\n---\n\nText \(draw.below(4)) [a](../a/p1.md) "
        + "[b](/b/)\n\n![c](/images/c.svg \"C\")\n\nin ![d](/images/d.png) line\n\n## H \(draw.below(3))\n"
    }

    mutating func change() throws {
      let paths = try paths().filter { $0.hasSuffix(".md") }
      let one = paths.isEmpty ? "a/p1.md" : paths[draw.below(paths.count)]
      switch draw.below(9) {
      case 0, 1: try write("site/\(one)", page())
      case 2: try write("site/\(["a", "b", "b/c", "d"][draw.below(4)])/p\(draw.below(6)).md", page())
      case 3: if paths.count > 3 { try FileManager.default.removeItem(atPath: site + "/" + one) }
      case 4:
        number += 1
        try FileManager.default.moveItem(atPath: site + "/" + one, toPath: site + "/a/moved\(number).md")
      case 5:
        try write(
          "site/images/c.svg",
          "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>\(draw.below(3))</title></svg>")
      case 6: try write("site/images/d.png", "png \(draw.below(3))")
      case 7: try write("templates/footer.mustache", "<footer>{{site_title}} \(draw.below(3))</footer>\n")
      default: try write("site/\(["", "a/", "b/"][draw.below(3)])index.md", page())
      }
    }

    func input() throws -> SiteInput {
      let read = try SiteFolder(reading: site)
      return SiteInput(
        title: "Site", baseURL: "https://example.com/", documents: read.documents, assets: read.assets
      ).adding(documents: [SiteDocument(path: "runs/r.md", text: "# Run \(number / 5)\n")])
    }
  }

  @Test("give the bytes of a build from nothing, whatever changed", arguments: 1...6)
  func random(seed: Int) throws {
    try Fixtures.withFolder { folder in
      var scratch = Scratch(folder: folder, draw: .init(seed: UInt64(seed)))
      try scratch.write("site/a/p1.md", scratch.page())
      for _ in 0..<6 { try scratch.change() }
      for round in 0..<25 {
        for _ in 0...scratch.draw.below(3) { try scratch.change() }
        let templates = try TemplateLibrary(override: scratch.templates)
        let input = try scratch.input()
        let incremental = SiteBuilder(templates: templates, threads: 1 + round % 4)
        _ = try incremental.build(input, to: folder + "/_site", state: folder + "/state")
        _ = try SiteBuilder(templates: templates, threads: 1).build(input, to: folder + "/_clean")
        #expect(
          try BuiltSite(reading: folder + "/_site") == BuiltSite(reading: folder + "/_clean"),
          "seed \(seed), round \(round)")
      }
    }
  }

  @Test("write nothing where nothing has changed, and little where one page has")
  func counts() throws {
    try Fixtures.withFolder { folder in
      func build(isFull: Bool = false) throws -> Int {
        let read = try SiteFolder(reading: folder + "/site")
        return try SiteBuilder(templates: TemplateLibrary()).build(
          SiteInput(title: "S", documents: read.documents), to: folder + "/_site", state: folder + "/state",
          isFull: isFull
        ).written
      }
      for name in ["index", "a/index", "a/one", "a/two", "b/index"] {
        let file = URL(fileURLWithPath: folder + "/site/\(name).md")
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try "---\ntitle: \(name)\ndescription: D\n---\nText\n".write(
          to: file, atomically: true, encoding: .utf8)
      }
      let all = try build()
      #expect(all > 10)
      #expect(try build() == 0)
      let page = folder + "/site/a/one.md"
      // The page, its Markdown, and what the search knows of them.
      try "---\ntitle: a/one\ndescription: D\n---\nOther\n".write(
        toFile: page, atomically: true, encoding: .utf8)
      #expect(try build() == 3)
      #expect(try build() == 0)
      // The same length and within the same moment.
      try "---\ntitle: a/one\ndescription: D\n---\nThree\n".write(
        toFile: page, atomically: false, encoding: .utf8)
      #expect(try build() == 3)
      // A new title shows on its neighbours and indexes, not in the other section.
      try "---\ntitle: A new one\ndescription: D\n---\nThree\n".write(
        toFile: page, atomically: true, encoding: .utf8)
      let titled = try build()
      #expect(titled > 3 && titled < 10)
      #expect(try build(isFull: true) == all)
      // What was damaged in the site is made again.
      try "x".write(toFile: folder + "/_site/index.html", atomically: false, encoding: .utf8)
      #expect(try build() == 1)
      try FileManager.default.removeItem(atPath: folder + "/_site/b")
      _ = try build()
      #expect(FileManager.default.fileExists(atPath: folder + "/_site/b/index.html"))
      try "x".write(toFile: folder + "/_site/mine.html", atomically: false, encoding: .utf8)
      _ = try build()
      #expect(!FileManager.default.fileExists(atPath: folder + "/_site/mine.html"))
    }
  }

  @Test("take what was made from the site that stands, and ask for it again where it does not stand any more")
  func made() throws {
    try Fixtures.withFolder { folder in
      let source = folder + "/value"
      var asked = 0
      func build() throws {
        let stamp = SourceStamp(files: [source], values: [[1]])
        let written = SiteInput(
          title: "S", documents: [SiteDocument(path: "index.md", text: "[a](runs/a.md)")])
        _ = try SiteBuilder(templates: TemplateLibrary()).build(
          to: folder + "/_site", state: folder + "/state"
        ) {
          known throws(Problems) in
          if let made = known.made(from: stamp) { return known.adding(made, to: written) }
          asked += 1
          let text = (try? String(contentsOfFile: source, encoding: .utf8)) ?? "nothing"
          return written.adding(
            documents: [SiteDocument(path: "runs/a.md", text: "# Run\n\n\(text)\n")],
            assets: [SiteAsset(path: "runs/a.csv", text: text)],
            made: SiteMade(
              from: stamp, texts: [.init(path: folder + "/text", bytes: nil)], documents: ["runs/a.md"],
              expanded: [], assets: ["runs/a.csv"]))
        }
      }
      func write(_ text: String, secondsAgo: Double) throws {
        try text.write(toFile: source, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSinceNow: -secondsAgo)], ofItemAtPath: source)
      }
      try build()
      try build()
      #expect(asked == 1)
      try write("one", secondsAgo: 60)
      try build()
      #expect(asked == 2)
      // What stands is what is asked for no more; what does not stand is.
      for path in ["runs/a.html", "runs/a.md", "runs/a.csv"] {
        try FileManager.default.removeItem(atPath: folder + "/_site/" + path)
        try build()
        #expect(FileManager.default.fileExists(atPath: folder + "/_site/" + path))
      }
      #expect(asked == 4)
      // A file that has just been written may be written again within the same moment.
      try write("two", secondsAgo: 0)
      try build()
      try build()
      #expect(asked == 6)
      try write("two", secondsAgo: 60)
      try build()
      try build()
      #expect(asked == 7)
      #expect(try BuiltSite(reading: folder + "/_site").text("runs/a.csv") == "two")
      try "a text".write(toFile: folder + "/text", atomically: true, encoding: .utf8)
      try build()
      #expect(asked == 8)
    }
  }

  @Test("know a place by one name, before and after there is something at it")
  func place() throws {
    try Fixtures.withFolder { folder in
      let manager = FileManager.default
      try manager.createDirectory(atPath: folder + "/real", withIntermediateDirectories: false)
      try manager.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "real")
      let builder = try SiteBuilder(templates: TemplateLibrary())
      let input = SiteInput(title: "S", documents: [SiteDocument(path: "index.md", text: "x")])
      let written = ["/link/./_site", "/real/_site", "/link/_site/"].map { place in
        (try? builder.build(input, to: folder + place, state: folder + "/state").written) ?? -1
      }
      #expect(written[0] > 0)
      #expect(written[1...] == [0, 0])
    }
  }

  @Test("make all again where the manifest is damaged", arguments: [0, 20, 100, 1000])
  func damagedManifest(place: Int) throws {
    try Fixtures.withFolder { folder in
      let input = try Fixtures.sample()
      let builder = try SiteBuilder(templates: TemplateLibrary())
      let all = try builder.build(input, to: folder + "/_site", state: folder + "/state").written
      let expected = try BuiltSite(reading: folder + "/_site")
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder + "/state")
      let manifest = try #require(names.first { $0.hasSuffix("/manifest") })
      let file = URL(fileURLWithPath: folder + "/state/" + manifest)
      var bytes = try Data(contentsOf: file)
      bytes[place] ^= 0x40
      try bytes.write(to: file)
      #expect(try builder.build(input, to: folder + "/_site", state: folder + "/state").written == all)
      try bytes.prefix(place).write(to: file)
      #expect(try builder.build(input, to: folder + "/_site", state: folder + "/state").written == all)
      #expect(try BuiltSite(reading: folder + "/_site") == expected)
    }
  }

  @Test("trust no damaged file of what was known", arguments: ["/manifest", "/pages-"], [0, 20, 100, 1000])
  func damaged(name: String, place: Int) throws {
    try Fixtures.withFolder { folder in
      let input = try Fixtures.sample()
      let builder = try SiteBuilder(templates: TemplateLibrary())
      let build = { (input: SiteInput) in
        try builder.build(input, to: folder + "/_site", state: folder + "/state").written
      }
      _ = try build(input)
      // One page more, so that what is known of the pages is asked for.
      let more = input.adding(documents: [SiteDocument(path: "more.md", text: "# More\n")])
      _ = try build(more)
      let expected = try BuiltSite(reading: folder + "/_site")
      for damage in [{ $0[place] ^= 0x40 }, { $0 = $0.prefix(place) }, { _ in }] as [(inout Data) -> Void] {
        _ = try build(input)
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder + "/state")
        let files = names.filter { $0.contains(name) }
        #expect(files.count == 1)
        let file = URL(fileURLWithPath: folder + "/state/" + (files.first ?? ""))
        var bytes = try Data(contentsOf: file)
        damage(&bytes)
        try bytes.write(to: file)
        _ = try build(more)
        #expect(try BuiltSite(reading: folder + "/_site") == expected)
      }
    }
  }

  @Test("leave nothing of what is known of pages behind where they fail")
  func failed() throws {
    try Fixtures.withFolder { folder in
      // The spare site has paths there that are longer than the system takes.
      let deep = Array(repeating: String(repeating: "y", count: 250), count: 13).joined(separator: "/")
      let state = folder + "/" + deep + "/state"
      try FileManager.default.createDirectory(
        atPath: folder + "/" + deep, withIntermediateDirectories: true)
      let long = Array(repeating: String(repeating: "x", count: 200), count: 5).joined(separator: "/")
      let build = { (title: String, path: String) in
        told {
          _ = try SiteBuilder(templates: TemplateLibrary()).build(
            SiteInput(title: "S", documents: [SiteDocument(path: path, text: "# \(title)\n")]),
            to: folder + "/_site", state: state)
        }
      }
      let kept = {
        try FileManager.default.subpathsOfDirectory(atPath: state).filter { $0.contains("/pages-") }
      }
      #expect(build("One", "a.md").isEmpty)
      let pages = try kept()
      #expect(pages.count == 1)
      for number in 0..<3 {
        #expect(build("Other \(number)", long + ".md").first?.contains("can't be written") == true)
        #expect(try kept() == pages)
      }
      #expect(build("One", "a.md").isEmpty)
      #expect(try kept() == pages)
    }
  }

  @Test("give the same bytes on one thread and on many")
  func threads() throws {
    try Fixtures.withFolder { folder in
      var documents: [SiteDocument] = []
      for number in 0..<300 {
        documents.append(
          SiteDocument(
            path: "s\(number % 3)/g\(number % 7)/p\(number).md",
            text:
              "---\ntags: [t\(number % 5)]\n---\n# P \(number)\n\n~~a~~ www.example.org\n\n| a |\n| - |\n| 1 |\n"
          ))
      }
      let input = SiteInput(title: "S", baseURL: "https://example.com", documents: documents)
      for threads in [1, 8] {
        _ = try SiteBuilder(templates: TemplateLibrary(), threads: threads).build(
          input, to: folder + "/\(threads)")
      }
      #expect(try BuiltSite(reading: folder + "/1") == BuiltSite(reading: folder + "/8"))
    }
  }

  @Test("equal a clean build also where somebody's own 404 page goes, and where a heading changes its level")
  func derived() throws {
    try Fixtures.withFolder { folder in
      func write(_ path: String, _ text: String?) throws {
        let file = URL(fileURLWithPath: folder + "/site/" + path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        guard let text else { return try FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      func same() throws {
        func build(_ name: String, state: String?) throws -> BuiltSite {
          let site = try SiteFolder(reading: folder + "/site")
          let input = SiteInput(title: "S", documents: site.documents, assets: site.assets)
          _ = try SiteBuilder(templates: TemplateLibrary()).build(
            input, to: folder + "/" + name, state: state)
          return try BuiltSite(reading: folder + "/" + name)
        }
        let clean = "clean-\(UUID().uuidString)"
        #expect(try build("_site", state: folder + "/state/site") == build(clean, state: nil))
      }
      try write("index.md", "# A\n\n## Setup\n\nText\n")
      try write("404.html", "<p>mine</p>")
      try write("robots.txt", "Disallow: /\n")
      try same()
      try write("404.html", nil)
      try write("robots.txt", nil)
      try same()
      try write("index.md", "# A\n\n#### Setup\n\nText\n")
      try same()
    }
  }
}
