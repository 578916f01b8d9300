package import Datasets
package import Diagnostics
package import Models
import Tabular
package import Workspace

/// `score`: one file or stream, one model, no workspace, nothing kept.
package struct FileScorer: Sendable {
  package let source: any DatasetSource
  package let target: any OutputTarget
  package let model: any Model
  /// What messages call the model: its path or `repurchase@2`.
  package let label: String
  package let bands: [Double]?
  package let keys: [String]
  package let keep: [String]
  /// Dataset column → the model's input.
  package let rename: [String: String]
  package let outputs: [String]?
  package let maxRejects: Configuration.Limit
  package let threads: Int?
  package let environment: RunEnvironment

  package init(
    source: any DatasetSource, target: any OutputTarget, model: any Model, label: String, bands: [Double]?,
    keys: [String], keep: [String], rename: [String: String], outputs: [String]?,
    maxRejects: Configuration.Limit, threads: Int?, environment: RunEnvironment
  ) {
    self.source = source
    self.target = target
    self.model = model
    self.label = label
    self.bands = bands
    self.keys = keys
    self.keep = keep
    self.rename = rename
    self.outputs = outputs
    self.maxRejects = maxRejects
    self.threads = threads
    self.environment = environment
  }

  /// Scores all rows; a file appears only when it is whole.
  ///
  /// **Throws** `run-too-many-rejects` with nothing written to a file; what went to standard output is out.
  package func run() throws -> Engine.Outcome {
    let binding = try Binding(
      dataset: source.name, available: try source.columnNames(), keys: keys, keep: keep, rename: rename,
      models: [(label, model.signature, model.batchRows)], renaming: { "--rename \($0)=\($1)" })
    let selection = try OutputSelection(
      model: 0, label: label, signature: model.signature, asked: outputs, bands: bands)
    func copied(_ columns: [Int]) -> [OutputColumn] {
      columns.map {
        OutputColumn(name: binding.layout.columns[$0].source, kind: .text, value: .input($0))
      }
    }
    let columns = copied(binding.keys) + selection.columns + copied(binding.kept)
    try OutputSelection.checkNames(columns, place: nil)
    let stage = try target.stage(
      OutputPlan(
        job: "score", date: nil, runID: environment.makeRunID(), columns: columns,
        keyCount: binding.keys.count,
        shadows: []))
    defer { stage.discard() }
    let outcome = try Engine(
      source: source, layout: binding.layout,
      seats: [
        Engine.Seat(
          label: label, model: model,
          request: ScoreRequest(columns: binding.inputs[0], wanted: selection.wanted))
      ],
      stage: stage, profile: nil, digest: false, threads: threads ?? WorkerThreads.processors,
      watch: environment.watch
    ).run()
    try outcome.judge(
      maxRejects, what: source.name, advice: "Mend them, or allow them with --max-rejects.",
      showsValues: environment.showsValues)
    try stage.commit(
      CommitRecord(
        job: "score", date: "", runID: "", model: label, modelDigest: "", planDigest: "", inputDigest: "",
        sourceStamp: "", rowsIn: outcome.rowsIn, rowsOut: outcome.rowsOut, rejects: outcome.rejects,
        committedAt: environment.now()))
    return outcome
  }
}

extension Engine.Outcome {
  /// Compares the rejects with what is allowed. **Throws** `run-too-many-rejects` naming the first one.
  ///
  /// - Parameter showsValues: whether a person asked: what a cell holds belongs into no log and no book.
  package func judge(
    _ limit: Configuration.Limit, what: String, advice: String, showsValues: Bool
  ) throws(Diagnostic) {
    let allowed = limit.count(of: rowsIn)
    guard rejects > allowed else { return }
    let first = firstRejects.first
    throw Diagnostic(
      .runTooManyRejects, .refused, at: first.map { Diagnostic.Place(file: $0.source, line: $0.line) },
      "\(rejects) of \(rowsIn) rows of \(what) could not be scored",
      expected: "at most \(allowed)",
      found: first.map { reject in
        let example =
          showsValues
          ? "for example: \(reject.reason)"
          : reject.column.map { "for example one in column '\($0)'" } ?? "for example the one named here"
        return "\(rejectKinds.text()); \(example)"
      }, next: advice)
  }
}

extension Configuration.Limit {
  /// How many of so many rows it allows.
  func count(of rows: Int) -> Int {
    switch self {
    case .count(let count): count
    // 29 % of 100 rows are 28.999… in binary, and 29 are allowed.
    case .share(let share): Int((share * Double(rows) * (1 + 0x1p-40)).rounded(.down))
    }
  }
}
