import Book
import Charts
import Markdown
import Statistics
import Workspace

/// What a split has shown: its sentence, the effects behind it, and how they settled look by look.
struct ReadoutSection {
  let name: String
  let snapshot: BookSnapshot

  /// Oldest first.
  private var looks: [ReadoutRecord] { snapshot.readouts.filter { $0.name == name } }

  func write(to page: inout PageWriter) {
    guard let record = looks.last else {
      page.body.paragraph("It was not looked at yet. \(Command.readout(name)) does it.")
      return
    }
    page.body.paragraph(SentenceText.headed(ReadoutVerdict.sentence(record)))
    introduce(record, &page)
    if record.status == .told {
      tell(record, &page)
      drawEffects(record, &page)
      drawLooks(record, &page)
    }
    count(record, &page)
    page.body.notes(record.notes.map { .plain(SentenceText.set($0)) })
    provenance(record, &page)
  }

  private func introduce(_ record: ReadoutRecord, _ page: inout PageWriter) {
    guard let first = record.firstDate, let last = record.lastDate else { return }
    let looks =
      record.looks == Configuration.Readout.Looks.sequential.rawValue
      ? "Its intervals hold however often it is looked at." : "It is looked at once, at its end."
    let job = page.link(.plain(record.job), PagePath.job(record.job))
    page.body.paragraph(
      "Split \(.code(record.split)) of job \(job), looked at on \(record.asOf): keys that entered from \(first) to "
        + "\(last), each counted once, with what it did from its first day on. \(looks)")
  }

  /// Whose outcomes count, and whether chance alone made the variants as large as they are.
  private func count(_ record: ReadoutRecord, _ page: inout PageWriter) {
    page.body.heading(2, "Who was counted")
    if let ratio = record.sampleRatio { page.body.paragraph(.plain(words(ratio))) }
    page.body.table(
      [
        .init("variant"), .init("share", .right), .init("keys", .right), .init("too young", .right),
        .init("without outcome", .right), .init("counted", .right),
      ],
      record.variants.map { variant in
        [.plain(variant.name), .plain(variant.share)]
          + [variant.keys, variant.waiting, variant.withoutOutcome, variant.counted].map {
            .plain(NumberText.count($0))
          }
      })
  }

  private func words(_ ratio: ReadoutRecord.SampleRatio) -> String {
    guard let p = ratio.pValue else {
      return "The counts are not tested against the shares, which give fewer than five keys to a variant."
        + (ratio.isMismatched
          ? " But outcomes are lost in one variant more than in another, so nothing is concluded." : "")
    }
    let test =
      "(\(ratio.statistic == nil ? "exact binomial test" : "χ² test"), \(ComparisonSection.stated(p)))"
    if ratio.isMismatched, p >= SampleRatio.threshold {
      return
        "The counts are as the shares promise \(test), but not those of the keys with an outcome, so nothing is "
        + "concluded."
    }
    return ratio.isMismatched
      ? "The counts contradict the declared shares \(test), so nothing is concluded."
      : "The counts are as the shares promise \(test)."
  }

  private func tell(_ record: ReadoutRecord, _ page: inout PageWriter) {
    page.body.heading(2, "What it showed")
    page.body.list(record.effects.map { SentenceText.headed($0.sentence) })
    // With one variant beside control its name is a heading, and the table is as narrow as it can be.
    let variants = unique(record.effects.map(\.variant))
    let only = variants.count == 1 ? variants[0] : nil
    page.body.table(
      [.init("metric")] + (only == nil ? [.init("variant")] : [])
        + [
          .init(.plain(record.control), .right), .init(.plain(only ?? "variant's"), .right),
          .init("difference", .right), .init("lift", .right), .init("p", .right), .init("verdict"),
        ], record.effects.map { row($0, names: only == nil) })
    page.body.notes(notes(record).map { .plain($0) })
  }

  /// How to read the table.
  private func notes(_ record: ReadoutRecord) -> [String] {
    let effects = record.effects
    var reading =
      "In parentheses: 95% intervals. Lift is the difference as a share of \(record.control)'s value."
    if effects.contains(where: { $0.measure == "proportion" }) {
      reading += " Differences of proportions are in percentage points (pp)."
    }
    if effects.contains(where: { $0.isGuardrail }) {
      reading += " A guardrail says no more than whether harm is seen."
    }
    var notes = [reading]
    let adjusted = effects.filter { $0.varianceReduction != nil }
    if !adjusted.isEmpty {
      let covariate = snapshot.configuration.readouts[name]?.covariate
      let parts = unique(
        adjusted.compactMap { effect in
          effect.varianceReduction.map { "\(NumberText.percent($0)) for \(effect.metric)" }
        })
      notes.append(
        "Differences are adjusted for what was known of each key before\(covariate.map { ", \($0)" } ?? ""): that takes "
          + "away part of the variance (\(NumberText.list(parts))), and makes them other than the plain difference of the "
          + "two values.")
    }
    for effect in effects {
      guard let cutAt = effect.cutAt, let cut = effect.cut else { continue }
      notes.append(
        "\(effect.metric): the \(NumberText.count(cut, "largest value")) \(cut == 1 ? "was" : "were") cut to about "
          + "\(NumberText.value(cutAt)), as was declared.")
    }
    return unique(notes)
  }

  private func unique(_ words: [String]) -> [String] {
    words.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func row(_ effect: ReadoutEffect, names: Bool) -> [InlineMarkdown] {
    let isPercent = effect.measure == "proportion"
    let scale = isPercent ? 100.0 : 1
    let decimals = ComparisonSection.decimals(effect.standardError.map { $0 * scale })
    func level(_ value: Double?) -> InlineMarkdown {
      .plain(
        value.map { NumberText.fixed($0 * scale, decimals) + (isPercent ? "%" : "") } ?? NumberText.none)
    }
    func signed(_ value: Double) -> String { NumberText.signed(value * scale, decimals) }
    let difference = effect.difference.map { value in
      signed(value) + (isPercent ? " pp" : "")
        + (NumberText.bounds(effect.lower, effect.upper, signed).map { " (\($0))" } ?? "")
    }
    let lift = effect.lift.map { value in
      "\(NumberText.signed(value * 100, 1))%"
        + (NumberText.bounds(effect.liftLower, effect.liftUpper) { "\(NumberText.signed($0 * 100, 1))%" }
          .map { " (\($0))" } ?? "")
    }
    let name: [InlineMarkdown] = [.plain(effect.metric)] + (names ? [.plain(effect.variant)] : [])
    return name + [
      level(effect.controlValue), level(effect.value),
      difference.map { .measured($0) } ?? .plain(NumberText.none),
      lift.map { .measured($0) } ?? .plain(NumberText.none),
      .plain((effect.adjustedPValue ?? effect.pValue).map(ComparisonSection.chance) ?? NumberText.none),
      .plain(Self.verdict(effect.verdict)),
    ]
  }

  static func verdict(_ verdict: ReadoutEffect.Verdict) -> String {
    switch verdict {
    case .better: "▲ better"
    case .worse: "▼ worse"
    case .noEvidence: "○ no evidence"
    case .holds: "✓ holds"
    case .broken: "✗ broken"
    case .open: "○ nothing shown"
    case .undefined: "– no verdict"
    }
  }

  private func drawEffects(_ record: ReadoutRecord, _ page: inout PageWriter) {
    let isSeveral = record.variants.count > 2
    let effects = record.effects.filter { $0.lift != nil }
    guard !effects.isEmpty else { return }
    page.figure(
      ForestChart(
        title: "Lift of each metric", axis: "lift over \(record.control)", nameAxis: "metric",
        effects: effects.map {
          .init(
            isSeveral ? "\($0.metric), \($0.variant)" : $0.metric, $0.lift, lower: $0.liftLower,
            upper: $0.liftUpper)
        }), "\(name)-effects",
      caption:
        "The difference as a share of \(record.control)'s value, with its 95% interval. An interval that holds zero "
        + "is no evidence of an effect. Readout \(name), look of \(record.asOf).")
  }

  /// How the first deciding metric settled.
  private func drawLooks(_ record: ReadoutRecord, _ page: inout PageWriter) {
    guard let leading = record.effects.first(where: { !$0.isGuardrail && $0.difference != nil }) else {
      return
    }
    let told = looks.filter { $0.status == .told && $0.planDigest == record.planDigest }
    let points = told.compactMap { look -> LineChart.Point? in
      let effect = look.effects.first { $0.metric == leading.metric && $0.variant == leading.variant }
      return Day(iso: look.asOf).map {
        .init($0, effect?.difference, lower: effect?.lower, upper: effect?.upper)
      }
    }
    guard points.count > 1 else { return }
    let isPercent = leading.measure == "proportion"
    page.figure(
      LineChart(
        title: "\(NumberText.title(leading.metric)), look by look",
        axis: "difference to \(record.control)", format: isPercent ? .percent : .number,
        series: [.init(leading.variant, points)], references: [.init("no effect", 0)], zero: true),
      "\(name)-looks",
      caption:
        "The difference of \(leading.variant) to \(record.control) by \(leading.metric) as it was seen on each "
        + "morning, with its 95% interval. Readout \(name).")
  }

  private func provenance(_ record: ReadoutRecord, _ page: inout PageWriter) {
    let methods = unique(
      record.effects.compactMap { effect in effect.method.map { "\(effect.metric): \($0)" } })
    let looks = looks
    page.body.details("Provenance of readout \(name)") { inner in
      inner.facts([
        ("methods", methods.isEmpty ? .plain(NumberText.none) : .plain(methods.joined(separator: "; "))),
        ("looks", .plain("\(looks.count)")),
        ("data digest", .code(record.dataDigest)), ("plan digest", .code(record.planDigest)),
        ("computed", .plain(NumberText.moment(record.computedAt))),
      ])
    }
  }
}
