import Datasets
import Diagnostics
import Models
import Tabular

/// One thread's share of a run: claims chunks until there are none.
///
/// Sendable by hand: made on one thread, then used by one other thread alone.
final class Worker: @unchecked Sendable {
  private let engine: Engine
  private let reader: any RowReader
  private let shared: SharedOutcome
  private let encoder: any RowEncoder
  private let fallback: FallbackScorer?
  /// Why the champion could not be started, where a fallback takes over.
  private(set) var championFailure: String?
  /// nil for a model that could not be started.
  private var scorers: [(any Scorer)?] = []
  private let predictions: [Predictions]
  private var batch: Batch
  private var collector: ProfileCollector?
  private var rows = EncodedRows()
  private var complaint: SharedOutcome.Complaint?
  private var shadowFailures: [String: SharedOutcome.ShadowFailure] = [:]

  /// **Throws** where the champion can't be started and there is no fallback; a shadow that can't only fails
  /// itself.
  init(_ engine: Engine, reader: any RowReader, shared: SharedOutcome) throws(Diagnostic) {
    self.engine = engine
    self.reader = reader
    self.shared = shared
    encoder = engine.stage.makeEncoder()
    fallback = engine.fallback.map {
      FallbackScorer($0, champion: engine.seats[0], layout: engine.layout, watch: engine.watch)
    }
    predictions =
      engine.seats.map { Predictions($0.model.signature.outputs, capacity: engine.layout.capacity) }
      + [fallback?.predictions].compactMap { $0 }
    batch = Batch(engine.layout)
    collector = engine.profile.map { ProfileCollector($0) }
    for (index, seat) in engine.seats.enumerated() {
      do throws(Diagnostic) {
        scorers.append(try seat.model.makeScorer(seat.request))
      } catch {
        scorers.append(nil)
        if index == 0 {
          guard fallback != nil else { throw error.at(.init(file: seat.label)) }
          championFailure = error.summary
          continue
        }
        shadowFailures[seat.label] = .init(chunk: -1, diagnostic: error)
      }
    }
  }

  /// The champion is not asked: it could not be started, here or for another worker.
  func standDown(_ failure: String) { championFailure = failure }

  func run() {
    // A claim that fails lies behind all chunks that were claimed.
    var chunk = Int.max
    do throws(Diagnostic) {
      while !shared.failed, let next = try reader.claim() {
        chunk = next
        if let interruption = engine.watch.interruption() { throw interruption }
        try work(chunk)
        chunk = .max
      }
    } catch {
      shared.fail(error, chunk: chunk)
      engine.stage.cancel()
    }
    shared.finish(
      digest: reader.digest, collector: collector, shadowFailures: shadowFailures,
      complaint: complaint,
      restarts: scorers.map { $0?.restarts } + (engine.fallback?.seat == nil ? [] : [fallback?.restarts]))
  }

  private func work(_ chunk: Int) throws(Diagnostic) {
    rows.removeAll()
    collector?.beginChunk()
    fallback?.beginChunk()
    var rowsIn = 0
    while true {
      let count = try reader.fill(&batch, rejects: &rows.rejects)
      if count == 0 { break }
      rowsIn += count
      try score(count, chunk)
      collector?.add(batch, predictions[0])
      encoder.encode(batch, predictions, into: &rows)
    }
    let rejected = rows.rejects.count
    let unread = rejected - (rowsIn - rows.rowCount)
    let part = SharedOutcome.ChunkPart(
      moments: collector?.chunkMoments ?? [],
      rejectKinds: RejectKinds(rows.rejects),
      rejects: Array(rows.rejects.list.prefix(SharedOutcome.keptRejects)),
      fallbackReasons: fallback?.reasons ?? [])
    try engine.stage.append(chunk, rows)
    shared.add(
      chunk: chunk, rowsIn: rowsIn + unread, rowsOut: rows.rowCount, rejects: rejected,
      unread: unread, shadowRows: rows.shadowCounts, fallbacks: rows.fallbackCount, part: part)
    engine.watch.progress(rowsIn + unread)
  }

  /// Every model over the same rows. The champion's failure is the fallback's turn, or the run's; a shadow's is
  /// its own.
  ///
  /// A model that failed is asked again for the next batch: what becomes of a row then depends on the rows alone,
  /// not on which worker met them.
  private func score(_ count: Int, _ chunk: Int) throws(Diagnostic) {
    try scoreChampion(count, chunk)
    for (index, scorer) in scorers.enumerated().dropFirst() {
      predictions[index].reset(count: count)
      do throws(Diagnostic) {
        if let scorer {
          try scorer.score(batch, into: predictions[index])
        } else {
          predictions[index].status.update(repeating: .refused, count: count)
        }
      } catch {
        // A shadow that was stopped did not fail.
        if let interruption = engine.watch.interruption() { throw interruption }
        let label = engine.seats[index].label
        if shadowFailures[label] == nil { shadowFailures[label] = .init(chunk: chunk, diagnostic: error) }
        predictions[index].status.update(repeating: .refused, count: count)
      }
    }
  }

  private func scoreChampion(_ count: Int, _ chunk: Int) throws(Diagnostic) {
    predictions[0].reset(count: count)
    guard let fallback else {
      do throws(Diagnostic) {
        try scorers[0]?.score(batch, into: predictions[0])
      } catch {
        // A signal may have been what ended the model.
        if let interruption = engine.watch.interruption() { throw interruption }
        throw error.of(engine.seats[0].label)
      }
      rejectRefused(count)
      return
    }
    var cause: FallbackCause?
    if let championFailure {
      cause = .notStarted(championFailure)
    } else if fallback.isLate {
      cause = .late
    } else {
      do throws(Diagnostic) {
        try scorers[0]?.score(batch, into: predictions[0])
      } catch {
        // A signal may have been what ended the model.
        if let interruption = engine.watch.interruption() { throw interruption }
        cause = .failed(error.summary)
        if complaint == nil, let aside = error.aside { complaint = .init(chunk: chunk, text: aside) }
      }
    }
    try fallback.settle(batch, predictions[0], cause, reader, &rows.rejects)
  }

  /// Rows that the champion would not score become rejects.
  private func rejectRefused(_ count: Int) {
    let status = predictions[0].status
    let seat = engine.seats[0]
    for row in 0..<count where status[row] != .scored {
      predictions[0].clear(row)
      let input = seat.stumble(row, batch, status[row], hint: Int(predictions[0].blame[row]))
      let blamed = seat.words(
        status[row], input: input, said: predictions[0].reasons[row], engine.layout)
      let place = reader.place(ofRow: row)
      rows.rejects.add(
        Reject(
          source: place.source, record: place.record, line: place.line, column: blamed.column,
          kind: Reject.Kind(status[row]), reason: blamed.reason, row: place.row))
    }
  }
}
