import Diagnostics
import Markdown
import Testing

/// The HTML of a text, rendered with the given options.
func html(_ text: String, _ options: RenderOptions = RenderOptions()) throws -> String {
  try Document(parsing: text, file: "page.md").rendered(options).html
}

@Suite("Markdown conventions")
struct ConventionsTests {
  @Test("makes a figure of an image alone in its paragraph, and folds the table after it")
  func figure() throws {
    let page = try html(
      """
      ![AUC by night](figures/auc.svg "AUC, 31 nights")

      | night | auc |
      | --- | --- |
      | 1997-11-02 | 0.81 |

      After.
      """)
    #expect(
      page == """
        <figure>
        <img src="figures/auc.svg" alt="AUC by night">
        <figcaption>AUC, 31 nights</figcaption>
        <details class="data">
        <summary>Data</summary>
        <div class="table" tabindex="0" role="region" aria-label="Table: AUC, 31 nights">
        <table>
        <thead>
        <tr><th scope="col" class="short">night</th><th scope="col" class="number">auc</th></tr>
        </thead>
        <tbody>
        <tr><td class="short">1997-11-02</td><td class="number">0.81</td></tr>
        </tbody>
        </table>
        </div>
        </details>
        </figure>
        <p>After.</p>

        """)
  }

  @Test("leaves an image within text, and a table after other text, as they are")
  func noFigure() throws {
    let page = try html("See ![x](a.svg) here.\n\n| a | b |\n| - | - |\n| c | d |\n")
    #expect(!page.contains("<figure>"))
    #expect(!page.contains("<details"))
    #expect(page.contains("<img src=\"a.svg\" alt=\"x\">"))
  }

  @Test("puts the caller's SVG into the page and links the data")
  func inlined() throws {
    let options = RenderOptions(figure: { source in
      source == "a.svg"
        ? .init(
          svg: "<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 1 1\"><g id=\"p\"/><use href='#p'/></svg>",
          data: "a.csv")
        : nil
    })
    let page = try html("![x](a.svg)\n\n![x](a.svg)\n", options)
    #expect(page.contains("<svg viewBox=\"0 0 1 1\"><g id=\"figure-1-p\"/><use href=\"#figure-1-p\"/></svg>"))
    #expect(page.contains("<g id=\"figure-2-p\"/>"))
    #expect(page.contains("<p class=\"data\"><a href=\"a.csv\" download>Data as CSV</a></p>"))
  }

  @Test("leaves out the colours that a chart's file brings along, and takes the drawing for phones")
  func chart() throws {
    let wide = "<svg><style>svg{--chart-1:#000}</style><path d=\"M0 0\"/></svg>"
    let options = RenderOptions(figure: { _ in .init(svg: wide, narrowSVG: "<svg><g/></svg>", data: nil) })
    #expect(
      try html("![x](a.svg)", options) == """
        <figure>
        <div class="chart has-narrow" tabindex="0" role="group" aria-label="x"><svg><path d="M0 0"/></svg></div>
        <div class="chart narrow" tabindex="0" role="group" aria-label="x"><svg><g/></svg></div>
        </figure>

        """)
  }

  @Test(
    "keeps a picture that could run or load something a file",
    arguments: [
      "<svg><script>alert(1)</script></svg>", "<svg onload=\"alert(1)\"></svg>",
      "<svg><style>*{}</style></svg>",
      "<svg><image href=\"http://example.com/a.png\"/></svg>",
      "<svg><foreignObject><p>x</p></foreignObject></svg>",
      "<svg><a href=\"javascript:alert(1)\"><text>x</text></a></svg>", "<svg><g></svg>", "<svg", "",
      "<svg fill=\"url(http://example.com/x)\"></svg>", "<svg><use href=\"other.svg#x\"/></svg>", "<p>x</p>",
      "<!DOCTYPE svg [<!ENTITY x \"y\">]><svg>&x;</svg>", "<svg style=\"color:red\"></svg>",
      "<svg><style>--chart-1<g/></style></svg>", "<style>--chart-1</style>",
      "<svg><style>--chart-1</svg>", "<svg></style></svg>",
      "<svg a=b></svg>", "<svg fill=\"u\\72l(http://example.com/x)\"></svg>",
      "<svg cursor=\"&#117;rl(http://example.com/x)\"></svg>",
      "<svg cursor=\"URL(http://example.com/x)\"></svg>",
      "<svg ONLOAD='x'></svg>", "<svg><style><!-- --chart-1 --></style></svg>", "<svg HREF='x#y'></svg>",
    ])
  func unsafePicture(svg: String) throws {
    let page = try html("![x](a.svg)", RenderOptions(figure: { _ in .init(svg: svg, data: nil) }))
    #expect(page == "<figure>\n<img src=\"a.svg\" alt=\"x\">\n</figure>\n")
  }

  @Test(
    "makes callouts of marked quotes", arguments: ["NOTE", "TIP", "WARNING", "IMPORTANT", "CAUTION", "note"])
  func callout(mark: String) throws {
    let name = mark.lowercased()
    let title = name.prefix(1).uppercased() + name.dropFirst()
    let expected = """
      <div class="callout callout-\(name)" role="note">
      <p class="callout-title">\(title)</p>
      <p>Two <em>words</em></p>
      </div>

      """
    #expect(try html("> [!\(mark)]\n> Two *words*") == expected)
    #expect(try html("> [!\(mark)]\r\n>\r\n> Two *words*\r\n") == expected)
  }

  @Test("leaves a quote with an unknown mark a quote")
  func unknownMark() throws {
    #expect(try html("> [!HUH]\n> x") == "<blockquote>\n<p>[!HUH]\nx</p>\n</blockquote>\n")
    #expect(try html("> [!NOTE] x") == "<blockquote>\n<p>[!NOTE] x</p>\n</blockquote>\n")
  }

  @Test("folds what stands under DETAILS, its title with markup")
  func details() throws {
    let page = try html("> [!DETAILS] The `SQL` of *it*\n> ```sql\n> select 1\n> ```\n")
    #expect(
      page == """
        <details class="fold">
        <summary>The <code>SQL</code> of <em>it</em></summary>
        <pre tabindex="0"><code class="language-sql"><span class="k">select</span> <span class="n">1</span>
        </code></pre>
        </details>

        """)
    #expect(try html("> [!DETAILS]\n> x").contains("<summary>Details</summary>\n<p>x</p>"))
  }

  @Test("nests conventions in each other")
  func nested() throws {
    let page = try html(
      "> [!DETAILS] a\n> > [!NOTE]\n> > ![x](y.svg)\n> >\n> > | p |\n> > | - |\n> > | 1 |\n")
    #expect(
      page.contains("<details class=\"fold\">\n<summary>a</summary>\n<div class=\"callout callout-note\""))
    #expect(page.contains("<figure>"))
    #expect(page.contains("<details class=\"data\">"))
  }

  @Test(
    "aligns columns of numbers to the right",
    arguments: [
      ("1", true), ("−0.012 (−0.02 – 0.01)", true), ("12.5 %", true), ("1,204", true), ("$ 3.50", true),
      ("3 ms", true), ("1e-12", true), ("0.81 ± 0.02", true), ("1997-11-02", false), ("v2", false),
      ("a1", false), ("3 hours", false), ("repurchase@2", false), ("0ab1", false), ("", false),
    ])
  func numbers(cell: String, isNumber: Bool) throws {
    let page = try html("| a | b |\n| - | - |\n| x | \(cell) |\n| x | – |\n")
    #expect(page.contains("<th scope=\"col\" class=\"number\">b</th>") == isNumber)
  }

  @Test("lets what the document says about alignment stand")
  func alignment() throws {
    let page = try html("| a | b | c |\n| :-- | :-: | --: |\n| 1 | 2 | x |\n")
    #expect(
      page.contains("<td class=\"short\">1</td><td class=\"center short\">2</td><td class=\"number\">x</td>"))
  }

  @Test("shows a table of one row as tiles where the page has them")
  func tiles() throws {
    let text =
      "| orders | revenue |\n| --- | --- |\n| **1,204** *+3 %* | $ 5 |\n\n## More\n\n| a | b |\n| - | - |\n| 1 | 2 |\n"
    let none = try html(text)
    let lead = try html(text, RenderOptions(tiles: .lead))
    let all = try html(text, RenderOptions(tiles: .all))
    #expect(!none.contains("tiles"))
    #expect(
      lead.hasPrefix(
        """
        <dl class="tiles">
        <div><dt>orders</dt><dd><strong>1,204</strong> <em>+3 %</em></dd></div>
        <div><dt>revenue</dt><dd>$ 5</dd></div>
        </dl>
        """))
    #expect(lead.contains("<table>"))
    #expect(!all.contains("<table>"))
  }
}
