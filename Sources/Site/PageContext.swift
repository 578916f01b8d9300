import Markdown

/// What a page's template is filled with. Made by one thread, and not changed any more once it is rendered.
final class PageContext {
  var language = ""
  var siteTitle = ""
  var title = ""
  var pageTitle = ""
  var description = ""
  var canonical: String?
  var layout = PageLayout.page
  var heading = ""
  var content: [UInt8] = []
  var date: String?
  var tags = EntryList([])
  var home = ""
  var stylesheet = ""
  var script = ""
  /// The search's index, and the page that lists all pages.
  var search = ""
  var pageIndex = ""
  var source: String?
  var feed: String?
  var sections = EntryList([])
  var sectionTitle = ""
  var groups = EntryList([])
  var breadcrumbs = EntryList([])
  var contents: [RenderedDocument.Heading] = []
  var previous: PageEntry?
  var next: PageEntry?
  var target = ""
  /// Of a page that is one file: its Content-Security-Policy, style sheet and script.
  var policy = ""
  var styleText = ""
  var scriptText = ""

  /// The value of a name; of one that only entries of lists have, nothing.
  func value(_ variable: PageVariable) -> PageValue {
    switch variable {
    case .language: .text(language)
    case .siteTitle: .text(siteTitle)
    case .title: .text(title)
    case .pageTitle: .text(pageTitle)
    case .description: .text(description)
    case .hasDescription: .flag(!description.isEmpty)
    case .canonical: .text(canonical ?? "")
    case .hasCanonical: .flag(canonical != nil)
    case .kind: .text(date == nil ? "website" : "article")
    case .layout: .text(layout.rawValue)
    case .heading: .text(heading)
    case .content: .bytes(content)
    case .hasMeta: .flag(date != nil || !tags.isEmpty)
    case .date: .text(date ?? "")
    case .day: .text(String((date ?? "").prefix(10)))
    case .hasDate: .flag(date != nil)
    case .tags: .entries(tags)
    case .home: .text(home)
    case .stylesheet: .text(stylesheet)
    case .script: .text(script)
    case .search: .text(search)
    case .pageIndex: .text(pageIndex)
    case .source: .text(source ?? "")
    case .hasSource: .flag(source != nil)
    case .feed: .text(feed ?? "")
    case .hasFeed: .flag(feed != nil)
    case .sections: .entries(sections)
    case .hasSidebar: .flag(!groups.isEmpty)
    case .sectionTitle: .text(sectionTitle)
    case .groups: .entries(groups)
    case .breadcrumbs: .entries(breadcrumbs)
    case .hasBreadcrumbs: .flag(!breadcrumbs.isEmpty)
    case .contents: .headings(contents)
    case .hasContents: .flag(!contents.isEmpty)
    case .previous: previous.map { .entry($0) } ?? .flag(false)
    case .next: next.map { .entry($0) } ?? .flag(false)
    case .hasNeighbours: .flag(previous != nil || next != nil)
    case .target: .text(target)
    case .policy: .text(policy)
    case .styleText: .text(styleText)
    case .scriptText: .text(scriptText)
    case .level, .items, .more, .hasMore, .name, .href, .isCurrent, .current: .absent
    }
  }
}
