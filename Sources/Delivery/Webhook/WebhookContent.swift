import Workspace

/// What a web-hook is told of a report, before it has the shape of whoever gets it.
package struct WebhookContent: Sendable, Hashable {
  let report: String
  /// First day of the period.
  let period: String
  let audience: String
  package let title: String
  /// What needs attention; nil where only the title is wanted.
  let attention: String?
  let numbers: [MailBlock.Tile]
  /// The report in lines of 72 columns; nil where it is not wanted.
  let text: String?
  /// Where the whole report is published.
  let page: String?

  /// - Parameters:
  ///   - document: read with the same detail.
  ///   - detail: `line` is the title and where the page is, `summary` also what needs attention and the first numbers,
  ///     `full` also the text.
  ///   - numbers: Names and values, told where the document has no row of numbers because there is but one.
  ///   - title: The subject that a mail of it would have.
  package init(
    _ document: MailDocument, detail: MailDocument.Detail, report: String, period: String, audience: String,
    title: String, attention: String, numbers: [(name: String, value: String)] = [], page: String?
  ) {
    self.report = report
    self.period = period
    self.audience = audience
    self.title = HeaderText.oneLine(title)
    self.attention = detail == .line || attention.isEmpty ? nil : attention
    let tiles = document.blocks.compactMap { block -> [MailBlock.Tile]? in
      if case .tiles(let tiles) = block { tiles } else { nil }
    }
    let own = detail == .line ? [] : numbers.map { MailBlock.Tile(name: $0.name, value: $0.value, note: "") }
    self.numbers = tiles.first ?? own
    text = detail == .full ? MailText(document).whole : nil
    self.page = page
  }

  /// The text as far as there is room for it, whole lines, with a word on what is left out.
  func text(most: Int) -> String? {
    guard let text, text.count > most else { return text }
    var result = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard result.count + line.count < most else { break }
      result += line + "\n"
    }
    return result + "… the rest is left out here\n"
  }
}
