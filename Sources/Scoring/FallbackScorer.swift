import Datasets
import Diagnostics
import Models
import Tabular

/// One worker's fallback: answers the rows of a batch for which the model that scores them has no answer.
final class FallbackScorer {
  private let fallback: Engine.Fallback
  private let engine: Engine
  private var scorer: (any Scorer)?
  /// Why the fallback model can't be asked at all.
  private var startFailure: String?
  /// nil where a value answers.
  let predictions: Predictions?
  /// Rows of the batch where the model that answers for them is unsure.
  private let isUnsure: UnsafeMutablePointer<Bool>
  /// Of the chunk, in the order of its rows.
  private(set) var reasons: [FallbackReason] = []
  private var known: Set<Known> = []

  private struct Known: Hashable {
    let cause: FallbackCause
    let seat: Int
  }

  init(_ fallback: Engine.Fallback, _ engine: Engine) {
    self.fallback = fallback
    self.engine = engine
    let capacity = engine.layout.capacity
    isUnsure = .allocate(capacity: capacity)
    isUnsure.initialize(repeating: false, count: capacity)
    predictions = fallback.seat.map { Predictions($0.model.signature.outputs, capacity: capacity) }
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

  /// Answers what the champion and the variants' models left: such rows become `.replaced`, or rejects where the
  /// fallback refuses them too.
  ///
  /// - Parameters:
  ///   - predictions: by seat; what lies there of a row without an answer is cleared. The champion's status tells what
  ///     became of each row.
  ///   - causes: by seat, why no row of the batch has an answer; where there is none, each row says so for itself.
  ///   - split: who answers for which row; nil: the champion for all.
  /// **Throws** only where the run was told to stop.
  func settle(
    _ batch: borrowing Batch, _ predictions: [Predictions], _ causes: [Int: FallbackCause],
    _ split: SplitScorer?, _ reader: any RowReader, _ rejects: inout Rejects
  ) throws(Diagnostic) {
    let status = predictions[0].status
    for seat in engine.answeringSeats {
      let rows = split?.rows(of: seat, batch) ?? SeatRows(list: nil, count: batch.count)
      if causes[seat] == nil { engine.unsureRule(of: seat)?.mark(predictions[seat], rows, isUnsure) }
    }
    guard needsAnswer(batch.count, status) else { return }
    let failure = try score(batch)
    for row in 0..<batch.count where isUnsure[row] || status[row] != .scored {
      let seat = split?.seat(of: row, batch) ?? 0
      let answers = predictions[seat]
      let why = causes[seat] ?? self.cause(row, batch, status[row], answers, engine.seats[seat])
      answers.clear(row)
      if failure == nil, self.predictions.map({ $0.status[row] == .scored }) ?? true {
        status[row] = .replaced
        remember(why, seat, row, reader)
      } else {
        status[row] = .refused
        reject(row, batch, why, engine.seats[seat], said: answers.reasons[row], failure, reader, &rejects)
      }
    }
  }

  private func needsAnswer(_ count: Int, _ status: UnsafeMutablePointer<RowStatus>) -> Bool {
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
      if let interruption = engine.watch.interruption() { throw interruption }
      return "\(seat.label) failed: \(error.summary)"
    }
  }

  private func cause(
    _ row: Int, _ batch: borrowing Batch, _ status: RowStatus, _ answers: Predictions, _ model: Engine.Seat
  ) -> FallbackCause {
    // A row without an answer is not unsure, whatever the batch before left here.
    if status == .scored { return .unsure }
    return .refused(
      status, input: model.stumble(row, batch, status, hint: Int(answers.blame[row])),
      byRuntime: answers.reasons[row] != nil)
  }

  private func remember(_ cause: FallbackCause, _ seat: Int, _ row: Int, _ reader: any RowReader) {
    guard cause.isFailure || known.count < Engine.Outcome.keptReasons,
      known.insert(Known(cause: cause, seat: seat)).inserted
    else { return }
    let place = reader.place(ofRow: row)
    reasons.append(
      FallbackReason(
        source: place.source, record: place.record, line: place.line,
        reason: words(cause, engine.seats[seat]).reason, isFailure: cause.isFailure))
  }

  private func words(_ cause: FallbackCause, _ model: Engine.Seat) -> (column: String?, reason: String) {
    switch cause {
    case .notStarted(let summary): (nil, "\(model.label) could not be started: \(summary)")
    case .failed(let summary): (nil, "\(model.label) failed: \(summary)")
    case .late: (nil, "\(model.label) was no longer asked: its time was over")
    case .unsure: (nil, "\(model.label) is unsure: its highest probability is below the limit")
    case .refused(_, _, byRuntime: true): (nil, "\(model.label): its runtime refused the row")
    case .refused(let status, let input, byRuntime: false):
      model.words(status, input: input, said: nil, engine.layout)
    }
  }

  private func reject(
    _ row: Int, _ batch: borrowing Batch, _ cause: FallbackCause, _ model: Engine.Seat, said: String?,
    _ failure: String?, _ reader: any RowReader, _ rejects: inout Rejects
  ) {
    var first = words(cause, model)
    // Only here, beside the output, do the runtime's own words stand.
    if case .refused(let status, let input, byRuntime: true) = cause {
      first = model.words(status, input: input, said: said, engine.layout)
    }
    var second = failure ?? ""
    if failure == nil, let seat = fallback.seat, let predictions {
      let status = predictions.status[row]
      let input = seat.stumble(row, batch, status, hint: Int(predictions.blame[row]))
      second = seat.words(status, input: input, said: predictions.reasons[row], engine.layout).reason
    }
    let place = reader.place(ofRow: row)
    rejects.add(
      Reject(
        source: place.source, record: place.record, line: place.line, column: first.column, kind: .noFallback,
        reason: "\(first.reason); and as the fallback: \(second)", row: place.row))
  }
}
