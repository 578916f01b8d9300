import Diagnostics
import Foundation
import Testing
import Workspace

@testable import Delivery

/// Mails made with a workspace's own templates.
enum TemplateFolder {
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// A block of each kind, with text that would be markup or a style if it could.
  static let report = #"""
    # Title <b>"of" it

    | Revenue</td> | Orders |
    | --- | --- |
    | **€5** *up <1%* | 12 |

    Paragraph with a [link](https://e.org/?a=1&b="2") and `code<`.

    - Item <script>alert(1)</script>

    7. Seven

    ## Section & more

    ### Subsection

    #### Minor

    ![Line of "5" \<values> onload=x](figures/a.svg "Cap</p>tion")

    ![Words alone](figures/b.svg)

    > Quote

    > [!WARNING]
    > Look

    | name{{title}} | value |
    | --- | ---: |
    | a<b | 1 |

    ```
    if a < b { c("url(https://e.org)") }
    ```

    ---
    """#

  /// Reads a folder of these files, by their names.
  static func templates(_ files: [String: String], logo: [String: [UInt8]] = [:]) throws -> MailTemplates {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    for (name, bytes) in logo { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
    return try MailTemplates(override: folder.path)
  }

  /// What a person is told of such a folder, without where it lies.
  static func told(_ files: [String: String], logo: [String: [UInt8]] = [:]) -> [String] {
    do {
      _ = try templates(files, logo: logo)
      return []
    } catch let problems as Problems {
      return problems.list.map { problem in
        problem.description.replacing(#/^[^ ]*\/mail-[0-9A-F\-]+\/?/#, with: "")
      }
    } catch {
      return ["\(error)"]
    }
  }

  /// Both parts of a mail.
  static func mail(_ templates: MailTemplates) throws -> (html: String, text: String) {
    let document = try MailDocument(markdown: report, file: "r.md", detail: .full) {
      $0.hasPrefix("https://") ? $0 : nil
    }
    let layout = MailLayout(
      language: "en", preheader: "Look & see", page: "https://e.org/r.html?a=\"&b", recipient: "a@e.org",
      audience: "board <x>", site: "Shop & Co", reason: "drift", unsubscribe: "mailto:s@e.org?subject=\"x")
    let content = MailContent(document, templates: templates, pictures: ["figures/a.svg": ("c1", 108, 48)])
    let html = layout.html(
      document.title, content: content.html { "\($0)@e.org" }, templates: templates,
      logo: templates.logo.map { .init(contentID: "logo@e.org", width: $0.width, height: $0.height) })
    return (
      String(decoding: html, as: UTF8.self), layout.text(MailText(document), templates: templates)
    )
  }
}
