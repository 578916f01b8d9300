import Diagnostics
import Markdown

@testable import Site

extension FuzzedParser {
  /// A page's front matter: what is read without the YAML reader is what the YAML reader reads.
  static let frontMatter = FuzzedParser("front-matter") { bytes in
    guard let yaml = String(validating: bytes, as: UTF8.self) else { return }
    let simple = SimpleFrontMatter.read(yaml)
    let composed = try? FrontMatter(composing: yaml, file: "page.md")
    if let simple { precondition(simple == composed, "the two readers disagree") }
    guard let composed else { return }
    for alias in composed.aliases { _ = try? SitePath.check(alias, source: "page.md") }
    if let date = composed.date { precondition(PageDate.timestamp(date).utf8.count == 20, "an odd time") }
  }
}
