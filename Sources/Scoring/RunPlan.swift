package import Datasets
package import Diagnostics
import Models
import Tabular
package import Workspace

/// A job with its versions pinned and its columns bound: the same for all dates of one command.
package struct RunPlan: Sendable {
  package let job: Configuration.Job
  /// The champion first, then the shadows, then the variants' own, then the fallback.
  package let versions: [PlannedVersion]
  package let binding: Binding
  /// Of all versions but the fallback.
  package let selections: [OutputSelection]
  let split: SplitPlan?
  let fallback: FallbackPlan?
  /// Equal digest, equal way of scoring: versions by role, query text, binding, outputs, fallback, split.
  package let digest: String

  /// - Parameter sourceText: what the rows are, without their content: SQL text, or paths and dialect.
  /// **Throws** every column and output that does not fit, before any row is read.
  package init(
    job: Configuration.Job, versions: [PlannedVersion], keys: [String], available: [String],
    sourceText: String, place: (String) -> Diagnostic.Place?
  ) throws(Problems) {
    self.job = job
    self.versions = versions
    var problems = Problems()
    var binding: Binding?
    do {
      binding = try Binding(
        dataset: job.input, available: available, keys: keys, keep: job.keep, rename: job.rename,
        models: versions.map { ($0.label, $0.model.signature, $0.model.batchRows) }, place: place)
    } catch {
      problems.add(error)
    }
    var selections: [OutputSelection] = []
    for (index, version) in versions.enumerated() where version.role != .fallback {
      do {
        selections.append(
          try OutputSelection(
            model: index, label: version.label, signature: version.model.signature, asked: job.outputs,
            bands: version.bands, lenient: version.role == .shadow, place: place("outputs")))
      } catch {
        problems.add(error)
      }
    }
    var split: SplitPlan?
    if let configured = job.split, problems.isEmpty, !selections.isEmpty {
      do {
        split = try SplitPlan(
          configured, versions, selections, unsureBelow: job.fallback?.unsureBelow, place: place)
      } catch {
        problems.add(error)
      }
    }
    var fallback: FallbackPlan?
    if let configured = job.fallback, let selection = selections.first, let champion = versions.first {
      do {
        fallback = try FallbackPlan(
          configured, champion: champion, columns: selection.columns, asked: job.outputs,
          version: versions.last { $0.role == .fallback }, position: versions.count - 1, place: place)
      } catch {
        problems.add(error)
      }
    }
    try problems.throwIfAny()
    guard let binding else { throw problems }
    self.binding = binding
    self.selections = selections
    self.fallback = fallback
    self.split = split

    let lines =
      ["plan 1", "job \(job.name)", "source \(sourceText)", "key \(keys)", "keep \(job.keep)"]
      + versions.map { "\($0.role.rawValue) \($0.label) \($0.digest)" }
      + job.rename.sorted { $0.key < $1.key }.map { "rename \($0.key) \($0.value)" }
      + binding.inputs.map { columns in
        "inputs \(columns.map { binding.layout.columns[$0].source })"
      }
      + selections.map { "outputs \($0.columns.map { "\($0.name) \($0.kind)" })" }
      + (fallback?.lines ?? []) + (split?.lines ?? [])
    digest = RunPlan.digest(of: lines.joined(separator: "\n"))

    let day = job.every == nil && job.write == .latest ? nil : CalendarDate(daysSinceEpoch: 0)
    let output = outputPlan(date: day, runID: "")
    try OutputSelection.checkNames(output.columns, place: place("outputs"))
    if fallback == nil, output.columns.contains(where: { $0.name.lowercased() == FallbackPlan.markName }) {
      throw Problems([
        Diagnostic(
          .outputNameCollision, .configuration, at: place("keep"),
          "'\(FallbackPlan.markName)' is the column that marks the rows of a fallback, and the job has none",
          next: "Give the dataset's column another name in its query.")
      ])
    }
    // All shadows have the same columns.
    if let shadow = output.shadows.first { try OutputSelection.checkNames(shadow, place: place("shadow")) }
  }

  static func digest(of text: String) -> String {
    var text = text
    let hash = text.withUTF8 { RowDigest.hash(UnsafeRawBufferPointer($0)) }
    var digits = ""
    for part in [hash.high, hash.low] {
      let hex = String(part, radix: 16)
      digits += String(repeating: "0", count: 16 - hex.count) + hex
    }
    return digits
  }

  package var champion: PlannedVersion { versions[0] }

  /// Positions of the shadows among the versions, in the order of their outputs.
  var shadowPlaces: [Int] { selections.indices.filter { versions[$0].role == .shadow } }

  /// What a person should know who looks at the job: `check` tells it.
  package var remarks: [Diagnostic] { fallback?.remarks ?? [] }

  package var seats: [Engine.Seat] {
    selections.indices.map { index in
      // What the fallback looks at must be there, also where the job does not write it.
      let watched = (index == 0 ? fallback?.unsure : split?.unsure[index])?.outputs ?? []
      return seat(index, wanted: selections[index].wanted.union(watched))
    }
  }

  private func seat(_ index: Int, wanted: Set<Int>) -> Engine.Seat {
    Engine.Seat(
      label: versions[index].label, model: versions[index].model,
      request: ScoreRequest(columns: binding.inputs[index], wanted: wanted))
  }

  /// - Parameter isLate: whether the champion has had its time.
  func engineFallback(isLate: @escaping @Sendable () -> Bool) -> Engine.Fallback? {
    guard let fallback else { return nil }
    let index = versions.lastIndex { $0.role == .fallback }
    return Engine.Fallback(
      seat: index.map { seat($0, wanted: fallback.wanted) }, unsure: fallback.unsure, isLate: isLate)
  }

  /// Who scores which variant; nil where there is no split.
  var engineSplit: Engine.Split? {
    split.map { split in
      Engine.Split(
        assignment: SplitAssignment(split.split, keys: binding.keys), seats: split.seats,
        unsure: split.unsure)
    }
  }

  package var profile: ProfilePlan {
    ProfilePlan(
      signature: champion.model.signature,
      request: ScoreRequest(columns: binding.inputs[0], wanted: selections[0].wanted))
  }

  /// keys, `date`, `variant` where there is a split, `is_fallback` where there is one, predictions, kept columns, `run_id`; for shadows `model` and `version` before the
  /// predictions, and NULL for what one of them does not give.
  package func outputPlan(date: CalendarDate?, runID: String) -> OutputPlan {
    let keys = binding.keys.map { column in
      OutputColumn(name: binding.layout.columns[column].source, kind: .text, value: .input(column))
    }
    let day = date.map { [OutputColumn(name: "date", kind: .text, value: .constant($0.description))] } ?? []
    let run = [OutputColumn(name: "run_id", kind: .text, value: .constant(runID))]
    let kept = binding.kept.map { column in
      OutputColumn(name: binding.layout.columns[column].source, kind: .text, value: .input(column))
    }
    let shadowNames = shadowColumns
    let shadows = shadowPlaces.map { index in
      let given = Dictionary(selections[index].columns.map { ($0.name, $0) }) { first, _ in first }
      return keys + day + [
        OutputColumn(name: "model", kind: .text, value: .constant(versions[index].name)),
        OutputColumn(name: "version", kind: .integer, value: .constantInteger(versions[index].number)),
      ] + shadowNames.map { given[$0.name] ?? OutputColumn(name: $0.name, kind: $0.kind, value: .null) } + run
    }
    let variant = [split?.column].compactMap { $0 }
    let answers = split?.columns(selections) ?? selections[0].columns
    let predictions = fallback?.columns(answers) ?? answers
    return OutputPlan(
      job: job.name, date: date?.description, runID: runID,
      columns: keys + day + variant + predictions + kept + run, keyCount: keys.count, shadows: Array(shadows))
  }

  /// All columns that any shadow gives, in the order in which they come up.
  private var shadowColumns: [OutputColumn] {
    var seen: Set<String> = []
    return zip(versions, selections).filter { $0.0.role == .shadow }.flatMap(\.1.columns)
      .filter { seen.insert($0.name).inserted }
  }
}
