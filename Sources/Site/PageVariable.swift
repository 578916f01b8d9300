import Templates

/// What templates may name. Each of a page's names is there for each page, so that a missing one is always a mistake.
enum PageVariable: String, TemplateVariable {
  case language
  case siteTitle = "site_title"
  case title
  case pageTitle = "page_title"
  case description
  case hasDescription = "has_description"
  case canonical
  case hasCanonical = "has_canonical"
  case kind, layout, heading, content
  case hasMeta = "has_meta"
  case policy, search
  case pageIndex = "page_index"
  case styleText = "style_text"
  case scriptText = "script_text"
  case date, day
  case hasDate = "has_date"
  case tags, home, stylesheet, script, source
  case hasSource = "has_source"
  case feed
  case hasFeed = "has_feed"
  case sections
  case hasSidebar = "has_sidebar"
  case sectionTitle = "section_title"
  case groups, items, more
  case hasMore = "has_more"
  case breadcrumbs
  case hasBreadcrumbs = "has_breadcrumbs"
  case contents
  case hasContents = "has_contents"
  case level, previous, next
  case hasNeighbours = "has_neighbours"
  case target, name, href
  case isCurrent = "is_current"
  case current

  /// Whether it is a name of the entries of lists, which every entry has.
  var isOfEntry: Bool {
    switch self {
    case .name, .href, .isCurrent, .current, .items, .more, .hasMore: true
    default: false
    }
  }
}
