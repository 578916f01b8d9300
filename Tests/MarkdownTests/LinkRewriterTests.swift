import Markdown
import Testing

@Suite("Rewriting of links")
struct LinkRewriterTests {
  private func dropped(_ text: String) -> String {
    LinkRewriter.rewritten(text) { $1 ? .keep : $0.hasPrefix("http") ? .keep : .drop }
  }

  @Test(
    "a dropped link leaves its text, whatever stands in it",
    arguments: [
      ("See [the card](../models/a.md).", "See the card."),
      ("[**a** `x](y)` b](c.md \"t\")", "**a** `x](y)` b"),
      ("[a\\]b](c\\_d.md)", "a\\]b"), ("[a](<b c.md>)", "a"), ("[a](b(c).md)d", "ad"),
      ("[![alt](i.png)](p.md)", "![alt](i.png)"), ("| [a](b.md) | `[c](d.md)` |", "| a | `[c](d.md)` |"),
      ("\\[a](b.md)", "\\[a](b.md)"), ("[a] (b.md)", "[a] (b.md)"), ("[a](b.md", "[a](b.md"),
      ("[x][a](b.md)", "[x]a"),
    ])
  func drop(text: String, expected: String) { #expect(dropped(text) == expected) }

  @Test("code fences, images and links that stay are left as they are")
  func keep() {
    for text in [
      "```\n[a](b.md)\n```", "> ~~~ x\n> [a](b.md)\n> ~~~", "![a](b.svg \"c\")", "[a](http://x/y \"z\")",
      "a\n\n- [ ] b\n", "`[a](b.md)", "",
    ] where text != "`[a](b.md)" {
      #expect(dropped(text) == text)
    }
    // A back-quote that nothing closes is text.
    #expect(dropped("`[a](b.md)") == "`a")
    #expect(dropped("````\n```\n[a](b.md)\n````\n[c](d.md)") == "````\n```\n[a](b.md)\n````\nc")
  }

  @Test("a replaced address is written so that it stays one, and is asked for as a reader would see it")
  func replace() throws {
    var asked: [String] = []
    let text = LinkRewriter.rewritten("[a\\_b](x\\_y.md \"t\") ![i](z.svg)") { destination, isImage in
      asked.append("\(isImage) \(destination)")
      return .replace("https://e.org/x_(1).html")
    }
    #expect(asked == ["false x_y.md", "true z.svg"])
    let links = try Document(parsing: text, file: "t.md").links
    #expect(links.map(\.destination) == ["https://e.org/x_(1).html", "https://e.org/x_(1).html"])
    #expect(text.contains(" \"t\")"))
  }
}
