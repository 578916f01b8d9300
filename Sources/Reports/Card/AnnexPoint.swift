import Markdown

/// One point of Annex IV: what it asks for in our words, and what is known.
struct AnnexPoint {
  /// `1 (a)`, or the heading's number where it has no points of its own.
  let label: String
  let title: String
  /// What belongs there and neither book nor prose can know; nil where what is known is all of it.
  let open: String?
  /// Writes what is known; nothing where nothing is.
  let fill: (inout MarkdownWriter) -> Void

  init(
    _ label: String, _ title: String, open: String?, fill: @escaping (inout MarkdownWriter) -> Void = { _ in }
  ) {
    self.label = label
    self.title = title
    self.open = open
    self.fill = fill
  }

  /// Writes what stands below the point's heading, and tells whether anything of it was known.
  func write(to body: inout MarkdownWriter) -> Bool {
    let before = body.text.utf8.count
    fill(&body)
    let isKnown = body.text.utf8.count > before
    if let open { body.paragraph("**To be written:** \(open)") }
    return isKnown
  }
}

/// One of the nine headings of Annex IV.
struct AnnexHeading {
  let number: Int
  let title: String
  let points: [AnnexPoint]
}
