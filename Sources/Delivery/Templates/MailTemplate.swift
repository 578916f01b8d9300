import Templates

/// The templates that mails are made of.
enum MailTemplate: String, CaseIterable, Sendable {
  // The frame of the HTML part, and its partials.
  case mail, dark, logo, page, footer
  // The frame of the text part.
  case text
  case textFooter = "text_footer"
  // The blocks of the HTML part.
  case tiles, heading, paragraph, list, table, figure, quote, callout, code, rule

  typealias Name = TemplateVocabulary<MailVariable>.Name

  var isHTML: Bool { self != .text && self != .textFooter }

  /// Whether others may include it.
  var isPartial: Bool { [.dark, .logo, .page, .footer].contains(self) }

  /// Who gets it from whom, and why.
  private static let people: [Name] = [
    .init(.recipient, .text), .init(.audience, .text), .init(.site, .text), .init(.reason, .text),
    .init(.unsubscribe, .address),
  ]

  private static let frame: [Name] =
    [
      .init(.language, .text), .init(.title, .text), .init(.preheader, .text), .init(.content, .markup),
      .init(.page, .address),
    ] + people + [.init(.logo, .list([.init(.picture, .text), .init(.width, .text), .init(.height, .text)]))]

  private static let cells: [Name] = [
    .init(.content, .markup), .init(.isNumber, .flag), .init(.isLast, .flag),
  ]

  /// What may be named in it.
  var names: [Name] {
    switch self {
    case .mail, .dark, .logo, .page, .footer: Self.frame
    case .rule: []
    case .text:
      [
        .init(.title, .text), .init(.underline, .text), .init(.content, .text), .init(.page, .text),
        .init(.hasLinks, .flag), .init(.links, .list([.init(.number, .text), .init(.address, .text)])),
        .init(.footer, .text),
      ]
    case .textFooter: Self.people
    case .tiles:
      [
        .init(
          .rows,
          .list([
            .init(
              .tiles,
              .list([
                .init(.name, .text), .init(.value, .text), .init(.note, .text), .init(.width, .text),
              ]))
          ]))
      ]
    case .heading:
      [
        .init(.content, .markup), .init(.isSection, .flag), .init(.isSubsection, .flag),
        .init(.isMinor, .flag),
      ]
    case .paragraph, .quote: [.init(.content, .markup)]
    case .list:
      [.init(.isNumbered, .flag), .init(.start, .text), .init(.items, .list([.init(.content, .markup)]))]
    case .table:
      [
        .init(.hasHeader, .flag), .init(.header, .list(Self.cells)),
        .init(.rows, .list([.init(.cells, .list(Self.cells))])),
      ]
    case .figure:
      [
        .init(.picture, .text), .init(.width, .text), .init(.height, .text), .init(.alternative, .text),
        .init(.caption, .text),
      ]
    case .callout: [.init(.title, .text), .init(.content, .markup)]
    case .code: [.init(.code, .text)]
    }
  }
}
