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
