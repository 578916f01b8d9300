import Datasets
import Diagnostics
import Models
import Tabular

/// One worker's fallback: answers the rows of a batch for which the champion has no answer.
final class FallbackScorer {
  private let fallback: Engine.Fallback
  private let champion: Engine.Seat
  private let layout: Layout
  private let watch: Watch
  private var scorer: (any Scorer)?
  /// Why the fallback model can't be asked at all.
  private var startFailure: String?
  /// nil where a value answers.
  let predictions: Predictions?
  /// Rows of the batch where the champion is unsure.
  private let isUnsure: UnsafeMutablePointer<Bool>
  /// Of the chunk, in the order of its rows.
  private(set) var reasons: [FallbackReason] = []
  private var known: Set<FallbackCause> = []

  init(_ fallback: Engine.Fallback, champion: Engine.Seat, layout: Layout, watch: Watch) {
    self.fallback = fallback
    self.champion = champion
    self.layout = layout
    self.watch = watch
    isUnsure = .allocate(capacity: layout.capacity)
    isUnsure.initialize(repeating: false, count: layout.capacity)
    predictions = fallback.seat.map { Predictions($0.model.signature.outputs, capacity: layout.capacity) }
    guard let seat = fallback.seat else { return }
    do throws(Diagnostic) {
      scorer = try seat.model.makeScorer(seat.request)
    } catch {
      startFailure = "\(seat.label) could not be started: \(error.summary)"
    }
  }

  var restarts: Int? { scorer?.restarts }

  deinit { isUnsure.deallocate() }

  var isLate: Bool { fallback.isLate() }

  func beginChunk() {
    reasons.removeAll(keepingCapacity: true)
    known.removeAll(keepingCapacity: true)
  }

  /// Answers what the champion left: such rows become `.replaced`, or rejects where the fallback refuses them too.
  ///
  /// - Parameters:
  ///   - answers: the champion's; what lies there of a row that it does not answer is cleared.
  ///   - cause: why no row of the batch has an answer; nil where each row says so for itself.
  /// **Throws** only where the run was told to stop.
  func settle(
    _ batch: borrowing Batch, _ answers: Predictions, _ cause: FallbackCause?, _ reader: any RowReader,
    _ rejects: inout Rejects
  ) throws(Diagnostic) {
    let status = answers.status
    if cause == nil { fallback.unsure?.mark(answers, isUnsure) }
    guard needsAnswer(batch.count, status, cause) else { return }
    let failure = try score(batch)
    for row in 0..<batch.count where cause != nil || isUnsure[row] || status[row] != .scored {
      let why = cause ?? self.cause(row, batch, answers)
      answers.clear(row)
      if failure == nil, predictions.map({ $0.status[row] == .scored }) ?? true {
        status[row] = .replaced
        remember(why, row, reader)
      } else {
        status[row] = .refused
        reject(row, batch, why, said: answers.reasons[row], failure, reader, &rejects)
      }
    }
  }

  private func needsAnswer(
    _ count: Int, _ status: UnsafeMutablePointer<RowStatus>, _ cause: FallbackCause?
  ) -> Bool {
    if cause != nil { return count > 0 }
    for row in 0..<count where isUnsure[row] || status[row] != .scored { return true }
    return false
  }

  /// Asks the fallback model, if there is one; why it failed as a whole.
  private func score(_ batch: borrowing Batch) throws(Diagnostic) -> String? {
    guard let predictions, let seat = fallback.seat else { return nil }
    guard let scorer else { return startFailure }
    predictions.reset(count: batch.count)
    do throws(Diagnostic) {
      try scorer.score(batch, into: predictions)
      return nil
    } catch {
      // A signal may have been what ended the model.
      if let interruption = watch.interruption() { throw interruption }
      return "\(seat.label) failed: \(error.summary)"
    }
  }

  private func cause(_ row: Int, _ batch: borrowing Batch, _ answers: Predictions) -> FallbackCause {
    if isUnsure[row] { return .unsure }
    let status = answers.status[row]
    return .refused(
      status, input: champion.stumble(row, batch, status, hint: Int(answers.blame[row])),
      byRuntime: answers.reasons[row] != nil)
  }

  private func remember(_ cause: FallbackCause, _ row: Int, _ reader: any RowReader) {
    guard cause.isFailure || known.count < Engine.Outcome.keptReasons, known.insert(cause).inserted else {
      return
    }
    let place = reader.place(ofRow: row)
    reasons.append(
      FallbackReason(
        source: place.source, record: place.record, line: place.line, reason: words(cause).reason,
        isFailure: cause.isFailure))
  }

  private func words(_ cause: FallbackCause) -> (column: String?, reason: String) {
    switch cause {
    case .notStarted(let summary): (nil, "\(champion.label) could not be started: \(summary)")
    case .failed(let summary): (nil, "\(champion.label) failed: \(summary)")
    case .late: (nil, "\(champion.label) was no longer asked: its time was over")
    case .unsure: (nil, "\(champion.label) is unsure: its highest probability is below the limit")
    case .refused(_, _, byRuntime: true): (nil, "\(champion.label): its runtime refused the row")
    case .refused(let status, let input, byRuntime: false):
      champion.words(status, input: input, said: nil, layout)
    }
  }

  private func reject(
    _ row: Int, _ batch: borrowing Batch, _ cause: FallbackCause, said: String?, _ failure: String?,
    _ reader: any RowReader, _ rejects: inout Rejects
  ) {
    var first = words(cause)
    // Only here, beside the output, do the runtime's own words stand.
    if case .refused(let status, let input, byRuntime: true) = cause {
      first = champion.words(status, input: input, said: said, layout)
    }
    var second = failure ?? ""
    if failure == nil, let seat = fallback.seat, let predictions {
      let status = predictions.status[row]
      let input = seat.stumble(row, batch, status, hint: Int(predictions.blame[row]))
      second = seat.words(status, input: input, said: predictions.reasons[row], layout).reason
    }
    let place = reader.place(ofRow: row)
    rejects.add(
      Reject(
        source: place.source, record: place.record, line: place.line, column: first.column, kind: .noFallback,
        reason: "\(first.reason); and as the fallback: \(second)", row: place.row))
  }
}
