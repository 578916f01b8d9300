package import Diagnostics

extension Diagnostic.Identifier {
  package static let deliveryTooLarge = Self("delivery-too-large")
}

/// A report made into what its mails hold; the same for each recipient but for the names.
package struct ReportMail: Sendable {
  /// Larger HTML is cut by a large mail client. **Units:** bytes.
  package static let mostHTML = 102_400

  package let document: MailDocument
  private let drawings: [(source: String, picture: PNGDrawing)]

  /// - Parameters:
  ///   - studio: Which has drawn for other mails of the same report.
  ///   - drawing: The SVG of a figure by its path in the document; nil of what is no drawing, whose words then stand for
  ///     it.
  ///
  /// **Throws:** `delivery-picture`, `delivery-library` and `delivery-font`: a report without its charts is not sent.
  package init(
    _ document: MailDocument, studio: DrawingStudio = DrawingStudio(), drawing: (String) -> [UInt8]?
  ) throws(Diagnostic) {
    self.document = document
    var drawings: [(String, PNGDrawing)] = []
    for source in document.figures where !drawings.contains(where: { $0.0 == source }) {
      guard let svg = drawing(source) else { continue }
      drawings.append((source, try studio.picture(of: svg, name: source)))
    }
    self.drawings = drawings
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
    var shown: [String: MailHTML.Picture] = [:]
    var pictures: [MailMessage.Picture] = []
    for (number, drawing) in drawings.enumerated() {
      let name = "chart-\(number + 1)"
      shown[drawing.source] = .init(
        contentID: MailMessage.contentID(of: name, in: identifier, domain: from.domain),
        width: drawing.picture.width, height: drawing.picture.height)
      pictures.append(.init(identifier: name, name: name + ".png", bytes: drawing.picture.bytes))
    }
    let html = layout.html(document, pictures: shown)
    guard html.utf8.count <= Self.mostHTML else {
      throw Diagnostic(
        .deliveryTooLarge, .failure, "the mail's HTML has \(html.utf8.count) bytes",
        expected: "at most \(Self.mostHTML), where large mail clients cut it",
        next: "Give the audience detail: summary; the page has the rest.")
    }
    let footer = [layout.footer] + (layout.unsubscribe.map { ["Don’t send it any more: \($0)"] } ?? [])
    return MailMessage(
      from: from, to: to, subject: subject, date: date, identifier: identifier, language: layout.language,
      unsubscribe: layout.unsubscribe,
      text: MailText.rendered(document, page: layout.page, footer: footer), html: html, pictures: pictures,
      attachments: attachments)
  }
}
