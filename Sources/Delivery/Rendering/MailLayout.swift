import Markdown

/// What stands around the content of a mail.
package struct MailLayout: Sendable, Hashable {
  package let language: String
  /// What clients show beside the subject.
  package let preheader: String
  /// Where the whole report stands; nil where it is not published.
  package let page: String?
  /// Why somebody gets it, and how to get it no more.
  package let footer: String
  package let unsubscribe: String?

  package init(
    language: String, preheader: String, page: String?, footer: String, unsubscribe: String?
  ) {
    self.language = language
    self.preheader = preheader
    self.page = page
    self.footer = footer
    self.unsubscribe = unsubscribe
  }

  /// Colours for a dark screen; elements have those for a bright one on themselves.
  private static let dark = """
    @media (prefers-color-scheme: dark) {
    .body { background: #16181c !important; }
    .t, .c { color: #e4e6ea !important; }
    .s { color: #aeb6c2 !important; }
    .a { color: #7ab8f5 !important; }
    }
    """

  func html(_ document: MailDocument, pictures: [String: MailHTML.Picture]) -> String {
    let escape = HTMLText.escape
    let text = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;"
    let small = "\(text)font-size:13px;line-height:18px;color:#5a6370;"
    var html = """
      <!DOCTYPE html>
      <html lang="\(escape(language))">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="supported-color-schemes" content="light dark">
      <title>\(escape(document.title))</title>
      <style>
      \(Self.dark)
      </style>
      </head>
      <body class="body" style="margin:0;padding:0;background:#ffffff;">
      <div style="display:none;max-height:0;overflow:hidden;">\(escape(preheader))</div>
      <table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%">
      <tr><td align="center" style="padding:16px 10px;">
      <table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="max-width:600px;">
      <tr><td align="left">
      <h1 class="t" style="\(text)font-size:26px;line-height:32px;font-weight:600;color:#1c1e21;margin:0 0 14px;">\
      \(escape(document.title))</h1>
      \(MailHTML.content(document, pictures: pictures))
      """
    if let page {
      html += """
        <p class="t" style="\(text)font-size:16px;line-height:24px;color:#1c1e21;margin:20px 0;">\
        <a class="a" href="\(escape(page))" style="color:#0b5cad;">The whole report with its data</a></p>

        """
    }
    html += "<p class=\"s\" style=\"\(small)margin:24px 0 0;\">\(escape(footer))"
    if let unsubscribe {
      html +=
        " <a class=\"a\" href=\"\(escape(unsubscribe))\" style=\"color:#0b5cad;\">Don’t send it any more</a>."
    }
    return html + "</p>\n</td></tr></table>\n</td></tr></table>\n</body>\n</html>\n"
  }
}
