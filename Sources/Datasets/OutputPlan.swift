/// What one run writes for one date, column by column.
package struct OutputPlan: Sendable {
  package let job: String
  /// ISO date; nil for a job that keeps one result only.
  package let date: String?
  package let runID: String
  /// keys, `date`, …, predictions, kept columns, `run_id`: the design's order.
  package let columns: [OutputColumn]
  /// How many of the first columns are keys.
  package let keyCount: Int
  /// One for each shadow model: keys, `date`, `model`, `version`, predictions, `run_id`. All have the same
  /// columns in the same order; a value a model does not give is `.null`.
  package let shadows: [[OutputColumn]]

  package init(
    job: String, date: String?, runID: String, columns: [OutputColumn], keyCount: Int,
    shadows: [[OutputColumn]]
  ) {
    self.job = job
    self.date = date
    self.runID = runID
    self.columns = columns
    self.keyCount = keyCount
    self.shadows = shadows
  }
}

/// One column of an output.
package struct OutputColumn: Sendable, Hashable {
  package enum Kind: Sendable, Hashable { case text, real, integer }

  package enum Value: Sendable, Hashable {
    /// Column of the batch, by its index in the layout: keys and kept columns.
    case input(Int)
    case constant(String)
    case constantInteger(Int)
    case constantNumber(Double)
    /// Output of a model of the plan (0 is the champion), by its index in `Predictions.outputs`.
    case prediction(model: Int, output: Int)
    /// Which of the `cuts.count + 1` parts, from 1, a number output of a model lies in: 1 + the cuts that are not
    /// above it; NULL for NaN.
    case band(model: Int, output: Int, cuts: [Double])
    case null
    /// One for each variant of a split, by `Batch.variants`.
    indirect case variants([Value])
    /// The one where the champion answered, the other where the fallback did (status `.replaced`).
    indirect case either(champion: Value, fallback: Value)
  }

  package let name: String
  package let kind: Kind
  package let value: Value

  package init(name: String, kind: Kind, value: Value) {
    self.name = name
    self.kind = kind
    self.value = value
  }
}

/// What a target holds about a committed date, in `scorebook_commits` or beside a CSV file.
package struct CommitRecord: Sendable, Hashable, Codable {
  package let job: String
  /// ISO date; "" for a job that keeps one result only.
  package let date: String
  package let runID: String
  /// `repurchase@2`: name and number of the champion.
  package let model: String
  /// SHA-256 of the champion's artefact, hexadecimal.
  package let modelDigest: String
  package let planDigest: String
  package let inputDigest: String
  package let sourceStamp: String
  package let rowsIn: Int
  package let rowsOut: Int
  package let rejects: Int
  /// RFC 3339, UTC.
  package let committedAt: String

  package init(
    job: String, date: String, runID: String, model: String, modelDigest: String, planDigest: String,
    inputDigest: String, sourceStamp: String, rowsIn: Int, rowsOut: Int, rejects: Int, committedAt: String
  ) {
    self.job = job
    self.date = date
    self.runID = runID
    self.model = model
    self.modelDigest = modelDigest
    self.planDigest = planDigest
    self.inputDigest = inputDigest
    self.sourceStamp = sourceStamp
    self.rowsIn = rowsIn
    self.rowsOut = rowsOut
    self.rejects = rejects
    self.committedAt = committedAt
  }
}
