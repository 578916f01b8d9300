import Markdown

/// A piece of a mail, which can be told as text and as HTML.
indirect enum MailBlock: Sendable, Hashable {
  /// A number that matters: what it is, how much, and what is to be said of it.
  struct Tile: Sendable, Hashable {
    let name: String
    let value: String
    let note: String
  }

  struct Table: Sendable, Hashable {
    let header: [[MailSpan]]
    let rows: [[[MailSpan]]]
    /// Whether a column holds numbers, which end at the right.
    let isNumeric: [Bool]
  }

  /// A drawing: where it is, what it shows in words, and the line under it.
  struct Figure: Sendable, Hashable {
    let source: String
    let alternative: String
    let caption: String
  }

  case tiles([Tile])
  case heading(level: Int, [MailSpan])
  case paragraph([MailSpan])
  /// `start` is nil of a list that doesn't count.
  case list(start: Int?, [[MailBlock]])
  case table(Table)
  case figure(Figure)
  case quote([MailBlock])
  case callout(String, [MailBlock])
  case code(String)
  case rule

  /// The notes whose marks stand in it.
  var notes: [Int] {
    switch self {
    case .heading(_, let spans), .paragraph(let spans): spans.compactMap(\.note)
    case .list(_, let items): items.flatMap { $0.flatMap(\.notes) }
    case .table(let table): (table.header + table.rows.flatMap { $0 }).flatMap { $0.compactMap(\.note) }
    case .quote(let blocks), .callout(_, let blocks): blocks.flatMap(\.notes)
    case .tiles, .figure, .code, .rule: []
    }
  }
}

/// A stretch of a line.
struct MailSpan: Sendable, Hashable {
  enum Style: Sendable, Hashable {
    case plain, strong, emphasis, code
  }

  var text: String
  var style = Style.plain
  /// Whether it is struck out: no longer valid.
  var isStruck = false
  /// A whole address; nil of what leads nowhere outside the site.
  var link: String?
  /// The note that it is the mark of.
  var note: Int?

  static let lineBreak = "\n"
}
