import Templates

/// What templates of mails must write: a mail without it would be sent as if nothing were wrong, and its period used up.
/// Footers, logos, and the link to the page are everybody's own affair.
enum MailDemands {
  typealias Demand = TemplateDemand<MailVariable>

  static let all: [Demand] = [
    demand(.mail, .content, "the report's blocks"),
    demand(.text, .content, "the text of the report"),
    demand(.tiles, .name, "the names of numbers"),
    demand(.tiles, .value, "the numbers"),
    demand(.heading, .content, given: headings(.isSection), "the text of headings of sections"),
    demand(.heading, .content, given: headings(.isSubsection), "the text of headings of subsections"),
    demand(.heading, .content, given: headings(.isMinor), "the text of minor headings"),
    demand(.paragraph, .content, "the text of paragraphs"),
    demand(.list, .content, given: [.isNumbered: true], "the items of numbered lists"),
    demand(.list, .content, given: [.isNumbered: false], "the items of lists"),
    demand(.table, .content, given: [.hasHeader: true, .rows: false], "the headers of tables"),
    demand(.table, .content, given: [.hasHeader: false, .header: false], "the cells of tables"),
    demand(.figure, .picture, given: [.picture: true], "the pictures of charts"),
    demand(.figure, .alternative, given: [.picture: false], "the words of charts without a picture"),
    demand(.quote, .content, "the text of quotations"),
    demand(.callout, .title, "the titles of notes"),
    demand(.callout, .content, "the text of notes"),
    demand(.code, .code, "the lines of code"),
  ]

  private static func demand(
    _ template: MailTemplate, _ variable: MailVariable, given: [MailVariable: Bool] = [:], _ what: String
  ) -> Demand {
    let isRaw = variable == .content && template.isHTML
    return Demand(template.rawValue, writes: variable, isRaw: isRaw, given: given, what)
  }

  /// A heading is of one kind.
  private static func headings(_ kind: MailVariable) -> [MailVariable: Bool] {
    Dictionary(
      uniqueKeysWithValues: [.isSection, .isSubsection, .isMinor].map { ($0, $0 == kind) })
  }
}
