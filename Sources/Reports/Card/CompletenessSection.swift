import Markdown

/// How complete a card is, and how to supply what is missing.
struct CompletenessSection {
  let completeness: CardCompleteness
  let reference: String

  func write(to page: inout PageWriter) {
    page.body.heading(2, "How complete this card is")
    let missing = completeness.missing
    var words: InlineMarkdown =
      "**\(completeness.percent)%**: \(completeness.points) of \(completeness.possible) points for \(reference), by "
      + "the fields of Mitchell et al. (2019) and of Hugging Face's model card that apply to it. "
    if completeness.isComplete {
      words = words + "Everything that is asked for is there."
    } else if !completeness.isVerified {
      words = words + "**A card can't be complete with a version that is not verified.**"
    } else {
      words =
        words + "\(NumberText.count(missing.count, "thing")) \(missing.count == 1 ? "is" : "are") missing."
    }
    page.body.paragraph(words)
    if !missing.isEmpty {
      page.body.table(
        [.init("missing"), .init("points", .right), .init("how to supply it", .left)],
        missing.map {
          [.plain($0.name), .plain($0.weight > 0 ? String($0.weight) : NumberText.none), $0.remedy]
        })
    }
    if missing.contains(where: \.needsVersion) {
      page.body.paragraph(
        "A version keeps the metadata that it was registered with; those of a new one are given with "
          + "\(.code("--metadata FILE")) of \(.code("scorebook model add")), or under \(.code("versions")) in "
          + "\(.code("scorebook.yaml")).")
    }
    page.body.details("Points by part") { inner in
      inner.table(
        [.init("part"), .init("points", .right), .init("of", .right), .init("there", .left)],
        CardField.Part.allCases.compactMap { part in
          let fields = completeness.fields.filter { $0.part == part }
          guard !fields.isEmpty else { return nil }
          let there = fields.filter(\.isThere)
          return [
            .plain(part.rawValue), .plain(String(there.reduce(0) { $0 + $1.weight })),
            .plain(String(fields.reduce(0) { $0 + $1.weight })),
            .plain(there.isEmpty ? NumberText.none : there.map(\.name).joined(separator: "; ")),
          ]
        })
    }
  }
}
