package import Diagnostics

extension Diagnostic.Identifier {
  package static let deliveryTooLarge = Self("delivery-too-large")
}

/// A report made into what its mails hold; the same for each recipient but for the names.
package struct ReportMail: Sendable {
  /// Larger HTML is cut by a large mail client. **Units:** bytes.
  package static let mostHTML = 102_400

  package let document: MailDocument
  private let templates: MailTemplates
  private let pictures: [MailMessage.Picture]
  private let text: MailText
  private let content: MailContent

  /// - Parameters:
  ///   - studio: Which has drawn for other mails of the same report.
  ///   - drawing: The SVG of a figure by its path in the document; nil of what is no drawing, whose words then stand for
  ///     it.
  ///
  /// **Throws:** `delivery-picture`, `delivery-library` and `delivery-font`: a report without its charts is not sent.
  package init(
    _ document: MailDocument, templates: MailTemplates, studio: DrawingStudio = DrawingStudio(),
    drawing: (String) -> [UInt8]?
  ) throws(Diagnostic) {
    self.document = document
    self.templates = templates
    var shown: [String: (identifier: String, width: Int, height: Int)] = [:]
    var pictures: [MailMessage.Picture] = []
    for source in document.figures where shown[source] == nil {
      guard let svg = drawing(source) else { continue }
      let picture = try studio.picture(of: svg, name: source)
      let name = "chart-\(pictures.count + 1)"
      shown[source] = (name, picture.width, picture.height)
      pictures.append(.init(identifier: name, name: name + ".png", bytes: picture.bytes))
    }
    self.pictures = pictures
    text = MailText(document)
    content = MailContent(document, templates: templates, pictures: shown)
  }

  /// The message for one recipient.
  ///
  /// - Parameters:
  ///   - identifier: The same for the same message.
  ///   - subject: Without line ends, which are taken out anyway.
  ///   - date: **Units:** seconds since 1970.
  ///
  /// **Throws:** `delivery-too-large` where the HTML would be cut by a client.
  package func message(
    from: MailAddress, to: MailAddress, subject: String, date: Int64, identifier: String, layout: MailLayout,
    attachments: [MailMessage.Attachment] = []
  ) throws(Diagnostic) -> MailMessage {
    let contentID = { MailMessage.contentID(of: $0, in: identifier, domain: from.domain) }
    let logo = templates.logo
    let html = layout.html(
      document.title, content: content.html(contentID: contentID), templates: templates,
      logo: logo.map {
        .init(contentID: contentID(MailLogo.identifier), width: $0.width, height: $0.height)
      })
    guard html.count <= Self.mostHTML else {
      throw Diagnostic(
        .deliveryTooLarge, .failure, "the mail's HTML has \(html.count) bytes",
        expected: "at most \(Self.mostHTML), where large mail clients cut it",
        next: "Give the audience detail: summary; the page has the rest.")
    }
    return MailMessage(
      from: from, to: to, subject: subject, date: date, identifier: identifier, language: layout.language,
      unsubscribe: layout.unsubscribe,
      text: layout.text(text, templates: templates), html: String(decoding: html, as: UTF8.self),
      pictures: (logo.map { [$0.picture] } ?? []) + pictures,
      attachments: attachments)
  }
}
