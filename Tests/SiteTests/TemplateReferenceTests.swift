import Foundation
@testable import Site
import Testing

@Suite("Reference of templates")
struct TemplateReferenceTests {
  /// The first cells of the tables' rows.
  private func documented(under heading: String) throws -> [String] {
    let text = try String(
      contentsOfFile: Fixtures.repository + "/site/reference/templates.md", encoding: .utf8)
    let section = try #require(text.components(separatedBy: "\n## ").first { $0.hasPrefix(heading + "\n") })
    return section.matches(of: #/(?m)^\| `([a-z_.]+)` \|/#).map { String($0.1) }
  }

  @Test("names each variable that a template may name, in their order, and no other")
  func variables() throws {
    #expect(try documented(under: "Variables") == PageVariable.allCases.map(\.rawValue))
  }

  @Test("names each file that a workspace may replace, and no other")
  func files() throws {
    #expect(try documented(under: "Files").sorted() == EmbeddedTemplates.files.keys.sorted())
  }
}
