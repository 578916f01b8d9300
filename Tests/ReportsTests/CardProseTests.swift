import Diagnostics
import Foundation
import Testing

@testable import Reports

@Suite("Prose of a card, by its headings")
struct CardProseTests {
  private func prose(_ text: String) throws -> CardProse { try Prose(text, file: "again.md").sections }

  @Test("a text is the same with the line ends of Windows")
  func lineEnds() throws {
    let text =
      "---\nlicense: MIT\n---\n# Again\n\nWho buys again.\n\n## Intended use\n\nMail.\n\n> [!NOTE]\n> Small.\n"
    let (here, there) = (
      try Prose(text, file: "a.md"),
      try Prose(
        text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"), file: "a.md")
    )
    #expect(here.body.utf8.elementsEqual(there.body.utf8))
    #expect(here.body.contains("Who buys again."))
    #expect(!here.body.contains("# Again"))
  }

  @Test(
    "a heading is known in any case and with any hyphens",
    arguments: [
      ("Intended use", CardHeading.intendedUse), ("WHAT IT IS FOR", .intendedUse),
      ("Out-of-scope use", .outOfScope), ("out of scope", .outOfScope), ("Known limits:", .limits),
      ("Bias, Risks, and Limitations", .limits), ("Caveats & recommendations", .caveats),
      ("Trade\u{2011}offs", .tradeOffs), ("License", .licence), ("How it was made", .training),
    ])
  func known(heading: String, kind: CardHeading) { #expect(CardHeading(heading: heading) == kind) }

  @Test(
    "another heading is none, and a near miss is told",
    arguments: [
      ("Intendet use", "Intended use"), ("Limit", "Limits"), ("Training date", "Training data"),
      ("History", nil), ("Weather", nil), ("Use", nil), ("Intended use", nil),
    ])
  func near(heading: String, nearest: String?) { #expect(CardHeading.nearest(to: heading) == nearest) }

  @Test("every name leads to its heading alone")
  func names() {
    for heading in CardHeading.allCases {
      for name in heading.names { #expect(CardHeading(heading: name) == heading, "\(name)") }
    }
  }

  @Test("a picture is no statement, and its description none either")
  func pictures() throws {
    let prose = try prose(
      """
      ## Intended use

      To write to customers ![who](who.svg).

      ![How it is used](use.svg)

      [![Linked](a.svg)](b.md)
      ![Two](c.svg)

      - ![In a list](d.svg)
      - **Mail.** By post.
      """)
    #expect(prose.statements(.intendedUse).map(\.text) == ["To write to customers who.", "Mail. By post."])
  }

  @Test("the text falls into an opening and sections, with lines of the file; code holds no heading")
  func sections() throws {
    let prose = try prose(
      """
      ---
      title: Again
      ---

      # Again

      First.

      ```
      ## Limits
      ```

      Intended use
      ------------

      Ranking.\r
      ## History
      Old.
      ## limits

      - **Young customers.** Scored too low. Mitigation: none yet.
      - Others

      | a | b |
      | - | - |
      | 1 | 2 |

      ### Deeper

      More.
      """)
    #expect(prose.opening.contains("First.") && prose.opening.contains("## Limits"))
    #expect(prose.sections.map(\.title) == ["Intended use", "History", "limits"])
    #expect(prose.sections.map(\.heading) == [.intendedUse, nil, .limits])
    #expect(prose.sections.map(\.line) == [13, 17, 19])
    #expect(prose.content(.intendedUse) == "Ranking.")
    #expect(prose.placed([.limits, .intendedUse]).map(\.title) == ["limits", "Intended use", "History"])
    let statements = prose.statements(.limits)
    #expect(
      statements.map(\.text) == [
        "Young customers. Scored too low. Mitigation: none yet.", "Others", "More.",
      ])
    #expect(statements.first?.name == "Young customers")
    #expect(statements.first?.detail == "Scored too low.")
    #expect(statements.first?.mitigation == "none yet.")
    #expect(prose.nearMisses.isEmpty)
  }

  @Test("a heading without a word below it supplies nothing")
  func empty() throws {
    let prose = try prose("## Limits\n\n## Ethics\n\nNone known.\n")
    #expect(!prose.has(.limits) && prose.has(.ethics))
    #expect(prose.content(.limits) == nil)
  }

  @Test("a footnote that was written elsewhere is no part of the last section")
  func footnotes() throws {
    let prose = try prose("## Limits\n\nMany.[^1]\n\n[^1]: Few.\n\n## Ethics\n")
    #expect(!prose.has(.ethics) && prose.content(.ethics) == nil)
    #expect(prose.content(.limits)?.contains("[^1]: Few.") == true)
  }

  @Test("each section of the prose stands on the card once, and a stranger behind its neighbour")
  func everySection() throws {
    var files = Samples.files
    files["texts/again.md"] =
      "Opening.\n\n## Before all\n\nLeading.\n\n"
      + CardHeading.allCases.map { "## \($0.name)\n\nThe text of \($0.rawValue).\n\n" }.joined()
      + "## A stranger\n\nStrange.\n"
    let scratch = try Scratch(files)
    let book = try scratch.book()
    for book in [nil, book] {
      if let book { try Samples.fill(book) }
      let card = try scratch.output(book: book).text("models/again.md")
      for text in CardHeading.allCases.map({ "The text of \($0.rawValue)." }) + [
        "Opening.", "Leading.", "Strange.",
      ] {
        #expect(card.components(separatedBy: text).count == 2, "\(text)")
      }
    }
  }

  @Test("a near miss names file, line and heading")
  func nearMiss() throws {
    let prose = try prose("---\ntitle: A\n---\n\nText.\n\n## Limitatons\n\nMany.\n")
    let warning = try #require(prose.nearMisses.first)
    #expect(warning.identifier == .reportCardHeading && warning.severity == .warning)
    #expect(warning.place == .init(file: "again.md", line: 7))
    #expect(warning.next?.contains("'Limitations'") == true)
  }
}
