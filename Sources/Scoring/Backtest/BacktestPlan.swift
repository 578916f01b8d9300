import Datasets
package import Diagnostics
import Models
import Tabular
package import Workspace

extension Diagnostic.Identifier {
  package static let evaluationVersionScore = Self("evaluation-version-score")
  package static let evaluationSameRows = Self("evaluation-same-rows")
}

/// Versions that an evaluation scores itself, pinned and bound to the columns of its input: the same for all dates.
///
/// What it writes has the form of a job's output, so that it is judged as a job's predictions are: the first version's
/// rows with the columns of slices, those of the others beside them.
package struct BacktestPlan: Sendable {
  /// The evaluation's name.
  package let name: String
  package let input: String
  package let maxRejects: Configuration.Limit
  /// Each once, in the order of the configuration.
  package let versions: [PlannedVersion]
  let binding: Binding
  let selections: [OutputSelection]
  /// Equal digest, equal way of scoring: versions, query text, binding, outputs.
  package let digest: String

  /// - Parameters:
  ///   - keys: of the input.
  ///   - available: columns of the input.
  ///   - sourceText: what the rows are, without their content.
  ///   - place: where a key of the evaluation stands.
  /// **Throws** every column that is missing, and every version that gives nothing that could be judged.
  package init(
    _ evaluation: Configuration.Evaluation, _ backtest: Configuration.Evaluation.Backtest,
    versions: [PlannedVersion], keys: [String], available: [String], sourceText: String,
    place: (String) -> Diagnostic.Place?
  ) throws(Problems) {
    name = evaluation.name
    input = backtest.input
    maxRejects = backtest.maxRejects
    self.versions = versions
    var problems = Problems()
    // A column that the first version gives comes from there: its band, for one.
    let given = evaluation.by.filter { column in
      column == OutputNames.band || versions.first?.gives(column) == true
    }
    var selections: [OutputSelection] = []
    for (index, version) in versions.enumerated() {
      let scores = evaluation.scores.map(\.rawValue)
      guard let score = scores.first(where: { version.gives($0) }) else {
        problems.add(BacktestPlan.noScore(version, scores, place("versions")))
        continue
      }
      let decides = evaluation.judgesClasses && version.gives(OutputNames.label)
      let asked = [score] + (decides ? [OutputNames.label] : []) + (index == 0 ? given : [])
      do {
        selections.append(
          try OutputSelection(
            model: index, label: version.label, signature: version.model.signature, asked: asked,
            bands: version.bands, place: place("by")))
      } catch {
        problems.add(error)
      }
    }
    var binding: Binding?
    do {
      binding = try Binding(
        dataset: backtest.input, available: available, keys: keys,
        keep: evaluation.by.filter { !keys.contains($0) && !given.contains($0) }, rename: backtest.rename,
        models: versions.map { ($0.label, $0.model.signature, $0.model.batchRows) },
        place: { place($0 == "keep" ? "by" : $0) })
    } catch {
      problems.add(error)
    }
    try problems.throwIfAny()
    guard let binding else { throw problems }
    self.binding = binding
    self.selections = selections
    let lines =
      ["backtest 1", "source \(sourceText)", "key \(keys)", "by \(evaluation.by)"]
      + versions.map { "version \($0.label) \($0.digest)" }
      + backtest.rename.sorted { $0.key < $1.key }.map { "rename \($0.key) \($0.value)" }
      + binding.inputs.map { columns in "inputs \(columns.map { binding.layout.columns[$0].source })" }
      + selections.map { "outputs \($0.columns.map { "\($0.name) \($0.kind)" })" }
    digest = RunPlan.digest(of: lines.joined(separator: "\n"))
    try OutputSelection.checkNames(outputPlan.columns, place: place("by"))
  }

  private static func noScore(
    _ version: PlannedVersion, _ scores: [String], _ place: Diagnostic.Place?
  ) -> Diagnostic {
    Diagnostic(
      .evaluationVersionScore, .configuration, at: place,
      "\(version.label) gives nothing that the metrics could judge", expected: scores.joined(separator: ", "),
      found: version.model.signature.outputs.map(\.name).joined(separator: ", "),
      next: "Ask for other metrics, or leave the version out.")
  }

  /// Every row carries it in place of a run's identifier.
  package static let mark = "evaluation"

  var seats: [Engine.Seat] {
    versions.indices.map { index in
      Engine.Seat(
        label: versions[index].label, model: versions[index].model,
        request: ScoreRequest(columns: binding.inputs[index], wanted: selections[index].wanted))
    }
  }

  /// Keys, predictions of the first version, columns of slices, `run_id`; for the others `model` and `version` before
  /// the predictions, and nothing for what one of them does not give.
  var outputPlan: OutputPlan {
    func copied(_ columns: [Int]) -> [OutputColumn] {
      columns.map {
        OutputColumn(name: binding.layout.columns[$0].source, kind: .text, value: .input($0))
      }
    }
    let keys = copied(binding.keys)
    let mark = [OutputColumn(name: "run_id", kind: .text, value: .constant(BacktestPlan.mark))]
    let others = versions.indices.dropFirst()
    var names: Set<String> = []
    let columns = others.flatMap { selections[$0].columns }.filter { names.insert($0.name).inserted }
    let shadows = others.map { index in
      let given = Dictionary(selections[index].columns.map { ($0.name, $0) }) { first, _ in first }
      return keys + [
        OutputColumn(name: "model", kind: .text, value: .constant(versions[index].name)),
        OutputColumn(name: "version", kind: .integer, value: .constantInteger(versions[index].number)),
      ] + columns.map { given[$0.name] ?? OutputColumn(name: $0.name, kind: $0.kind, value: .null) } + mark
    }
    return OutputPlan(
      job: "evaluation.\(name)", date: nil, runID: BacktestPlan.mark,
      columns: keys + selections[0].columns + copied(binding.kept) + mark, keyCount: keys.count,
      shadows: shadows)
  }
}

extension PlannedVersion {
  fileprivate func gives(_ output: String) -> Bool { model.signature.outputs.contains { $0.name == output } }
}
