import Diagnostics
import Testing
import Workspace

@testable import Delivery

@Suite("Logo of mails")
struct MailLogoTests {
  /// The beginning of a PNG of 240 by 80 pixels.
  private static let png: [UInt8] =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    + [0, 0, 0, 240, 0, 0, 0, 80, 8, 2, 0, 0, 0]
  /// The beginning of a JPEG of 240 by 81 pixels, behind a comment.
  private static let jpeg: [UInt8] =
    [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 11, 8, 0, 81, 0, 240, 1, 1, 0x11, 0]

  @Test("comes with the mail, at half its size, with the site's title in words")
  func shown() throws {
    for (name, bytes, type) in [("logo.png", Self.png, "image/png"), ("logo.jpg", Self.jpeg, "image/jpeg")] {
      let templates = try TemplateFolder.templates([:], logo: [name: bytes])
      let html = try TemplateFolder.mail(templates).html
      #expect(html.contains("<img src=\"cid:logo@e.org\" width=\"120\" height=\"40\" alt=\"Shop &amp; Co\""))
      let document = try MailDocument(markdown: "# T\n\nx\n", file: "r.md", detail: .full) { _ in nil }
      let address = try MailAddress("a@example.org", at: nil)
      let message = try ReportMail(document, templates: templates) { _ in nil }.message(
        from: address, to: address, subject: "s", date: 0, identifier: "i",
        layout: MailLayout(
          language: "en", preheader: "", page: nil, recipient: "a", audience: "b", unsubscribe: nil))
      #expect(
        message.html.contains("<img src=\"cid:logo.i@example.org\"")
          && message.html.contains("alt=\"Scorebook\""))
      #expect(message.pictures.map(\.mediaType) == [type] && message.pictures.map(\.bytes) == [bytes])
      #expect(String(decoding: message.bytes, as: UTF8.self).contains("Content-ID: <logo.i@example.org>"))
    }
  }

  @Test("stays at home where no template shows it")
  func hidden() throws {
    let templates = try TemplateFolder.templates(
      ["logo.mustache": "<p>Shop</p>\n"], logo: ["logo.png": Self.png])
    #expect(templates.logo == nil)
  }

  @Test("is refused where it is no picture, too large, or another than the two")
  func refused() {
    let large = Self.png + [UInt8](repeating: 0, count: 102_400)
    var wide = Self.png
    wide[18] = 5
    for (files, expected) in [
      (["logo.png": Self.jpeg], "logo.png: the logo is no PNG, or does not say how large it is"),
      (["logo.jpg": Array(Self.jpeg.prefix(12))], "logo.jpg: the logo is no JPEG"),
      (["logo.jpg": [0xFF, 0xD8] + [UInt8](repeating: 0xFF, count: 40)], "logo.jpg: the logo is no JPEG"),
      (
        ["logo.png": large],
        "logo.png: the logo has 102429 bytes, which come with each mail; expected at most 102400"
      ),
      (["logo.png": wide], "logo.png: the logo is 1520 by 80 pixels; expected at most 1200 by 1200"),
      (
        ["logo.svg": Array("<svg/>".utf8)],
        "logo.svg: a mail carries no picture 'logo.svg'; expected logo.png or logo.jpg"
      ),
      (["head.PNG": Self.png], "head.PNG: a mail carries no picture 'head.PNG'"),
      (["logo.png": Self.png, "logo.jpg": Self.jpeg], ": there are two logos. Keep logo.png or logo.jpg."),
    ] as [([String: [UInt8]], String)] {
      let told = TemplateFolder.told([:], logo: files)
      #expect(told.count == 1 && told[0].hasPrefix(expected), "\(told)")
    }
  }
}
