package import Diagnostics
import Templates

/// The templates of pages, the style sheet and the script: the program's own, or a workspace's, one by one.
package struct TemplateLibrary: Sendable {
  /// The templates that are rendered; the others are partials of these.
  let page: PageTemplate
  let redirect: PageTemplate
  /// Of a page that is one file.
  let single: PageTemplate
  let stylesheet: String
  let script: String
  /// Of all texts: where it changes, every page does.
  let digest: SiteDigest

  /// Reads a workspace's `templates` folder over the program's own; a folder that is not there overrides nothing.
  ///
  /// Of the folder, `*.mustache`, `*.css` and `*.js` are looked at; folders in it belong to others.
  /// **Throws:** every problem at once: unknown names of files, variables and partials, wrong syntax, templates
  /// that include themselves.
  package init(override folder: String? = nil) throws(Problems) {
    let files = try TemplateFiles(
      EmbeddedTemplates.files, override: folder, endings: [".mustache", ".css", ".js"])
    let compiler = try TemplateCompiler<PageVariable>(files, vocabulary: { _ in .all }) { _ in Self.rules }
    try compiler.unmet(Self.demands, in: files).throwIfAny()
    page = PageTemplate(compiler.steps(of: "page"))
    redirect = PageTemplate(compiler.steps(of: "redirect"))
    single = PageTemplate(compiler.steps(of: "single"))
    stylesheet = files.files["stylesheet.css"]?.text ?? ""
    // The first sets the colours and must stand first.
    script = ["script.js", "tables.js", "search.js"].compactMap { files.files[$0]?.text }.joined()
    var digester = SiteDigester()
    for (name, file) in files.files.sorted(by: { $0.key < $1.key }) {
      digester.add(name)
      digester.add(file.text)
    }
    digest = digester.digest
  }

  private static let demands = [
    TemplateDemand<PageVariable>("page", writes: .content, isRaw: true, "the text of pages"),
    TemplateDemand<PageVariable>("single", writes: .content, isRaw: true, "the text of the page"),
    TemplateDemand<PageVariable>("redirect", writes: .target, "the address that a moved page is found at"),
  ]

  private static let rules = TemplateRules(
    refusal: "is not available in page templates", names: "Look at the program's own templates for the names."
  ) { name, _ in "pages have no variable '\(name)'" }
}
