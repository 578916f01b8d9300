import Diagnostics
import Markdown
import Templates
import Workspace

@testable import Delivery
@testable import Site

extension FuzzedParser {
  /// A template of mails, its name on the first line: what is taken makes no mail that a mail may not be, as another
  /// reader of HTML sees it.
  static let mailTemplates = FuzzedParser("mail-templates") { bytes in
    guard bytes.count <= 1 << 13, let text = String(validating: bytes, as: UTF8.self),
      let end = text.firstIndex(of: "\n")
    else { return }
    let name = String(text[..<end])
    var files = EmbeddedMailTemplates.files
    if name == "style.css" {
      var style = MailStyle()
      try? style.read(String(text[end...]), file: name)
      return
    }
    let own = MailTemplate(rawValue: name) ?? .footer
    files[own.rawValue + ".mustache"] = String(text[text.index(after: end)...])
    guard let templates = try? MailTemplates(TemplateFiles(files), logo: nil) else { return }
    precondition(documents.count == 2, "the documents are not read")
    for layout in layouts {
      for document in documents {
        let content = MailContent(document, templates: templates, pictures: ["a.svg": ("c", 10, 10)])
        _ = layout.text(MailText(document), templates: templates)
        let html = layout.html(document.title, content: content.html { $0 }, templates: templates)
        for tag in HTMLScanner.tags(in: html) { precondition(harm(tag) == nil, harm(tag) ?? "") }
      }
    }
  }

  private static let hostile =
    "x\" onload='y'><script>z</script> url(https://e.org) javascript:v \\75 {{title}}"

  private static let layouts: [MailLayout] = [
    .init(
      language: hostile, preheader: hostile, page: "https://e.org/?a=\"b'<", recipient: hostile,
      audience: hostile, site: hostile, reason: hostile, unsubscribe: "mailto:a@e.org?subject=\""),
    .init(language: "", preheader: "", page: nil, recipient: "", audience: "", unsubscribe: nil),
  ]

  /// Of each block one that has all, and one that has little.
  private static let documents: [MailDocument] = [
    """
    # \(hostile)

    | \(hostile) | B |
    | --- | --- |
    | 1 *x* | 2 |

    \(hostile)

    ## \(hostile)

    #### x

    3. \(hostile)

    - x

    ![\(hostile)](a.svg "x\\" onload='y'")

    ![x](b.svg)

    > \(hostile)

    > [!NOTE]
    > \(hostile)

    ```
    \(hostile)
    ```

    | \(hostile) | 2 |
    | --- | ---: |
    | \(hostile) | 2 |

    ---
    """, "x",
  ].compactMap { try? MailDocument(markdown: $0, file: "r.md", detail: .full) { _ in nil } }

  private static func harm(_ tag: HTMLScanner.Tag) -> String? {
    if [
      "script", "link", "iframe", "object", "embed", "svg", "math", "form", "input", "base", "textarea",
      "video",
    ]
    .contains(tag.name) {
      return "<\(tag.name)>"
    }
    for (name, value) in tag.attributes {
      let isHarm =
        switch name {
        case "src": !value.hasPrefix("cid:") && value != "c"
        case "href":
          !value.isEmpty && value.wholeMatch(of: #/(?s)(?i)(?:https?:|mailto:|tel:|[?#]).*/#) == nil
        case "style": value.firstMatch(of: #/(?i)url *\(|expression|image-set|\\|@/#) != nil
        case "srcset", "background", "http-equiv", "action": true
        default: name.hasPrefix("on")
        }
      if isHarm { return "\(name)=\(value)" }
    }
    return nil
  }
}
