import Foundation
@testable import Site
import Testing

@Suite("Sources that change while a site is built")
struct ChangedSourceTests {
  @Test("a page's Markdown that is another than the page was made of ends the build")
  func twin() throws {
    // The system gives other bytes at each reading.
    let path = "/proc/sys/kernel/random/uuid"
    let changing = SiteDocument(
      path: "a.md", content: .file(path, FileStamp(of: path)), isTrusted: false, source: "site/a.md")
    try Fixtures.withFolder { folder in
      let builder = try SiteBuilder(templates: TemplateLibrary())
      #expect(
        told { _ = try builder.build(SiteInput(title: "Site", documents: [changing]), to: folder + "/_site") }
          == ["site/a.md: the file has changed while the site was built. Build it again."])
      #expect(!FileManager.default.fileExists(atPath: folder + "/_site"))
    }
  }

  @Test(
    "a text that was read early is published as it was read, also where its stamp was known; the next build takes what it is then"
  )
  func held() throws {
    try Fixtures.withFolder { folder in
      let site = folder + "/site"
      try FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: true)
      let builder = try SiteBuilder(templates: TemplateLibrary())
      func write(_ text: String) throws {
        try "# A\n\n\(text)\n".write(toFile: site + "/index.md", atomically: true, encoding: .utf8)
      }
      /// What a build publishes, of which all is read, between two changes.
      func built(_ before: () throws -> Void = {}, _ behind: () throws -> Void = {}) throws -> [String] {
        _ = try builder.build(to: folder + "/_site", state: folder + "/state") { _ in
          do {
            var written = try SiteFolder(reading: site)
            try before()
            #expect(try written.documents(holding: "[[") { _ in false }.isEmpty)
            try behind()
            return SiteInput(title: "S", documents: written.documents)
          } catch {
            Issue.record(error)
            return SiteInput(title: "S", documents: [])
          }
        }
        let site = try BuiltSite(reading: folder + "/_site")
        let page = try #require(site.text("index.html"))
        let words = ["one", "two", "three"]
        return words.filter { site.text("index.md") == "# A\n\n\($0)\n" }
          + words.filter { page.contains("<p>\($0)</p>") }
      }
      try write("one")
      #expect(try built({ try write("two") }, { try write("three") }) == ["two", "two"])
      #expect(try built() == ["three", "three"])
      try write("one")
      // Longer than what may change again within the moment of a build, so that the stamp is believed.
      Thread.sleep(forTimeInterval: 2.2)
      #expect(try built() == ["one", "one"])
      #expect(try built({ try write("two") }, { try write("three") }) == ["two", "two"])
      #expect(try built() == ["three", "three"])
    }
  }

  @Test("a file that changes after it was found and before it is copied ends the build; the next is sound")
  func asset() throws {
    try Fixtures.withFolder { folder in
      let site = folder + "/site"
      try FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: true)
      try "# Home\n".write(toFile: site + "/index.md", atomically: true, encoding: .utf8)
      try "a,b\n1,2\n".write(toFile: site + "/a.csv", atomically: true, encoding: .utf8)
      let builder = try SiteBuilder(templates: TemplateLibrary())
      func input() throws -> SiteInput {
        let found = try SiteFolder(reading: site)
        return SiteInput(title: "Site", documents: found.documents, assets: found.assets)
      }
      let before = try input()
      try "a,b\n3,4\n".write(toFile: site + "/a.csv", atomically: true, encoding: .utf8)
      #expect(
        told { _ = try builder.build(before, to: folder + "/_site") }
          == ["site/a.csv: the file has changed while the site was built. Build it again."])
      _ = try builder.build(try input(), to: folder + "/_site")
      #expect(try BuiltSite(reading: folder + "/_site").text("a.csv") == "a,b\n3,4\n")
    }
  }

  @Test("a tag's Markdown that is taken away after the site was looked at ends the build; the next makes it")
  func generatedTwin() throws {
    try Fixtures.withFolder { folder in
      let builder = try SiteBuilder(templates: TemplateLibrary())
      let twin = folder + "/_site/tags/t.md"
      func build(_ text: String, meanwhile: @escaping () throws -> Void = {}) throws {
        let tagged = SiteDocument(path: "a.md", text: "---\ntags: [t]\ndescription: D\n---\n# A\n\n\(text)\n")
        var calls = 0
        _ = try builder.build(to: folder + "/_site", state: folder + "/state") { _ in
          calls += 1
          // What the site does not have is asked for again, when it is known what stands in it.
          let gone = SiteAsset(
            path: "x.txt", content: .kept(folder + "/x.txt", SiteDigest(high: 1, low: 1)), source: "x.txt")
          if calls > 1 { try? meanwhile() }
          return SiteInput(title: "S", documents: [tagged], assets: calls > 1 ? [] : [gone])
        }
      }
      try build("one")
      let expected = try String(contentsOfFile: twin, encoding: .utf8)
      #expect(expected.contains("a.md"))
      #expect(
        told { try build("two") { try FileManager.default.removeItem(atPath: twin) } }
          == ["tags/t.md: the file has changed while the site was built. Build it again."])
      #expect(!FileManager.default.fileExists(atPath: twin))
      try build("two")
      #expect(try String(contentsOfFile: twin, encoding: .utf8) == expected)
    }
  }
}
