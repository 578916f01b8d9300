import Markdown
import Testing

@Suite("Writing Markdown")
struct MarkdownWriterTests {
  @Test("writes a document that reads as plain text")
  func document() {
    var writer = MarkdownWriter()
    writer.frontMatter("title: Nights")
    writer.heading(1, "Nights of \("repurchase_1")")
    writer.paragraph("Scored **\(23570)** rows with `\("x")` & \("<b>").")
    writer.table(
      [.init("night"), .init("rows", .right), .init("state", .center)],
      [["1997-11-02", "23570", "done"], ["1997-11-09", "7"]])
    writer.figure("AUC", source: "figures/auc 1.svg", caption: "The \"best\" night")
    writer.list(["one", "two \("*")"])
    writer.list(["one", "two"], isOrdered: true)
    writer.code("a\n```\nb", language: "sql")
    writer.callout(.warning) { inner in
      inner.paragraph("Young.")
      inner.list(["a"])
    }
    writer.details("The SQL") { $0.code("select 1", language: "sql") }
    #expect(
      writer.text == """
        ---
        title: Nights
        ---

        # Nights of repurchase_1

        Scored **23570** rows with `x` & \\<b>.

        | night      |  rows | state |
        | ---------- | ----: | :---: |
        | 1997-11-02 | 23570 | done  |
        | 1997-11-09 |     7 |       |

        ![AUC](figures/auc%201.svg "The \\"best\\" night")

        - one
        - two \\*

        1. one
        2. two

        ````sql
        a
        ```
        b
        ````

        > [!WARNING]
        >
        > Young.
        >
        > - a

        > [!DETAILS] The SQL
        >
        > ```sql
        > select 1
        > ```

        """)
  }

  @Test(
    "escapes only what needs it",
    arguments: [
      ("days_since_last", "days_since_last"), ("_x_", "\\_x\\_"), ("a < b", "a < b"), ("a <b", "a \\<b"),
      ("AT&T", "AT\\&T"), ("R & D", "R & D"), ("1. x", "1\\. x"), ("1.5", "1.5"), ("# x", "\\# x"),
      ("-5", "-5"),
      ("- x", "\\- x"), ("a - x", "a - x"), ("http://x.y", "http\\://x.y"), ("a\nb", "a b"),
      ("a\u{2028}b", "a b"),
      ("  a  ", "a"), ("a\u{202E}b", "ab"), ("[x](y)", "\\[x\\](y)"), ("", ""), ("50 %", "50 %"),
      ("a|b", "a|b"),
    ])
  func escape(text: String, expected: String) {
    #expect(InlineMarkdown.escape(text) == expected)
  }

  @Test("gives back any text that was escaped, as text", arguments: 0..<600)
  func roundTrip(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let text = random.line(length: 24)
    let plain = cleaned(text)
    let escaped = InlineMarkdown.plain(text)

    var paragraph = MarkdownWriter()
    paragraph.paragraph(escaped)
    let first = try Document(parsing: paragraph.text, file: "a.md")
    #expect(first.tree.plainText == plain, "\(paragraph.text)")
    #expect(onlyText(first), "\(paragraph.text)")

    var table = MarkdownWriter()
    table.table([.init("a"), .init("b")], [[escaped, .code(text)], ["x\(text)", "y"]])
    let second = try Document(parsing: table.text, file: "a.md")
    let rows = second.tree.children.first?.children ?? []
    #expect(rows.map(\.children.count) == [2, 2, 2], "\(table.text)")
    #expect(rows.last?.children.first?.plainText == "x" + plain, "\(table.text)")
    if rows.count > 1 {
      #expect(rows[1].children.first?.plainText == plain, "\(table.text)")
      #expect(rows[1].children.last?.plainText == plain, "\(table.text)")
    }

    var title = MarkdownWriter()
    title.figure(text, source: "x.svg", caption: text)
    let third = try Document(parsing: title.text, file: "a.md")
    let image = third.tree.children.first?.children.first
    #expect(image?.kind == .image(source: "x.svg", title: plain), "\(title.text)")
    #expect(image?.plainText == plain, "\(title.text)")
  }

  /// What of a text is left on one line: written apart from the code under test.
  private func cleaned(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars where scalar != "\u{202E}" {
      result.unicodeScalars.append(scalar == "\u{2028}" ? " " : scalar)
    }
    while result.hasPrefix(" ") { result.removeFirst() }
    while result.hasSuffix(" ") { result.removeLast() }
    return result
  }

  private func onlyText(_ document: Document) -> Bool {
    var isPlain = document.tree.children.count <= 1
    document.tree.walk { node in
      switch node.kind {
      case .document, .paragraph, .text: break
      case .link(let destination, _): isPlain = isPlain && destination.hasPrefix("mailto:")
      default: isPlain = false
      }
    }
    return isPlain
  }

  @Test("writes one note as a paragraph, several as a list")
  func notes() {
    var writer = MarkdownWriter()
    writer.notes(["One."])
    writer.notes([])
    writer.notes(["a", "b"])
    #expect(writer.text == "One.\n\n- a\n- b\n")
  }
}
