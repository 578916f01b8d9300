package import Diagnostics
package import Tabular

/// An artefact, opened: immutable, shared by all workers.
package protocol Model: Sendable {
  var signature: Signature { get }
  /// Rows it likes in one call, a multiple of 256: 256 for trees, thousands for a run-time or a process.
  var batchRows: Int { get }
  /// What `inspect` and the card tell about the inside, in the order they are shown: "trees": "500".
  var facts: [(name: String, value: String)] { get }
  /// Importance of inputs as the artefact itself holds it, by input name; empty where it holds none.
  var importance: [FeatureImportance] { get }
  /// What is unusual in it and a person should know before trusting it: full sentences, most important first.
  var remarks: [String] { get }
  /// How close its answers come to the framework's.
  var agreement: Agreement { get }
  /// The library outside of this program that computes its answers, with its version: "ONNX Runtime 1.32.0"; nil
  /// where this program does.
  var runtime: String? { get }
  /// Values at which the answer may change, for boundary cases: thresholds and one step to either side in the
  /// model's own precision, ascending and distinct.
  ///
  /// **Shape:** by input of the signature, at most `limit` for each, spread evenly over all there are; empty for
  /// inputs without thresholds, and for all inputs where the format does not tell.
  func boundaryValues(limit: Int) -> [[Double]]
  /// One for each worker: scratch memory, a session, a child process.
  func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer
}

/// How a model's numbers are held against those of the framework that made it.
package enum Agreement: Sendable, Hashable {
  /// As doubles: margins to the last bit, what went through `exp` to some units of the last place.
  case double
  /// The framework computes in single precision and so do we: both are rounded to it, then as doubles are.
  case single
  /// The framework computes in single precision and adds in another order for another number of rows: within
  /// 1e-6 of the largest value that is expected of the output.
  case singleSums
  /// A program outside of this one computes, with libraries that choose their code by the processor: within 1e-9 of
  /// the number that is expected, or both 0 but for what rounding leaves of the largest one that is.
  case program

  /// How far two numbers are apart under `singleSums`, at most.
  package static let sumsTolerance = 1e-6
  /// How far two numbers are apart under `program`, at most, as a share of the one that is expected.
  package static let programTolerance = 1e-9
  /// What may be left of 0 under `program` where numbers cancel each other out, as a share of the largest that is
  /// expected of the output: some units in the last place.
  package static let programRest = 1e-15
  /// `programTolerance` in words.
  package static let programNearness = "to within 1e-9"
}

extension Model {
  package var remarks: [String] { [] }

  package var agreement: Agreement { .double }

  package var runtime: String? { nil }

  package func boundaryValues(limit: Int) -> [[Double]] { signature.inputs.map { _ in [] } }
}

/// How much an input matters, by the measures the training framework left in the artefact.
package struct FeatureImportance: Sendable, Hashable {
  package let input: String
  /// Total gain of the splits on it, in the objective's units.
  package let gain: Double
  /// Number of splits on it.
  package let splits: Int

  package init(input: String, gain: Double, splits: Int) {
    self.input = input
    self.gain = gain
    self.splits = splits
  }
}

/// What one scorer shall fill.
package struct ScoreRequest: Sendable, Hashable {
  /// Input i of the signature stands in batch column `columns[i]`, in the storage `Input.storage` names.
  package let columns: [Int]
  /// Indices of `signature.outputs` to fill; the margin alone needs no exp().
  package let wanted: Set<Int>

  package init(columns: [Int], wanted: Set<Int>) {
    self.columns = columns
    self.wanted = wanted
  }
}

extension Input {
  /// How a batch must hold this input.
  package var storage: Storage {
    switch kind {
    case .number, .integer: .number
    case .category(let categories): .category(categories)
    case .text: .text
    }
  }
}

/// The only dynamic call on the rows' way: once a batch, never once a row.
package protocol Scorer: AnyObject {
  /// Fills every wanted output for `batch.count` rows. A row that can't be scored gets a status and no
  /// value. Throws when the whole batch failed: the fallback's turn.
  func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic)
  /// How often the program behind it had to be started again; nil where there is no program.
  var restarts: Int? { get }
}

extension Scorer {
  package var restarts: Int? { nil }
}
