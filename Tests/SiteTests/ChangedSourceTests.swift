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
}
