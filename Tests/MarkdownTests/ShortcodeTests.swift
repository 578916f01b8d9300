import Diagnostics
import Markdown
import Testing

@Suite("Shortcodes")
struct ShortcodeTests {
  /// Shows what was asked for; `nothing` names nothing.
  private struct Echo: ShortcodeSource {
    func text(for shortcode: Shortcode, on page: String) throws(Diagnostic) -> ShortcodeText {
      guard shortcode.name != "nothing" else {
        throw Diagnostic(.init("echo-nothing"), .configuration, at: shortcode.place, "there is nothing")
      }
      let options = shortcode.options.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
      return ShortcodeText(
        markdown:
          "<\(([shortcode.name] + shortcode.arguments + options).joined(separator: "|"))\(shortcode.isAlone ? "!" : "")>",
        files: [.init(path: "figures/\(shortcode.name).svg", bytes: [1])])
    }
  }

  private func expanded(_ text: String) throws -> String {
    try ShortcodeExpander(source: Echo()).expanded(text, file: "a.md", page: "a.md").markdown
  }

  @Test(
    "reads name, arguments and options",
    arguments: [
      ("AUC is [[metric repurchase@champion auc]].", "AUC is <metric|repurchase@champion|auc>."),
      (
        "[[chart kpi weekly_revenue since=1998-01-01 title=\"A \\ = b\"]]",
        "<chart|kpi|weekly_revenue|since:1998-01-01|title:A \\ = b!>"
      ),
      (
        "| a | [[metric x y]] |\n| - | - |\n| [[a]] | [[b]] |",
        "| a | <metric|x|y> |\n| - | - |\n| <a> | <b> |"
      ),
      ("[[a]]\r\n\r\n[[b]] [[c]]\r\n", "<a!>\r\n\r\n<b> <c>\r\n"),
      (
        "---\rt: [[a]]\r---\r[[a]]\r\r[[b]] [[c]]\r\r```\r[[a]]\r```\r",
        "---\rt: [[a]]\r---\r<a!>\r\r<b> <c>\r\r```\r[[a]]\r```\r"
      ),
      ("é [[a x=1=2 =3]] ü", "é <a|=3|x:1=2> ü"), ("> [[a]]", "> <a!>"), ("[[a]]", "<a!>"),
      ("[[a \"two words\" \"\"]]", "<a|two words|!>"),
    ])
  func reads(text: String, expected: String) throws {
    #expect(try expanded(text) == expected)
  }

  @Test(
    "leaves what is no shortcode as it is",
    arguments: [
      "\\[[metric a]]", "`[[metric a]]`", "`` ` [[a]] ` ``", "a `code\nover [[a]] lines` b",
      "```\n[[a]]\n```\n",
      "    [[a]]\n", "> ```\n> [[a]]\n> ```\n", "- x\n\n      [[a]]\n", "[[1, 2], [3]]", "[[]]", "[[ a]]",
      "[[Link]]",
      "[[a](b)]", "[[a\nb]]", "[a]", "<div>\n[[a]]\n</div>\n", "---\ntitle: \"[[a]]\"\n---\nx", "[[a",
      "~~~\n[[a]]\n",
    ])
  func leaves(text: String) throws {
    #expect(try expanded(text) == text)
    #expect(!ShortcodeExpander.isAsking(text, file: "a.md"))
  }

  @Test(
    "refuses what is meant as a shortcode and is none, instead of publishing its brackets",
    arguments: [
      ("x [[metric repurchase@1\nauc]]", 1, 3), ("[[ metric repurchase@1 auc ]]", 1, 1),
      ("a\n[[Metric a b]]", 2, 1),
      ("[[metric a b", 1, 1), ("[[metric a b\n\nNext", 1, 1), ("[[kpi\nsales]]", 1, 1),
      ("> [[ table runs a]]", 1, 3), ("[[Version a@champion]]", 1, 1), ("[[KPI weekly_revenue]]", 1, 1),
      ("[[Chart auc a\ntitle=A]]", 1, 1), ("x [[date a] y", 1, 3), ("[[metric a b]\n", 1, 1),
      ("[[kpi\nsales] y", 1, 1),
    ])
  func slips(text: String, line: Int, column: Int) throws {
    let error = #expect(throws: Problems.self) { try expanded(text) }
    #expect(error?.list.map(\.identifier) == [.shortcodeSyntax])
    #expect(error?.list.first?.place?.line == line && error?.list.first?.place?.column == column)
    #expect(ShortcodeExpander.isAsking(text, file: "a.md"))
  }

  @Test(
    "takes other brackets for text",
    arguments: [
      "[[Date]]", "[[date](#d)]", "[[date of birth](#d)] and more", "[[Dates of x]]", "\\[[ metric a]]",
      "`[[ metric a]]`",
      "[[table of\ncontents](x)]", "[[Table 3]](a.md)", "[[Chart 1]][c]\n\n[c]: c.md", "[[ date x ]](a.md)",
      "[[kpi\nsales]](a.md)", "[[Metric a b]](a.md)", "[[Date unknown]]", "[[Version 2]]",
      "As in [[chart 1], [table 2]], it falls.",
      "See [[table 1] and [chart 2]] below.",
      "[[Table of contents]]",
      "[[KPI dashboard]]", "[[Metric]]", "[[Date of birth",
      "[[Date of birth] x]", "[[table 3] and [table 4]](a.md)", "[[date a][c]]\n\n[c]: d.md",
    ])
  func brackets(text: String) throws { #expect(try expanded(text) == text) }

  @Test("refuses what stands for a link in the text of another, which would be published with its brackets")
  func inLinks() throws {
    struct Linking: ShortcodeSource {
      func text(for shortcode: Shortcode, on page: String) throws(Diagnostic) -> ShortcodeText {
        ShortcodeText(markdown: shortcode.name == "plain" ? "1" : "[1](a.md)")
      }
    }
    let expander = ShortcodeExpander(source: Linking())
    let error = #expect(throws: Problems.self) {
      try expander.expanded(
        "[[a]]\n\n[x [[a]]](b.md) [[a]] [[[a]]](c.md)\n\n[x\n*[[a]]*\n][c]\n\n[c]: d.md\n", file: "a.md",
        page: "a.md")
    }
    #expect(error?.list.map { $0.place?.line } == [3, 3, 6])
    let text = "[x [[plain b]]](b.md) [b](c.md) [[a]] ![x [[a]]](p.png) `[[[a]]](b)` [[a]] [x [[a]]]\n"
    #expect(try expander.expanded(text, file: "a.md", page: "a.md").markdown.contains("[x 1](b.md)"))
  }

  @Test(
    "goes on after code",
    arguments: [
      "`x` [[a]]", "`unclosed [[a]]", "```\nx\n```\n[[a]]", "    x\n\n[[a]]", "`a\n\nb [[a]] `c",
      "- a ` b [[a]]\n- c ` d\n", "# a ` b\nc [[a]] ` d", "a ` b\n> c [[a]] ` d", "a ` [[a]]\n---\nb ` c\n",
      "| a |\n|---|\n| ` |\n| [[a]] ` |\n", "1. ` a\n2. [[a]] `\n",
    ])
  func goesOn(text: String) throws {
    #expect(try expanded(text).contains("<a"))
    #expect(ShortcodeExpander.isAsking(text, file: "a.md"))
  }

  /// `[[chart]]` is a figure, `[[drawn]]` one with its data, `[[table]]` a table.
  private struct Blocks: ShortcodeSource {
    func text(for shortcode: Shortcode, on page: String) throws(Diagnostic) -> ShortcodeText {
      let figure = "![f](f.svg \"F\")\n"
      let table = "| a |\n| - |\n| 1 |\n"
      switch shortcode.name {
      case "chart": return ShortcodeText(markdown: figure)
      case "drawn": return ShortcodeText(markdown: figure + "\n" + table)
      case "table": return ShortcodeText(markdown: table)
      default: return ShortcodeText(markdown: "x")
      }
    }
  }

  @Test("leaves a list whole whose item holds a figure and a table, and text with a bar alone")
  func tablesInItems() throws {
    func html(_ text: String) throws -> String {
      let markdown = try ShortcodeExpander(source: Blocks()).expanded(text, file: "a.md", page: "a.md")
        .markdown
      return try Document(parsing: markdown, file: "a.md").rendered().html
    }
    for (text, tables) in [
      ("[[table]]", 1), ("[[chart]]\n\n   | b |\n   | - |\n   | 2 |", 1), ("[[chart]]\n\n   [[table]]", 1),
      ("![own](own.png)\n\n   [[table]]", 1), ("[[table]]\n\n   [[table]]", 2),
    ] {
      let list = try html("1. one\n\n   \(text)\n\n2. two\n")
      #expect(list.ranges(of: "<ol").count == 1 && !list.contains("start="))
      #expect(list.ranges(of: "<details").isEmpty && !list.contains("|"))
      let item = try #require(list.firstMatch(of: /(?s)<li>(.*?)<\/li>/)?.output.1)
      #expect(item.ranges(of: "<table").count == tables, "\(text)")
    }
    let drawn = try html("1. one\n\n   [[drawn]]\n\n2. two\n")
    #expect(drawn.ranges(of: "<ol").count == 1 && drawn.ranges(of: "<details").count == 1)
    let text = try ShortcodeExpander(source: Blocks()).expanded(
      "[[chart]]\n\nEither a | b, she said.\n", file: "a.md", page: "a.md")
    #expect(!text.markdown.contains("<!--"))
  }

  @Test(
    "leaves a quote whole that holds a table or a figure",
    arguments: [
      ("> [[table]]\n>\n> after", 1, 0), ("> before\n>\n> [[table]]\n", 1, 0), ("> > [[table]]", 1, 0),
      ("> [[chart]]\n>\n> [[table]]\n>\n> after", 1, 0), ("> [[drawn]]\n>\n> [[table]]", 2, 1),
      ("> [[chart]]\n>\n> | b |\n> | - |\n> | 2 |", 1, 0), ("> - one\n>\n>   [[table]]\n", 1, 0),
      ("- > [[x]]\n  >\n  > [[table]]\n\n- two", 1, 0),
    ])
  func tablesInQuotes(text: String, tables: Int, folds: Int) throws {
    let markdown = try ShortcodeExpander(source: Blocks()).expanded(text, file: "a.md", page: "a.md").markdown
    let html = try Document(parsing: markdown, file: "a.md").rendered().html
    let quote = try #require(html.firstMatch(of: /(?s)<blockquote>.*<\/blockquote>/)?.output)
    #expect(quote.ranges(of: "<blockquote>").count == (text.hasPrefix("> >") ? 2 : 1))
    #expect(quote.ranges(of: "<table").count == tables && quote.ranges(of: "<details").count == folds)
    #expect(html.ranges(of: "<table").count == tables && !html.contains("|") && !html.contains("own -->"))
  }

  @Test(
    "keeps a table that is asked for, or that follows what is asked for, from being a figure's data",
    arguments: [
      ("[[chart]]\n\n[[table]]\n", 0, 1), ("[[chart]]\n\n| b |\n| - |\n| 2 |\n", 0, 1),
      ("[[chart]]\n\n| [[x]] |\n| - |\n| 2 |\n", 0, 1),
      ("![own](own.png)\n\n[[table]]\n", 0, 1), ("[[drawn]]\n\n[[table]]\n", 1, 2),
      ("[[chart]]\n\nText\n\n[[table]]\n", 0, 1), ("[[chart]]\r\n\r\n[[table]]\r\n", 0, 1),
      ("![own](own.png)\n\n| b |\n| - |\n| [[x]] |\n", 1, 1), ("[[chart]]", 0, 0),
    ])
  func tables(text: String, folds: Int, tables: Int) throws {
    let markdown = try ShortcodeExpander(source: Blocks()).expanded(text, file: "a.md", page: "a.md").markdown
    let html = try Document(parsing: markdown, file: "a.md").rendered().html
    #expect(html.ranges(of: "<details").count == folds)
    #expect(html.ranges(of: "<table").count == tables)
    #expect(!html.contains("own -->"))
    let source = markdown.ranges(of: "<!-- a table of its own -->").count
    #expect(source == (tables > folds && !text.contains("Text") && !text.contains("drawn") ? 1 : 0))
  }

  @Test("tells all that is wrong at once, with line and column")
  func problems() throws {
    let text = "---\ntitle: x\n---\n\né [[nothing]] and [[a \"b]]\n\n[[a k=1 k=2]] [[nothing]]\n"
    let problems = try #require(throws: Problems.self) { try expanded(text) }
    #expect(
      problems.list.map(\.description) == [
        "a.md:5:4: there is nothing.", "a.md:5:20: a quote in '[[a \"b]]' is not closed. Close it.",
        "a.md:7:1: 'k' is given twice in '[[a k=1 k=2]]'. Keep one of them.", "a.md:7:15: there is nothing.",
      ])
  }

  @Test("gives each file once")
  func files() throws {
    let text = try ShortcodeExpander(source: Echo()).expanded("[[a]] [[b]] [[a]]", file: "a.md", page: "a.md")
    #expect(text.files.map(\.path) == ["figures/a.svg", "figures/b.svg"])
  }
}
