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

  @Test(
    "links over two lines, between angle brackets and in definitions; not in front matter or indented code")
  func elsewhere() {
    #expect(dropped("a [b\nc](d.md) e") == "a b\nc e")
    #expect(dropped("> a [b\n> c](\n> d.md) e") == "> a b\n> c e")
    #expect(
      dropped("a [b](d.md\r\n\"t\") e\r\n\r\n```\r\n[a](b.md)\r\n```\r\n")
        == "a b e\n\n```\n[a](b.md)\n```\n")
    #expect(dropped("<javascript:a> <http://x>") == "javascript:a <http://x>")
    #expect(dropped("[b]\n\n[b]: javascript:x \"t\"\n\nc") == "[b]\n\n\n\nc")
    #expect(dropped("[b]: see below") == "[b]: see below")
    #expect(dropped("---\na: \"[b](c.md)\"\n---\n[b](c.md)") == "---\na: \"[b](c.md)\"\n---\nb")
    #expect(dropped("a\n\n    [b](c.md)\n\n[d](e.md)") == "a\n\n    [b](c.md)\n\nd")
  }

  @Test(
    "nothing of one block hides a link of another, and none comes out of what is dropped",
    arguments: [
      "- `a\n- [x](javascript:y)\n- b`", "> ```\n> a\n[x](javascript:y)", "[[a](b.md)](javascript:y)",
      "[a\n2. b](javascript:y)", "[a](javascript&#58;y)", "[a](<javascript:y>)", "[a](java\\script:y)",
      "| a | b | c |\n| - | - | - |\n| ` | [x](javascript:y) | ` |", "![[a](javascript:y)](javascript:z)",
      "\\`[a](javascript:y)`", "[x][](b.md)(javascript:y)", "[x][[](b.md)](b.md)(javascript:y)",
      "[x][](b.md): javascript:y\n\n[x]",
    ])
  func hostile(text: String) throws {
    let result = LinkRewriter.rewritten(text) { destination, _ in
      destination.hasPrefix("java") || destination.hasSuffix(".md") ? .drop : .keep
    }
    let links = try Document(parsing: result, file: "t").links
    #expect(!links.contains { $0.destination.hasPrefix("javascript") }, "\(result)")
  }

  @Test("time grows as the text does", .timeLimit(.minutes(1)))
  func large() {
    let count = 40_000
    let nested = String(repeating: "[", count: count) + "x" + String(repeating: "](a)", count: count)
    #expect(dropped(nested) == "x")
    for piece in ["[a](b \"", "[a](", "[a](<", "<a:", "` `` [a](", "[", "]("] {
      let text = String(repeating: piece, count: count)
      #expect(!dropped(text).isEmpty)
    }
  }
}
