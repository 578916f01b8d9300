import Diagnostics
import Foundation
import Markdown
import Synchronization

/// The Markdown of a site's pages: what people wrote, and what lies beside each page.
struct MarkdownSources {
  /// The finished site, in which each page's Markdown lies beside it.
  let site: String
  /// The folder with the texts of people; nil where it is not known.
  let prose: String?
  /// How the prose's folder is named to a person.
  let proseName: String
  private let drafts = Drafts()

  init(site: String, prose: String?, proseName: String) {
    self.site = site
    self.prose = prose
    self.proseName = proseName
  }

  /// What a page was written as.
  func texts(of page: String) -> PageTexts {
    let markdown = page.hasSuffix(".html") ? page.dropLast(5) + ".md" : page
    return PageTexts(
      own: prose.map { ($0 + "/" + markdown, proseName + "/" + markdown) },
      made: (site + "/" + markdown, markdown))
  }

  /// The file with a page's text, where it is a draft; nil where there is none, or it is not one.
  func draft(of page: String) -> String? {
    guard let prose, page.hasSuffix(".html") else { return nil }
    if let known = drafts.names.withLock({ $0[page] }) { return known }
    let name = draft(page, in: prose)
    drafts.names.withLock { $0[page] = .some(name) }
    return name
  }

  private func draft(_ page: String, in prose: String) -> String? {
    let markdown = page.dropLast(5) + ".md"
    let name = proseName + "/" + markdown
    guard let document = PageTexts.document(prose + "/" + markdown),
      let matter = try? FrontMatter(yaml: document.frontMatter ?? "", file: name)
    else { return nil }
    return matter.isDraft ? name : nil
  }

  /// Files of drafts by their pages, each read once however many links lead to it.
  private final class Drafts: Sendable {
    let names = Mutex<[String: String?]>([:])
  }

  /// The style sheet that a person wrote, which is the template where the site's own is another's.
  func stylesheet(_ path: String) -> String {
    if path.wholeMatch(of: #/assets/style-[0-9a-f]{16}\.css/#) != nil { return "templates/stylesheet.css" }
    guard let prose, FileManager.default.fileExists(atPath: prose + "/" + path) else { return path }
    return proseName + "/" + path
  }
}
