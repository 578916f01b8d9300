import Testing

@testable import Delivery

@Suite("Mail messages")
struct MailMessageTests {
  static func message(pictures: Bool = true, attachments: Bool = true) throws -> MailMessage {
    MailMessage(
      from: try MailAddress("Müller & Söhne <scorebook@example.com>"),
      to: try MailAddress("\"Board, the\" <board@example.com>"),
      subject: "Umsatz der Woche: 12.345 € (+5 %)", date: 1_795_937_400, identifier: "weekly.2026-11-23.4f1c",
      language: "de", unsubscribe: "mailto:scorebook@example.com?subject=unsubscribe%20weekly",
      text: "Umsatz: 12.345 €\n.\nFrom here on\n", html: "<p>Umsatz: 12.345\u{A0}€ <img src=\"cid:x\"></p>\n",
      pictures: pictures
        ? [.init(identifier: "revenue", name: "revenue.png", bytes: [0x89, 0x50, 0, 255])] : [],
      attachments: attachments
        ? [
          .init(
            name: "Umsätze.csv", mediaType: "text/csv; charset=utf-8", bytes: Array("a,b\r\n1,2\r\n".utf8))
        ] : [])
  }

  @Test("are the same bytes each time, in ASCII with CRLF")
  func bytes() throws {
    let bytes = try Self.message().bytes
    let again = try Self.message().bytes
    #expect(bytes == again)
    #expect(bytes.allSatisfy { $0 < 0x80 })
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.replacing("\r\n", with: "").contains { $0.isNewline })
    #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 78 })
    #expect(
      text.hasPrefix(
        """
        Date: Sun, 29 Nov 2026 07:30:00 +0000\r
        From: =?utf-8?b?TcO8bGxlciAmIFPDtmhuZQ==?= <scorebook@example.com>\r
        To: \"Board, the\" <board@example.com>\r
        Subject: =?utf-8?b?VW1zYXR6IGRlciBXb2NoZTogMTIuMzQ1IOKCrCAoKzUgJSk=?=\r
        Message-ID: <weekly.2026-11-23.4f1c@example.com>\r
        MIME-Version: 1.0\r
        Content-Language: de\r
        Auto-Submitted: auto-generated\r
        List-Unsubscribe: <mailto:scorebook@example.com?subject=unsubscribe%20weekly>\r
        Content-Type: multipart/mixed; boundary="=_mixed"\r
        \r
        --=_mixed\r
        Content-Type: multipart/alternative; boundary="=_alternative"\r

        """))
  }

  @Test("have no parts that they don't need")
  func parts() throws {
    let plain = String(decoding: try Self.message(pictures: false, attachments: false).bytes, as: UTF8.self)
    #expect(!plain.contains("multipart/mixed") && !plain.contains("multipart/related"))
    #expect(plain.contains("Content-Type: multipart/alternative; boundary=\"=_alternative\"\r\n\r\n"))
    #expect(plain.hasSuffix("\r\n--=_alternative--\r\n"))
  }

  /// The days were told by Python's `email.utils.formatdate`.
  @Test("tell their date as mail does")
  func dates() {
    #expect(MailDate.text(0) == "Thu, 01 Jan 1970 00:00:00 +0000")
    #expect(MailDate.text(951_782_399) == "Mon, 28 Feb 2000 23:59:59 +0000")
    #expect(MailDate.text(951_782_400) == "Tue, 29 Feb 2000 00:00:00 +0000")
    #expect(MailDate.text(4_107_542_400) == "Mon, 01 Mar 2100 00:00:00 +0000")
    #expect(MailDate.text(-1) == "Wed, 31 Dec 1969 23:59:59 +0000")
  }
}
