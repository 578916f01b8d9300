import Templates

/// What stands around the content of a mail.
package struct MailLayout: Sendable, Hashable {
  package let language: String
  /// What clients show beside the subject.
  package let preheader: String
  /// Where the whole report stands; nil where it is not published.
  package let page: String?
  /// Who gets it, as one of whom.
  package let recipient: String
  package let audience: String
  /// The title of what it is a report of; nil where that is not told.
  package let site: String?
  /// Why it was sent; nil where it always is.
  package let reason: String?
  /// How to get it no more.
  package let unsubscribe: String?

  package init(
    language: String, preheader: String, page: String?, recipient: String, audience: String,
    site: String? = nil, reason: String? = nil, unsubscribe: String?
  ) {
    self.language = language
    self.preheader = preheader
    self.page = page
    self.recipient = recipient
    self.audience = audience
    self.site = site
    self.reason = reason
    self.unsubscribe = unsubscribe
  }

  private var people: TemplateFields<MailVariable> {
    [
      .recipient: .text(recipient), .audience: .text(audience), .site: .text(site ?? ""),
      .reason: .text(reason ?? ""), .unsubscribe: .text(unsubscribe ?? ""),
    ]
  }

  /// The HTML part.
  ///
  /// - Parameter content: The blocks, as HTML.
  func html(
    _ title: String, content: [UInt8], templates: MailTemplates, logo: MailHTML.Picture? = nil
  ) -> [UInt8] {
    var fields = people
    fields[.language] = .text(language)
    fields[.title] = .text(title)
    fields[.preheader] = .text(preheader)
    fields[.content] = .markup(content)
    fields[.page] = .text(page ?? "")
    fields[.logo] = .list(logo.map { [MailHTML.fields($0)] } ?? [])
    var bytes: [UInt8] = []
    bytes.reserveCapacity(content.count + 8192)
    templates.render(.mail, fields, into: &bytes)
    return bytes
  }

  /// The text part, in lines of 72 columns.
  func text(_ text: MailText, templates: MailTemplates) -> String {
    let footer = MailText.wrapped(templates.text(.textFooter, people))
    return MailText.ended(
      templates.text(
        .text,
        [
          .title: .text(text.title), .underline: .text(text.underline), .content: .text(text.content),
          .page: .text(page ?? ""), .hasLinks: .flag(!text.addresses.isEmpty),
          .links: .list(
            text.addresses.enumerated().map { number, address in
              [.number: .text(String(number + 1)), .address: .text(address)]
            }), .footer: .text(footer),
        ]))
  }
}
