import Book
import Markdown
import Workspace

/// How much of what a card should tell is there, by the list of `site/guide/model-cards.md`.
struct CardCompleteness {
  /// Those that can apply to the version.
  let fields: [CardField]
  let isVerified: Bool

  var possible: Int { fields.reduce(0) { $0 + $1.weight } }
  var points: Int { fields.reduce(0) { $0 + ($1.isThere ? $1.weight : 0) } }
  /// **Units:** whole percent, rounded down, so that 100 means all.
  var percent: Int { possible > 0 ? points * 100 / possible : 0 }
  var isComplete: Bool { isVerified && points == possible }
  /// What holds others back, then the heaviest first.
  var missing: [CardField] {
    func rank(_ field: CardField) -> Int { field.weight > 0 ? -field.weight : .min }
    return fields.enumerated().filter { !$0.element.isThere }
      .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
  }

  init(_ card: ModelCard, _ version: VersionRecord) {
    isVerified = version.verification.state == .verified
    fields =
      Self.prose(card) + Self.details(card, version) + Self.use(card) + Self.evidence(card, version)
      + Self.trainingData(card, version) + Self.considerations(card) + [Self.verification(version)]
  }

  /// Named, and without points of its own: what it holds back has them.
  private static func prose(_ card: ModelCard) -> [CardField] {
    guard card.draft != nil else { return [] }
    return [
      CardField(
        part: .details, name: "its prose: it is a draft", weight: 0, isThere: false, remedy: card.draftRemedy)
    ]
  }

  private static func details(_ card: ModelCard, _ version: VersionRecord) -> [CardField] {
    let owner = card.configured?.owner
    var fields: [CardField] = [
      .init(
        part: .details, name: "the question it answers", weight: 3, isThere: card.configured?.question != nil,
        remedy: card.key("question: …")),
      .init(
        part: .details, name: "a description in one sentence", weight: 2,
        isThere: card.prose?.description != nil,
        remedy: card.frontMatterKey("description")),
      .init(
        part: .details, name: "an owner", weight: 3, isThere: owner?.team != nil || owner?.name != nil,
        remedy: card.key("owner: {team: …, email: …}")),
      .init(
        part: .details, name: "a contact", weight: 2, isThere: owner?.email != nil,
        remedy: card.key("owner: {team: …, email: …}")),
      .init(
        part: .details, name: "a licence", weight: 4,
        isThere: card.prose?.license != nil || card.prose?.sections.has(.licence) == true,
        remedy: card.frontMatterKey("license")),
      .init(
        part: .details, name: "the commit of its source", weight: 3, isThere: version.sourceCommit != nil,
        remedy: metadata("source_commit: …"), needsVersion: true),
    ]
    if version.isLearned {
      fields += [
        .init(
          part: .details, name: "its framework and version", weight: 2, isThere: version.framework != nil,
          remedy: metadata("framework: …"), needsVersion: true),
        .init(
          part: .details, name: "training parameters", weight: 3, isThere: !version.parameters.isEmpty,
          remedy: metadata("parameters: {…}"), needsVersion: true),
      ]
    }
    return fields
  }

  private static func use(_ card: ModelCard) -> [CardField] {
    [
      card.section(.intendedUse, .use, "intended use", weight: 7),
      card.section(.users, .use, "intended users", weight: 3),
      card.section(.outOfScope, .use, "what it is not for", weight: 6),
    ]
  }

  /// Held against outcomes: whether, how surely, for whom, against what.
  private static func evidence(_ card: ModelCard, _ version: VersionRecord) -> [CardField] {
    guard version.signature.task != .lookup else { return [] }
    let snapshot = card.snapshot
    let own = snapshot.evaluations.filter { $0.reference == version.reference && $0.date == nil }
    let names = Set(own.map(\.name))
    let asked = card.askedEvaluation
    let evaluate: InlineMarkdown =
      asked.map { "\(.code("scorebook evaluate \($0)"))" }
      ?? "an evaluation under \(.code("evaluations:")) of a job with this model, then \(.code("scorebook evaluate NAME"))"
    let place: InlineMarkdown = asked.map { "under \(.code("evaluations.\($0)"))" } ?? "in its evaluation"
    let isCompared = snapshot.comparisons.contains {
      // What others are held against has no baseline of its own.
      names.contains($0.name) && ($0.reference == version.reference || $0.baseline == version.reference)
    }
    return [
      .init(
        part: .factors, name: "figures for parts of the rows", weight: 5,
        isThere: snapshot.slices.contains { $0.reference == version.reference },
        remedy: "\(.code("by: [COLUMN]")) \(place)"),
      .init(
        part: .metrics, name: "predictions held against outcomes", weight: 8,
        isThere: own.contains { !$0.metrics.isEmpty },
        remedy: evaluate),
      .init(
        part: .metrics, name: "intervals of its metrics", weight: 5,
        isThere: own.contains { record in record.metrics.contains { $0.lower != nil && $0.upper != nil } },
        remedy: "metrics that have intervals, such as \(.code("auc")), \(place)"),
      .init(
        part: .metrics, name: "a comparison with a baseline", weight: 4, isThere: isCompared,
        remedy: "\(.code("baseline: NAME@NUMBER")) \(place)"),
      .init(
        part: .evaluationData, name: "a digest of the outcomes it was held against", weight: 3,
        isThere: !own.isEmpty, remedy: evaluate),
    ]
  }

  private static func trainingData(_ card: ModelCard, _ version: VersionRecord) -> [CardField] {
    guard version.isLearned else { return [] }
    let training = version.training
    return [
      .init(
        part: .trainingData, name: "a description of the training data", weight: 4,
        isThere: card.prose.map { $0.sections.has(.trainingData) || $0.sections.has(.training) } ?? false,
        remedy: card.headingRemedy(.trainingData)),
      .init(
        part: .trainingData, name: "rows and dates", weight: 2,
        isThere: training?.rows != nil && training?.dates != nil,
        remedy: metadata("training: {rows: …, dates: …}"), needsVersion: true),
      .init(
        part: .trainingData, name: "a digest of the training data", weight: 4,
        isThere: training?.dataDigest != nil, remedy: metadata("training: {data_sha256: …}"),
        needsVersion: true),
      .init(
        part: .trainingData, name: "the last day that training saw", weight: 4,
        isThere: version.trainedUntil != nil, remedy: metadata("trained_until: …"), needsVersion: true),
      .init(
        part: .trainingData, name: "a profile of the training rows", weight: 3,
        isThere: card.snapshot.trainingProfiles[version.reference] != nil,
        remedy: metadata("profile: FILE"), needsVersion: true),
    ]
  }

  private static func considerations(_ card: ModelCard) -> [CardField] {
    [
      card.section(.ethics, .considerations, "ethical considerations", weight: 5),
      card.section(.limits, .considerations, "known limits", weight: 5),
      card.section(.caveats, .considerations, "caveats and recommendations", weight: 2),
    ]
  }

  private static func verification(_ version: VersionRecord) -> CardField {
    CardField(
      part: .verification, name: "predictions of its framework, replayed", weight: 8,
      isThere: version.verification.state == .verified,
      remedy: version.verification.state == .failed
        ? "\(.code("scorebook model verify \(version.reference)")) tells what differs"
        : "\(.code("scorebook model verify \(version.reference) --verify CASES.csv"))")
  }

  /// A version keeps the metadata that it was registered with.
  private static func metadata(_ key: String) -> InlineMarkdown {
    "\(.code(key)) in the metadata of the next version"
  }
}

extension ModelCard {
  /// The file of its prose, as a person names it.
  var proseFile: String { configured?.card ?? "site/models/\(model).md" }

  fileprivate func key(_ key: String) -> InlineMarkdown {
    "\(.code(key)) under \(.code("models.\(model)")) in \(.code("scorebook.yaml"))"
  }

  fileprivate var draftRemedy: InlineMarkdown {
    "take \(.code("draft: true")) out of the front matter of \(.code(proseFile))"
  }

  fileprivate func frontMatterKey(_ key: String) -> InlineMarkdown {
    "\(.code("\(key): …")) in the front matter of \(.code(proseFile))"
  }

  fileprivate func headingRemedy(_ heading: CardHeading) -> InlineMarkdown {
    if let draft, draft.sections.has(heading) { return draftRemedy }
    let near = (prose ?? draft)?.sections.sections.first { section in
      section.heading == nil
        && CardHeading.nearest(to: section.title).flatMap { CardHeading(heading: $0) } == heading
    }
    guard let near else { return "a section \(.code("## \(heading.name)")) in \(.code(proseFile))" }
    return
      "\(.code(proseFile)), line \(near.line): its heading “\(near.title)” is nearly \(.code("## \(heading.name)"))"
  }

  fileprivate func section(_ heading: CardHeading, _ part: CardField.Part, _ name: String, weight: Int)
    -> CardField
  {
    CardField(
      part: part, name: name, weight: weight, isThere: prose?.sections.has(heading) ?? false,
      remedy: headingRemedy(heading))
  }
}
