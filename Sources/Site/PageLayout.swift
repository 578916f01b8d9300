import Markdown

/// How a page is laid out; `layout` in its front matter.
package enum PageLayout: String, Sendable, Hashable, CaseIterable {
  /// Prose: guides, reference, decisions.
  case page
  /// The first page: tiles and no table of contents.
  case home
  /// A model card; its front matter may hold any key of the card formats.
  case card
  /// One run.
  case run
  /// A report of numbers over time.
  case report

  var tiles: RenderOptions.Tiles {
    switch self {
    case .page: .none
    case .home: .lead
    case .card, .run, .report: .lead
    }
  }

  var hasContents: Bool { self != .home }
}
