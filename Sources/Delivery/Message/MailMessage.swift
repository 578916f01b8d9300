/// A mail to one recipient, as text and as HTML with its pictures: `bytes` is what travels, in ASCII with CRLF.
///
/// **Shape:** `multipart/alternative{text/plain, multipart/related{text/html, image/png…}}`, in a `multipart/mixed`
/// before the attachments where there are any. Equal messages give equal bytes.
///
/// **Source:** RFC 5322 (headers), 2045 to 2047 (MIME), 2231 (file names), 2387 (related), 2392 (Content-ID), 2369
/// (List-Unsubscribe), 3834 (Auto-Submitted).
package struct MailMessage: Sendable, Hashable {
  /// A picture that the HTML shows by `cid:` and its identifier.
  package struct Picture: Sendable, Hashable {
    /// Of letters, digits, dots and hyphens; the message's domain is put behind it.
    package let identifier: String
    package let name: String
    /// `image/png`, `image/jpeg`.
    package let mediaType: String
    package let bytes: [UInt8]

    package init(identifier: String, name: String, mediaType: String = "image/png", bytes: [UInt8]) {
      self.identifier = identifier
      self.mediaType = mediaType
      self.name = name
      self.bytes = bytes
    }
  }

  /// A file that comes along.
  package struct Attachment: Sendable, Hashable {
    package let name: String
    /// `text/csv; charset=utf-8`.
    package let mediaType: String
    package let bytes: [UInt8]

    package init(name: String, mediaType: String, bytes: [UInt8]) {
      self.name = name
      self.mediaType = mediaType
      self.bytes = bytes
    }
  }

  package let from: MailAddress
  package let to: MailAddress
  package let subject: String
  /// **Units:** seconds since 1970, UTC.
  package let date: Int64
  /// Of letters, digits, dots and hyphens, the same for the same message; the sender's domain is put behind it.
  package let identifier: String
  /// As in `Content-Language`.
  package let language: String
  /// Where a reader asks not to get it any more: a `mailto:` or `https:` address.
  package let unsubscribe: String?
  package let text: String
  package let html: String
  package let pictures: [Picture]
  package let attachments: [Attachment]

  package init(
    from: MailAddress, to: MailAddress, subject: String, date: Int64, identifier: String, language: String,
    unsubscribe: String?, text: String, html: String, pictures: [Picture], attachments: [Attachment]
  ) {
    self.from = from
    self.to = to
    self.subject = subject
    self.date = date
    self.identifier = identifier
    self.language = language
    self.unsubscribe = unsubscribe
    self.text = text
    self.html = html
    self.pictures = pictures
    self.attachments = attachments
  }

  /// `<weekly.2026-11-23.4f1c@example.com>`.
  package var messageID: String { "<\(identifier)@\(from.domain)>" }

  /// What the HTML names a picture by, after `cid:`.
  package static func contentID(of picture: String, in message: String, domain: Substring) -> String {
    "\(picture).\(message)@\(domain)"
  }

  /// The whole message.
  package var bytes: [UInt8] {
    var writer = MIMEWriter()
    writer.header("Date", MailDate.text(date))
    writer.header("From", Self.mailbox(from))
    writer.header("To", Self.mailbox(to))
    writer.header("Subject", HeaderText.unstructured(subject))
    writer.header("Message-ID", messageID)
    writer.header("MIME-Version", "1.0")
    writer.header("Content-Language", language)
    // Who is away sends no answer to a program.
    writer.header("Auto-Submitted", "auto-generated")
    if let unsubscribe { writer.header("List-Unsubscribe", "<\(unsubscribe)>") }
    if attachments.isEmpty {
      alternative(&writer)
    } else {
      writer.multipart("mixed") { writer in
        writer.part { alternative(&$0) }
        for attachment in attachments {
          writer.part { $0.file(attachment.mediaType, "attachment", attachment.name, attachment.bytes) }
        }
      }
    }
    return writer.bytes
  }

  private func alternative(_ writer: inout MIMEWriter) {
    writer.multipart("alternative") { writer in
      writer.part { $0.text("text/plain", text) }
      writer.part { writer in
        if pictures.isEmpty { return writer.text("text/html", html) }
        writer.multipart("related", ["type=\"text/html\""]) { writer in
          writer.part { $0.text("text/html", html) }
          for picture in pictures {
            writer.part { writer in
              let identifier = Self.contentID(
                of: picture.identifier, in: self.identifier, domain: from.domain)
              writer.header("Content-ID", "<\(identifier)>")
              writer.file(picture.mediaType, "inline", picture.name, picture.bytes)
            }
          }
        }
      }
    }
  }

  private static func mailbox(_ address: MailAddress) -> String {
    address.name.map { "\(HeaderText.phrase($0)) <\(address.address)>" } ?? address.address
  }
}
