import Datasets
import Diagnostics
import Models
import Tabular

/// Rows and predictions for outputs: a text key, a kept number, a binary champion and one shadow.
struct OutputFixture {
  struct Row {
    var key: String?
    var kept: Double = 1.5
    var probability: Double = 0.25
    var shadow: Double? = 0.5
    var status = RowStatus.scored
  }

  static let outputs = [
    Output(name: "probability", kind: .number), Output(name: "class", kind: .label(["no", "yes"])),
  ]
  static let layout = Layout(
    columns: [Column(source: "id", storage: .text), Column(source: "kept", storage: .number)], capacity: 256)

  static func plan(
    job: String = "nightly", date: String? = "1998-01-04", run: String = "run-1", shadow: Bool = true,
    extra: [OutputColumn] = []
  ) -> OutputPlan {
    let key = OutputColumn(name: "id", kind: .text, value: .input(0))
    let day = date.map { [OutputColumn(name: "date", kind: .text, value: .constant($0))] } ?? []
    let runID = OutputColumn(name: "run_id", kind: .text, value: .constant(run))
    let shadows = [
      [key] + day + [
        OutputColumn(name: "model", kind: .text, value: .constant("challenger")),
        OutputColumn(name: "version", kind: .integer, value: .constantInteger(2)),
        OutputColumn(name: "probability", kind: .real, value: .prediction(model: 1, output: 0)), runID,
      ]
    ]
    return OutputPlan(
      job: job, date: date, runID: run,
      columns: [key] + day + [
        OutputColumn(name: "probability", kind: .real, value: .prediction(model: 0, output: 0)),
        OutputColumn(name: "class", kind: .text, value: .prediction(model: 0, output: 1)),
        OutputColumn(
          name: "band", kind: .integer, value: .band(model: 0, output: 0, cuts: [0.1, 0.25, 0.5])),
        OutputColumn(name: "kept", kind: .real, value: .input(1)),
      ] + extra + [runID], keyCount: 1, shadows: shadow ? shadows : [])
  }

  static func record(
    _ plan: OutputPlan, rows: Int = 2, rejects: Int = 0, committedAt: String = "1998-01-04T02:00:00Z"
  ) -> CommitRecord {
    CommitRecord(
      job: plan.job, date: plan.date ?? "", runID: plan.runID, model: "repurchase@1", modelDigest: "md",
      planDigest: "pd", inputDigest: "id", sourceStamp: "size 1\ninode 2", rowsIn: rows + rejects,
      rowsOut: rows,
      rejects: rejects, committedAt: committedAt)
  }

  /// Encodes rows whose first one is this record.
  static func encode(
    _ rows: [Row], firstRecord: Int = 1, _ encoder: any RowEncoder, into encoded: inout EncodedRows
  ) {
    var batch = Batch(layout)
    let champion = Predictions(outputs, capacity: 256)
    let shadow = Predictions(outputs, capacity: 256)
    var text: [UInt8] = []
    champion.reset(count: rows.count)
    shadow.reset(count: rows.count)
    for (index, row) in rows.enumerated() {
      if let key = row.key {
        batch.slices(0)[index] = TextSlice(start: UInt32(text.count), length: UInt32(key.utf8.count))
        text += Array(key.utf8)
      } else {
        batch.slices(0)[index] = .missing
      }
      batch.numbers(1)[index] = row.kept
      champion.numbers(0)[index] = row.probability
      champion.labels(1)[index] = row.probability.isNaN ? -1 : row.probability >= 0.5 ? 1 : 0
      champion.status[index] = row.status
      shadow.numbers(0)[index] = row.shadow ?? .nan
      shadow.status[index] = row.shadow == nil ? .refused : .scored
    }
    batch.count = rows.count
    batch.firstRecord = firstRecord
    batch.source = "customers"
    text.append(0)
    text.withUnsafeBytes { bytes in
      batch.textBase = bytes.baseAddress
      encoder.encode(batch, [champion, shadow], into: &encoded)
    }
  }

  /// Stages the rows as one chunk.
  static func stage(
    _ target: any OutputTarget, _ plan: OutputPlan, _ rows: [Row], rejects: [Reject] = []
  ) throws(Diagnostic) -> any OutputStage {
    let stage = try target.stage(plan)
    var encoded = EncodedRows()
    encode(rows, stage.makeEncoder(), into: &encoded)
    for reject in rejects { encoded.rejects.add(reject) }
    try stage.append(0, encoded)
    return stage
  }

  /// Stages and commits.
  static func write(
    _ target: any OutputTarget, _ plan: OutputPlan, _ rows: [Row], rejects: [Reject] = []
  ) throws(Diagnostic) {
    try stage(target, plan, rows, rejects: rejects).commit(
      record(plan, rows: rows.count, rejects: rejects.count))
  }

  static let reject = Reject(
    source: "customers.csv", record: 7, line: 8, column: "age", kind: .notANumber,
    reason: "'n/a' is not a number",
    row: Array("7,n/a,\"x\"".utf8))
}

/// What a test's fault hook throws where a crash is played.
extension Diagnostic.Identifier {
  static let testCrash = Self("test-crash")
}
