import Datasets
import Diagnostics
import Models
import Workspace

/// A job's fallback held against its champion: what stands in which column, and when.
struct FallbackPlan: Sendable {
  /// The output column that tells these rows from the others.
  static let markName = "is_fallback"

  /// The champion's columns that the fallback fills, by name.
  let values: [String: OutputColumn.Value]
  /// Outputs of the fallback model that must be filled; empty for a value.
  let wanted: Set<Int>
  /// Where the champion's probabilities stand that `unsure_below` looks at.
  let unsure: UnsureRule?
  /// What `check` tells besides: outputs that the fallback does not have.
  let remarks: [Diagnostic]
  /// What decides about rows, for the plan digest.
  let lines: [String]

  /// - Parameters:
  ///   - columns: what the job selects of the champion's outputs.
  ///   - version: the fallback model; nil for a value, and where `check` can't know it.
  ///   - position: where the predictions of the fallback model stand.
  /// **Throws** all that does not fit.
  init(
    _ fallback: Configuration.Fallback, champion: PlannedVersion, columns: [OutputColumn],
    asked: [String]?, version: PlannedVersion?, position: Int,
    place: (String) -> Diagnostic.Place?
  ) throws(Problems) {
    var problems = Problems()
    var unsure: UnsureRule?
    if let threshold = fallback.unsureBelow {
      do {
        unsure = try UnsureRule(
          threshold, champion.model.signature, label: champion.label, place: place("fallback.unsure_below"))
      } catch {
        problems.add(error)
      }
    }
    var answers = FallbackAnswers(columns: columns, champion: champion.label)
    var labels: FallbackLabels?
    let key: String
    switch fallback.answer {
    case .model:
      key = "fallback.model"
      if let version {
        try answers.take(version, asked: asked, position: position, place: place(key))
        labels = FallbackLabels(
          version, champion: champion, filled: Set(answers.values.keys), columns: columns.map(\.name),
          place: place(key))
        if let told = labels?.problems { problems.add(told) }
      }
    case .value(let texts):
      key = "fallback.value"
      answers.take(texts, strictly: true) { place("\(key).\($0)") }
    case .defaultOutput:
      key = "fallback.default_output"
      if let texts = champion.defaultOutput, !texts.isEmpty {
        answers.take(texts, strictly: false) { _ in place(key) }
      } else {
        problems.add(
          Diagnostic(
            .fallbackDefault, .configuration, at: place(key),
            "\(champion.label) was registered without a default output",
            next: "Give one in the job: fallback: {value: {class: general}}."))
      }
    }
    problems.add(answers.problems)
    let isKnown = if case .model = fallback.answer { version != nil } else { true }
    if problems.isEmpty, isKnown, answers.isUseless(champion.model.signature, isModel: version != nil) {
      problems.add(
        Diagnostic(
          .fallbackNothing, .configuration, at: place(key),
          "the fallback \(version.map { "\($0.label) " } ?? "")gives none of the job's predictions",
          expected: columns.map(\.name).joined(separator: ", "),
          found: version?.model.signature.outputs.map(\.name).joined(separator: ", ")))
    }
    try problems.throwIfAny()
    values = answers.values
    wanted = answers.wanted
    self.unsure = unsure
    let missing = isKnown ? columns.map(\.name).filter { answers.values[$0] == nil } : []
    remarks =
      (labels?.remarks ?? [])
      + missing.map { name in
        Diagnostic(
          .fallbackIncomplete, .configuration, severity: .warning, at: place(key),
          "the fallback gives no '\(name)', which stays empty on its rows")
      }
    lines =
      ["fallback unsure \(fallback.unsureBelow?.description ?? "never")"]
      + ["fallback after \(fallback.after?.description ?? "never")"]
      + answers.values.sorted { $0.key < $1.key }.map { "fallback \($0.key) \($0.value.planText)" }
  }

  /// The job's columns, each with its two answers, and before them the mark.
  func columns(_ champion: [OutputColumn]) -> [OutputColumn] {
    [
      OutputColumn(
        name: Self.markName, kind: .integer,
        value: .either(champion: .constantInteger(0), fallback: .constantInteger(1)))
    ]
      + champion.map { column in
        OutputColumn(
          name: column.name, kind: column.kind,
          value: .either(champion: column.value, fallback: values[column.name] ?? .null))
      }
  }
}

extension OutputColumn.Value {
  /// A stable text of a fallback's answer.
  fileprivate var planText: String {
    switch self {
    case .prediction: "predicted"
    case .band(_, _, let cuts): "band \(cuts)"
    case .constant(let text): "text \(text)"
    case .constantInteger(let integer): "integer \(integer)"
    case .constantNumber(let number): "number \(number)"
    case .input, .null, .either, .variants: "nothing"
    }
  }
}
