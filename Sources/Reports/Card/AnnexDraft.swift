import Book
import Markdown

/// A draft of the technical documentation that Annex IV of Regulation (EU) 2024/1689 asks for.
///
/// **Source:** Regulation (EU) 2024/1689, Article 11(1) and Annex IV, points 1 to 9; the wording is ours.
struct AnnexDraft {
  let card: ModelCard
  let version: VersionRecord

  var snapshot: BookSnapshot { card.snapshot }

  var headings: [AnnexHeading] {
    [
      .init(number: 1, title: "General description of the AI system", points: generalPoints),
      .init(
        number: 2, title: "Elements of the AI system and process of its development",
        points: developmentPoints),
      .init(number: 3, title: "Monitoring, functioning and control", points: [controlPoint]),
      .init(number: 4, title: "Appropriateness of the performance metrics", points: [metricsPoint]),
      .init(number: 5, title: "Risk management system", points: [riskPoint]),
      .init(number: 6, title: "Changes through the lifecycle", points: [changesPoint]),
      .init(number: 7, title: "Harmonised standards applied", points: [standardsPoint]),
      .init(number: 8, title: "EU declaration of conformity", points: [declarationPoint]),
      .init(number: 9, title: "Post-market monitoring", points: [monitoringPoint]),
    ]
  }

  var text: String {
    var points = MarkdownWriter()
    var known = 0
    var asked = 0
    for heading in headings {
      let isOne = heading.points.count == 1
      if !isOne { points.heading(2, "\(heading.number). \(heading.title)") }
      for point in heading.points {
        asked += 1
        if isOne {
          points.heading(2, "\(heading.number). \(point.title)")
        } else {
          points.heading(3, "\(point.label) \(point.title)")
        }
        if point.write(to: &points) { known += 1 }
      }
    }
    var matter = FrontMatter()
    matter.add("title", title)
    matter.add("description", "A draft under the headings of Annex IV of Regulation (EU) 2024/1689.")
    var body = MarkdownWriter()
    body.frontMatter(matter.yaml)
    body.heading(1, .plain(title))
    body.callout(.warning) { inner in
      inner.paragraph(
        "**A draft, and no legal advice.** Only providers of high-risk AI systems have to draw up this documentation "
          + "(Article 11 of Regulation (EU) 2024/1689); whether this model is part of one is for a person to judge. "
          + "A model is seldom the whole of a system: what surrounds it belongs here too. Small and medium-sized enterprises "
          + "may use a simplified form. Hold the headings against the text in force, which may have been amended."
      )
    }
    let standing = snapshot.newest.map(NumberText.moment) ?? "its beginning"
    let prose: InlineMarkdown =
      card.draft == nil
      ? "prose is that of \(.code(card.proseFile))"
      : "the prose of \(.code(card.proseFile)) is a draft and left out"
    body.paragraph(
      "Numbers, dates and digests are those of the book as it stood at \(standing), \(prose). \(known) of "
        + "\(asked) points have something of either; most of these need more. *To be written* tells what belongs there that Scorebook can't know."
    )
    return body.text + "\n" + points.text
  }

  private var title: String { "Technical documentation of \(version.reference), draft" }

  // MARK: writing

  /// Sections of the prose, where there are some.
  func prose(_ headings: [CardHeading], _ body: inout MarkdownWriter) {
    for heading in headings {
      guard let content = card.prose?.sections.content(heading) else { continue }
      body.paragraph(.strong(.plain(heading.name)))
      // A heading in the prose would stand among those of the annex.
      body.markdown(Self.withoutHeadings(content))
    }
  }

  /// What can't be read stays as it is, since no word of it may be lost.
  private static func withoutHeadings(_ markdown: String) -> String {
    guard let document = try? Document(part: markdown, file: "") else { return markdown }
    var lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for block in document.tree.children {
      guard case .heading = block.kind, lines.indices.contains(block.line - 1) else { continue }
      let place = block.line - 1
      lines[place] = InlineMarkdown.strong(.plain(block.plainText)).markdown
      // The line under a heading of the other kind.
      if lines.indices.contains(place + 1), lines[place + 1].allSatisfy({ "=- ".contains($0) }) {
        lines[place + 1] = ""
      }
    }
    return lines.joined(separator: "\n")
  }
}
