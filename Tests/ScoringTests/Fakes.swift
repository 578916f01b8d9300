import Datasets
import Diagnostics
import Models
import Synchronization
import Tabular

/// Chunks of numbered rows, made up as they are asked for: row r of the source holds r.
struct CountingSource: DatasetSource {
  var chunks = 40
  var rowsInChunk = 300
  /// The claim that fails; nil for none.
  var failingClaim: Int?
  var readers: Int?

  let name = "counting"
  func columnNames() -> [String] { ["value"] }
  func stamp() -> SourceStamp { SourceStamp("counting") }

  func makeReaders(_ plan: ReadPlan) throws(Diagnostic) -> [any RowReader] {
    let queue = Queue()
    return (0..<(readers ?? plan.readers)).map { _ in Reader(self, queue) }
  }

  final class Queue: Sendable {
    let next = Mutex(0)
  }

  final class Reader: RowReader {
    private let source: CountingSource
    private let queue: Queue
    private var chunk = 0
    private var row = 0
    private(set) var digest = RowDigest()

    init(_ source: CountingSource, _ queue: Queue) {
      self.source = source
      self.queue = queue
    }

    func claim() throws(Diagnostic) -> Int? {
      let claimed = queue.next.withLock { next -> Int in
        defer { next += 1 }
        return next
      }
      if let failing = source.failingClaim, claimed >= failing {
        throw Diagnostic(.failed, .failure, at: .init(file: "claim"), "claim \(failing) failed")
      }
      guard claimed < source.chunks else { return nil }
      chunk = claimed
      row = 0
      return claimed
    }

    func fill(_ batch: inout Batch, rejects: inout Rejects) throws(Diagnostic) -> Int {
      let first = chunk * source.rowsInChunk
      batch.count = min(batch.layout.capacity, source.rowsInChunk - row)
      batch.firstRecord = first + row + 1
      let values = batch.numbers(0)
      for index in 0..<batch.count { values[index] = Double(first + row + index) }
      row += batch.count
      return batch.count
    }

    func place(ofRow row: Int) -> RowPlace { RowPlace(source: "counting", record: row, line: nil, row: []) }
  }
}

/// Gives back its input; fails where it is told to.
struct EchoModel: Model {
  /// A batch that holds one of these values fails as a whole.
  var failsAt: Set<Double> = []
  /// A row that holds one of these is refused.
  var refuses: Set<Double> = []
  /// A row that holds one of these is refused by the model's own runtime, which quotes it.
  var quotes: Set<Double> = []
  var startFails = false

  let signature = Signature(
    task: .regression, inputs: [Input(name: "value", kind: .number, required: true)],
    outputs: [Output(name: "prediction", kind: .number)])
  let batchRows = 256
  let facts: [(name: String, value: String)] = []
  let importance: [FeatureImportance] = []

  func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    if startFails { throw Diagnostic(.failed, .failure, "the model could not be started") }
    return EchoScorer(model: self)
  }

  final class EchoScorer: Scorer {
    private let model: EchoModel
    init(model: EchoModel) { self.model = model }

    func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic) {
      for row in 0..<batch.count {
        let value = batch.numbers(0)[row]
        if model.failsAt.contains(value) { throw Diagnostic(.failed, .failure, "row \(Int(value)) failed") }
        if model.refuses.contains(value) {
          predictions.status[row] = .invalidInput
          predictions.blame[row] = 0  // the only input
          continue
        }
        if model.quotes.contains(value) {
          predictions.status[row] = .refused
          predictions.reasons[row] = "out of data bounds, idx=\(Int(value))"
          continue
        }
        predictions.numbers(0)[row] = value
      }
    }
  }
}

/// Several classes with the same probability for the first one, which is its input; starts so many times only.
struct ClassModel: Model {
  let starts: Starts

  final class Starts: Sendable {
    let left: Mutex<Int>
    init(_ count: Int) { left = Mutex(count) }
  }

  init(starts: Int = .max) { self.starts = Starts(starts) }

  let signature = Signature(
    task: .multiclass(["a", "b"]), inputs: [Input(name: "value", kind: .number, required: true)],
    outputs: OutputNames.outputs(of: .multiclass(["a", "b"]), hasMargin: false))
  let batchRows = 256
  let facts: [(name: String, value: String)] = []
  let importance: [FeatureImportance] = []

  func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    let may = starts.left.withLock { left -> Bool in
      defer { left -= 1 }
      return left > 0
    }
    if !may { throw Diagnostic(.failed, .failure, "no more starts") }
    return ClassScorer()
  }

  /// `a` with a probability that goes through 0 … 0.99 with the rows; NaN for every thousandth.
  final class ClassScorer: Scorer {
    func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic) {
      for row in 0..<batch.count {
        let value = batch.numbers(0)[row]
        let share =
          value.truncatingRemainder(dividingBy: 1000) == 999
          ? .nan : value.truncatingRemainder(dividingBy: 100) / 100
        predictions.labels(0)[row] = share >= 0.5 ? 0 : 1
        predictions.numbers(1)[row] = share
        predictions.numbers(2)[row] = share.isNaN ? .nan : (1 - share) / 2
      }
    }
  }
}

extension Diagnostic.Identifier {
  static let failed = Self("test-failed")
}
