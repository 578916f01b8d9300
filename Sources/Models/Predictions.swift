package import Tabular

/// Why a row has no prediction.
package enum RowStatus: UInt8, Sendable {
  case scored, missingInput, invalidInput, refused
  /// The fallback answers in this model's place. Set by the run, never by a scorer.
  case replaced
}

/// What one model said about a batch, column by column; the scratch of one worker, used again and again.
///
/// **Shape:** an array of `capacity` values for each output of the signature, wanted or not.
/// **Missing values:** NaN, -1, `TextSlice.missing`.
package final class Predictions {
  package let outputs: [Output]
  package let capacity: Int
  package var count = 0
  /// Why a row has no prediction, `capacity` of them; all `.scored` before a scorer starts.
  package let status: UnsafeMutablePointer<RowStatus>
  /// For a row that is not `.scored`: index of the input it stumbled over, -1 where that can't be told.
  package let blame: UnsafeMutablePointer<Int32>
  /// For a row that is `.refused`: what the model's own runtime says of it, by row; short, and for few rows.
  package var reasons: [Int: String] = [:]
  /// The text of `.text` outputs: slices point into it.
  package let text = PredictionText()
  private let arena: UnsafeMutableRawPointer

  package init(_ outputs: [Output], capacity: Int) {
    self.outputs = outputs
    self.capacity = capacity
    arena = .allocate(byteCount: max(outputs.count * capacity * 8, 64), alignment: 64)
    arena.initializeMemory(as: UInt8.self, repeating: 0, count: max(outputs.count * capacity * 8, 64))
    status = .allocate(capacity: capacity)
    status.initialize(repeating: .scored, count: capacity)
    blame = .allocate(capacity: capacity)
    blame.initialize(repeating: -1, count: capacity)
  }

  deinit {
    arena.deallocate()
    status.deallocate()
    blame.deallocate()
  }

  /// Ready for the next batch: every row `.scored`, no text.
  package func reset(count: Int) {
    precondition(count <= capacity)
    self.count = count
    status.update(repeating: .scored, count: count)
    blame.update(repeating: -1, count: count)
    text.removeAll()
    if !reasons.isEmpty { reasons.removeAll() }
  }

  /// Output `o`, whose kind is `.number`.
  package func numbers(_ o: Int) -> UnsafeMutablePointer<Double> {
    (arena + o * capacity * 8).assumingMemoryBound(to: Double.self)
  }

  /// Output `o`, whose kind is `.label`.
  package func labels(_ o: Int) -> UnsafeMutablePointer<Int32> {
    (arena + o * capacity * 8).assumingMemoryBound(to: Int32.self)
  }

  /// Output `o`, whose kind is `.text`.
  package func slices(_ o: Int) -> UnsafeMutablePointer<TextSlice> {
    (arena + o * capacity * 8).assumingMemoryBound(to: TextSlice.self)
  }
}
