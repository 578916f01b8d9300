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
}

/// A stretch of a line.
struct MailSpan: Sendable, Hashable {
  enum Style: Sendable, Hashable {
    case plain, strong, emphasis, code
  }

  var text: String
  var style = Style.plain
  /// A whole address; nil of what leads nowhere outside the site.
  var link: String?

  static let lineBreak = "\n"
}
