import Markdown

/// What templates may name. Each name is there for each page, so that a missing one is always a mistake.
struct PageContext {
  /// A name and where it leads: an entry of a list.
  struct Link {
    var name: String
    var href: String
    var isCurrent = false

    var values: [String: Any] {
      ["name": name, "href": href, "is_current": isCurrent, "current": isCurrent ? "true" : ""]
    }
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
  var content = ""
  var date: String?
  var tags: [String] = []
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

  /// Every name, also those within lists.
  static let names: Set<String> = [
    "language", "site_title", "title", "page_title", "description", "has_description", "canonical",
    "has_canonical",
    "kind", "layout", "heading", "content", "has_meta", "date", "day", "has_date", "tags", "home",
    "stylesheet",
    "script", "search", "page_index", "source", "has_source", "feed", "has_feed", "sections", "has_sidebar",
    "section_title",
    "groups",
    "items", "more", "has_more", "breadcrumbs", "has_breadcrumbs", "contents", "has_contents", "level",
    "previous",
    "next", "has_neighbours", "target", "policy", "style_text", "script_text", "name", "href", "is_current",
    "current",
  ]

  var values: [String: Any] {
    [
      "language": language, "site_title": siteTitle, "title": title, "page_title": pageTitle,
      "description": description, "has_description": !description.isEmpty,
      "canonical": canonical ?? "", "has_canonical": canonical != nil,
      "kind": date == nil ? "website" : "article", "layout": layout.rawValue,
      "heading": heading, "content": content,
      "has_meta": date != nil || !tags.isEmpty, "date": date ?? "", "day": String((date ?? "").prefix(10)),
      "has_date": date != nil, "tags": tags.map { ["name": $0] as [String: Any] },
      "home": home, "stylesheet": stylesheet, "script": script,
      "search": search, "page_index": pageIndex,
      "source": source ?? "", "has_source": source != nil, "feed": feed ?? "", "has_feed": feed != nil,
      "sections": sections.map(\.values),
      "has_sidebar": !groups.isEmpty, "section_title": sectionTitle, "groups": groups.map(Self.values),
      "breadcrumbs": breadcrumbs.map(\.values), "has_breadcrumbs": !breadcrumbs.isEmpty,
      "contents": contents.map(Self.values), "has_contents": !contents.isEmpty,
      "previous": previous.map { [$0.values] } ?? [], "next": next.map { [$0.values] } ?? [],
      "has_neighbours": previous != nil || next != nil, "target": target,
      "policy": policy, "style_text": styleText, "script_text": scriptText,
    ]
  }

  private static func values(_ group: Group) -> [String: Any] {
    var values = group.link.values
    values["items"] = group.items.map(\.values)
    values["more"] = group.more ?? ""
    values["has_more"] = group.more != nil
    return values
  }

  private static func values(_ heading: RenderedDocument.Heading) -> [String: Any] {
    [
      "level": heading.level, "name": heading.text, "href": "#" + HTMLText.address(heading.identifier),
      "is_current": false,
    ]
  }
}
