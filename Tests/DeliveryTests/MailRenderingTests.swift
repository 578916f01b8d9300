import Diagnostics
import Testing
import Workspace

@testable import Delivery

@Suite("Reports as mails")
struct MailRenderingTests {
  private static let report = #"""
    # Sales \<of> the "week"

    Week 9 & its <b onclick="x()">number</b>.

    | Revenue | Orders |
    | --- | --- |
    | **€5** *up <1%* | 12 |

    - What changed. <script>alert(1)</script>Nothing.

    ## Revenue

    See [the page](models/a.md), [the site](https://e.org/?a=1&b="2") and [this](javascript:alert(1)).

    ![Line of "5" \<values>](figures/a.svg "Cap & tion")

    > [!DETAILS]
    > Folded.

    > [!WARNING]
    > Look `twice`.

    ## Table

    | name | value |
    | --- | ---: |
    | a<b | 1 |
    | 数字 | 12 |

    ```
    if a < b { c() }
    ```
    """#

  private func document(_ detail: MailDocument.Detail) throws -> MailDocument {
    try MailDocument(markdown: Self.report, file: "r.md", detail: detail) {
      $0.hasPrefix("https://") ? $0 : nil
    }
  }

  @Test("as text: nothing of HTML, tables in columns, addresses at the end, 72 columns")
  func text() throws {
    let layout = MailLayout(
      language: "en", preheader: "", page: "https://e.org/r.html",
      recipient: "a-person-with-a-long-name@example.com", audience: "management", site: "Shop",
      unsubscribe: "mailto:scorebook@example.com?subject=unsubscribe%20from%20a%20long%20list%20of%20it")
    let text = layout.text(MailText(try document(.full)), templates: try MailTemplates())
    #expect(
      text == """
        Sales <of> the "week"
        =====================

        Week 9 & its number.

        Revenue  €5  up <1%
        Orders   12

        - What changed. alert(1)Nothing.

        Revenue
        -------

        See the page, the site [1] and this.

        [Chart] Line of "5" <values>
        Cap & tion

        > Warning
        > Look twice.

        Table
        -----

        name  value
        ----  -----
        a<b       1
        数字     12

            if a < b { c() }

        The whole report with its data:
        https://e.org/r.html

        [1] https://e.org/?a=1&b="2"

        --\u{20}
        Sent by Scorebook to a-person-with-a-long-name@example.com, one of the
        audience “management” of Shop.
        Don’t send it any more:
        mailto:scorebook@example.com?subject=unsubscribe%20from%20a%20long%20list%20of%20it

        """)
  }

  @Test("as HTML: text of the report stays text, pictures come by Content-ID, links lead out or are text")
  func html() throws {
    let content = MailContent(
      try document(.full), templates: try MailTemplates(), pictures: ["figures/a.svg": ("c1", 108, 48)])
    let html = String(decoding: content.html { "\($0)@e.org" }, as: UTF8.self)
    for piece in [
      "Week 9 &amp; its number.", ">up &lt;1%</div>", "alert(1)Nothing.",
      "See the page, <a class=\"a\" href=\"",
      " and this.", "a&lt;b", "if a &lt; b { c() }", "<strong>Warning</strong>", "<code>twice</code>",
      "src=\"cid:c1@e.org\" width=\"108\" height=\"48\" alt=\"Line of &quot;5&quot; &lt;values&gt;\"",
      ">Cap &amp; tion</p>",
    ] {
      #expect(html.contains(piece), "\(piece)")
    }
    for piece in ["<script", "onclick", "javascript:", "<b>", "Folded", "<svg", "data:"] {
      #expect(!html.contains(piece), "\(piece)")
    }
  }

  @Test("in less detail: numbers, what is said of them, and sections with a chart; or one sentence")
  func details() throws {
    let summary = try document(.summary)
    #expect(summary.figures == ["figures/a.svg"])
    let text = MailText(summary).whole
    #expect(text.contains("[Chart]") && text.contains("What changed") && !text.contains("Table"))
    let line = try document(.line)
    #expect(line.figures.isEmpty && line.headline == "Revenue €5, Orders 12")
    #expect(MailText(line).whole.hasSuffix("=\n\nRevenue €5, Orders 12.\n"))
    #expect(line.title == "Sales <of> the \"week\"")
  }

  @Test(
    "around it: what is said of recipient and sender is text, and HTML that a client would cut is refused")
  func layout() throws {
    let layout = MailLayout(
      language: "en\"", preheader: "<i>", page: "https://e.org/?a=\"&b", recipient: "<a@b>",
      audience: "all\"", unsubscribe: "mailto:x")
    let templates = try MailTemplates()
    let html = String(
      decoding: layout.html("<T>", content: Array("<p>x</p>".utf8), templates: templates), as: UTF8.self)
    #expect(html.contains("<html lang=\"en&quot;\">") && html.contains(">&lt;i&gt;</div>"))
    #expect(
      html.contains("href=\"https://e.org/?a=&quot;&amp;b\"")
        && html.contains("to &lt;a@b&gt;, one of the audience “all&quot;”."))

    let long = try MailDocument(
      markdown: "# T\n\n" + String(repeating: "word ", count: 21_000), file: "r.md", detail: .full
    ) { $0 }
    let mail = try ReportMail(long, templates: templates) { _ in nil }
    let address = try MailAddress("a@example.org", at: nil)
    let thrown = #expect(throws: Diagnostic.self) {
      try mail.message(
        from: address, to: address, subject: "s", date: 0, identifier: "i", layout: layout)
    }
    #expect(thrown?.identifier == .deliveryTooLarge)
  }

  @Test("what is struck out, what is done and what a footnote says is told in both parts")
  func marks() throws {
    let markdown = """
      # T

      - [x] done
      - [ ] to *do*

      ~~gone **too**~~ noted[^b], [again](https://e.org) and[^a].

      ## More

      Later[^c].

      [^a]: the *first* written
      [^b]: its other

          whole[^a]
      [^c]: of the section
      """
    let document = try MailDocument(markdown: markdown, file: "a.md", detail: .full) { $0 }
    let text = MailText(document).whole
    #expect(
      text == """
        T
        =

        - ☑ done
        - ☐ to do

        ~~gone too~~ noted [note 1], again [1] and [note 2].

        More
        ----

        Later [note 3].

        ------------------------

        [note 1] its other

        whole [note 2]

        [note 2] the first written

        [note 3] of the section

        [1] https://e.org

        """)
    let content = MailContent(document, templates: try MailTemplates(), pictures: [:])
    let html = String(decoding: content.html { $0 }, as: UTF8.self)
    for piece in [
      ">☑ done</li>", ">☐ to <em>do</em></li>",
      "<del>gone </del><del><strong>too</strong></del> noted [note 1], ",
      ">[note 2] the <em>first</em> written</p>", ">whole [note 2]</p>",
    ] {
      #expect(html.contains(piece), "\(piece)")
    }
    // Of less detail the notes of what is told.
    let line = try MailDocument(
      markdown: "# T\n\nA[^a].\n\nB[^b].\n\n[^a]: a\n[^b]: b\n", file: "a.md", detail: .line
    ) { $0 }
    #expect(MailText(line).whole.hasSuffix("\nA [note 1].\n\n------------------------\n\n[note 1] a\n"))
  }

  @Test("what is nested as deeply as Markdown may be still has room for its words")
  func nested() throws {
    for mark in ["> ", "- ", "1. "] {
      let markdown = "# T\n\n" + String(repeating: mark, count: 44) + "## Heading of some words\n\nText.\n"
      let document = try MailDocument(markdown: markdown, file: "a.md", detail: .full) { _ in nil }
      let text = MailText(document).whole
      #expect(text.contains("Heading of some words") && text.hasSuffix("Text.\n"))
      let content = MailContent(document, templates: try MailTemplates(), pictures: [:])
      #expect(String(decoding: content.html { $0 }, as: UTF8.self).contains("Heading of some words"))
    }
  }
}
