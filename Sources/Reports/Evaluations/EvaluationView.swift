import Book
import Charts
import Markdown
import Workspace

/// One evaluation's figures, its versions in the order in which pages name them.
struct EvaluationView: Sendable {
  struct Version: Sendable {
    let reference: String
    let model: String
    let number: Int
    /// `repurchase@1 (champion)`.
    let label: String
    /// nil where no night could be judged yet.
    let pooled: EvaluationRecord?
    /// Oldest first; those the model may have seen are flagged.
    let nights: [EvaluationRecord]
  }

  let name: String
  let configuration: Configuration.Evaluation?
  let versions: [Version]
  /// By what they are against, the baseline first; then in the order of versions and of configured metrics.
  let comparisons: [ComparisonRecord]
  /// In the order of the versions.
  let slices: [SliceRecord]

  /// nil where the book has no record of it.
  init?(_ name: String, _ snapshot: BookSnapshot) {
    let records = snapshot.evaluations.filter { $0.name == name }
    guard !records.isEmpty else { return nil }
    self.name = name
    let configuration = snapshot.configuration.evaluations[name]
    self.configuration = configuration
    let baseline =
      configuration?.baseline.flatMap { snapshot.resolved($0) }
      ?? records.compactMap { $0.detail?.baseline }.first
    let grouped = Dictionary(grouping: records, by: \.reference)
    versions = grouped.map { reference, records in
      let first = records[0]
      var names = snapshot.aliases(of: first.model, first.number)
      if reference == baseline { names.append("baseline") }
      return Version(
        reference: reference, model: first.model, number: first.number,
        label: names.isEmpty ? reference : "\(reference) (\(names.joined(separator: ", ")))",
        pooled: records.first { $0.date == nil },
        nights: records.filter { $0.date != nil }.sorted { ($0.date ?? "") < ($1.date ?? "") })
    }.sorted { a, b in
      Self.rank(a, baseline, snapshot) < Self.rank(b, baseline, snapshot)
    }
    let order = versions.map(\.reference)
    let metrics =
      (configuration?.metrics ?? Configuration.Evaluation.Metric.allCases).map(\.rawValue)
    func place(_ name: String, _ names: [String]) -> Int { names.firstIndex(of: name) ?? names.count }
    // The configured baseline first, which stands last among the versions.
    comparisons = snapshot.comparisons.filter { $0.name == name }.sorted { a, b in
      (-place(a.baseline, order), place(a.reference, order), place(a.metric, metrics))
        < (-place(b.baseline, order), place(b.reference, order), place(b.metric, metrics))
    }
    let own = snapshot.slices.filter { $0.name == name }
    slices = order.flatMap { reference in own.filter { $0.reference == reference } }
  }

  private static func rank(
    _ version: Version, _ baseline: String?, _ snapshot: BookSnapshot
  ) -> (Int, String, Int) {
    let aliases = snapshot.aliases(of: version.model, version.number)
    let role = version.pooled?.role ?? version.nights.last?.role
    let place =
      version.reference == baseline
      ? 3
      : aliases.contains("champion") && (role == .champion || role == .scored)
        ? 0 : aliases.contains("challenger") ? 1 : 2
    return (place, version.model, version.number)
  }

  /// So many versions that a chart can tell apart.
  static let mostDrawn = 5

  var drawn: [Version] { Array(versions.prefix(Self.mostDrawn)) }
  var leading: Version? { versions.first { $0.pooled != nil } ?? versions.first }
  var immature: Int { versions.map { $0.pooled?.immature ?? 0 }.max() ?? 0 }
}

extension EvaluationRecord.Metric {
  /// As tables write it: three decimals where it ranks, four where it is an error.
  var text: String {
    switch name {
    case "auc", "average_precision": NumberText.interval(value, lower, upper) { NumberText.fixed($0, 3) }
    case "observed_rate", "mean_predicted":
      NumberText.percent(value, decimals: 2)
        + (NumberText.bounds(lower, upper) { NumberText.fixed($0 * 100, 2) }.map { " (\($0)%)" } ?? "")
    default: NumberText.interval(value, lower, upper) { NumberText.fixed($0, 4) }
    }
  }
}

extension EvaluationRecord.Metric {
  /// The same with the interval set apart, which pages put under the number.
  var inline: InlineMarkdown { .measured(text) }
}

extension InlineMarkdown {
  /// `0.821 (0.816–0.827)` with what is in parentheses emphasised.
  static func measured(_ text: String) -> InlineMarkdown {
    guard let start = text.firstRange(of: " (") else { return .plain(text) }
    return "\(text[..<start.lowerBound].description) *\(text[start.lowerBound...].dropFirst().description)*"
  }
}

extension EvaluationRecord {
  func inline(of metric: String) -> InlineMarkdown { self.metric(metric)?.inline ?? .plain(NumberText.none) }

  func text(of metric: String) -> String { self.metric(metric)?.text ?? NumberText.none }

  var day: Day? { date.flatMap { Day(iso: $0) } }
}
