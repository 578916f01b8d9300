import Foundation
@testable import Site
import Testing

/// What is known of pages, in files of some hundred each.
@Suite("Parts of what is known of pages")
struct PagePartTests {
  private static func input(_ count: Int, changed: Int? = nil) -> SiteInput {
    SiteInput(
      title: "S",
      documents: (0..<count).map { number in
        let name = "\(10_000 + number)"
        let text = "# Page \(name)\n\nWords.\n\n\(number == changed ? "Other" : "Some") words.\n"
        return SiteDocument(path: "s/\(name).md", text: text)
      })
  }

  @Test("are written again where one of their pages has changed, whatever number of pages there is")
  func changes() throws {
    try Fixtures.withFolder { folder in
      let builder = try SiteBuilder(templates: TemplateLibrary())
      func parts() throws -> Set<String> {
        Set(
          try FileManager.default.subpathsOfDirectory(atPath: folder + "/state")
            .filter { $0.contains("/pages-") })
      }
      func build(_ input: SiteInput) throws {
        _ = try builder.build(input, to: folder + "/_site", state: folder + "/state")
        let clean = folder + "/clean-\(UUID().uuidString)"
        _ = try builder.build(input, to: clean)
        #expect(try BuiltSite(reading: folder + "/_site") == BuiltSite(reading: clean))
      }
      let most = KnownPages.most
      try build(Self.input(2 * most + 10))
      let first = try parts()
      #expect(first.count == 3)
      // The index of the folder comes first.
      try build(Self.input(2 * most + 10, changed: most + 5))
      let second = try parts()
      #expect(second.count == 3 && second.intersection(first).count == 2)
      // Fewer than a part holds, just as many, one more, and none of the second.
      for count in [2 * most + 3, 2 * most - 1, 2 * most, most - 1, most, most - 2, 3, 2 * most + 10] {
        try build(Self.input(count))
        let pages = count + 2
        #expect(try parts().count == (pages + most - 1) / most, "\(count)")
      }
    }
  }

  @Test("that are damaged or gone make all be read again", arguments: [0, 1, 2], [true, false])
  func damaged(part: Int, isGone: Bool) throws {
    try Fixtures.withFolder { folder in
      let builder = try SiteBuilder(templates: TemplateLibrary())
      let count = 2 * KnownPages.most + 10
      func build(_ changed: Int) throws {
        _ = try builder.build(
          Self.input(count, changed: changed), to: folder + "/_site", state: folder + "/state")
      }
      try build(1)
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder + "/state")
        .filter { $0.contains("/pages-") }.sorted()
      let file = folder + "/state/" + names[part]
      if isGone {
        try FileManager.default.removeItem(atPath: file)
      } else {
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: file))
      }
      try build(2)
      _ = try builder.build(Self.input(count, changed: 2), to: folder + "/clean")
      #expect(try BuiltSite(reading: folder + "/_site") == BuiltSite(reading: folder + "/clean"))
    }
  }
}
