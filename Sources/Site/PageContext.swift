import Markdown

/// What a page's template is filled with.
struct PageContext {
  /// A name and where it leads: an entry of a list.
  struct Link {
    var name: String
    var href: String
    var isCurrent = false
  }

  struct Group {
    var link: Link
    var items: [Link]
    /// What the link to all pages says, where not all are listed.
    var more: String?
  }

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
  var tags: [Link] = []
  var home = ""
  var stylesheet = ""
  var script = ""
  /// The search's index, and the page that lists all pages.
  var search = ""
  var pageIndex = ""
  var source: String?
  var feed: String?
  var sections: [Link] = []
  var sectionTitle = ""
  var groups: [Group] = []
  var breadcrumbs: [Link] = []
  var contents: [RenderedDocument.Heading] = []
  var previous: Link?
  var next: Link?
  var target = ""
  /// Of a page that is one file: its Content-Security-Policy, style sheet and script.
  var policy = ""
  var styleText = ""
  var scriptText = ""

  /// The value of a name; of one that only entries of lists have, nothing.
  func value(_ variable: PageVariable) -> TemplateValue {
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
    case .tags: .links(tags)
    case .home: .text(home)
    case .stylesheet: .text(stylesheet)
    case .script: .text(script)
    case .search: .text(search)
    case .pageIndex: .text(pageIndex)
    case .source: .text(source ?? "")
    case .hasSource: .flag(source != nil)
    case .feed: .text(feed ?? "")
    case .hasFeed: .flag(feed != nil)
    case .sections: .links(sections)
    case .hasSidebar: .flag(!groups.isEmpty)
    case .sectionTitle: .text(sectionTitle)
    case .groups: .groups(groups)
    case .breadcrumbs: .links(breadcrumbs)
    case .hasBreadcrumbs: .flag(!breadcrumbs.isEmpty)
    case .contents: .headings(contents)
    case .hasContents: .flag(!contents.isEmpty)
    case .previous: .links(previous.map { [$0] } ?? [])
    case .next: .links(next.map { [$0] } ?? [])
    case .hasNeighbours: .flag(previous != nil || next != nil)
    case .target: .text(target)
    case .policy: .text(policy)
    case .styleText: .text(styleText)
    case .scriptText: .text(scriptText)
    case .level, .items, .more, .hasMore, .name, .href, .isCurrent, .current: .absent
    }
  }
}
