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
  private let split: SplitScorer?
  /// Why the champion, or a variant's model, could not be started, where a fallback takes over; by seat.
  private(set) var startFailures: [Int: String] = [:]
  /// nil for a model that could not be started.
  private var scorers: [(any Scorer)?] = []
  private let predictions: [Predictions]
  private var batch: Batch
  private var collector: ProfileCollector?
  private var rows = EncodedRows()
  private var complaint: SharedOutcome.Complaint?
  private var shadowFailures: [String: SharedOutcome.ShadowFailure] = [:]

  /// **Throws** where the champion or a variant's model can't be started and there is no fallback; a shadow that can't only fails
  /// itself.
  init(_ engine: Engine, reader: any RowReader, shared: SharedOutcome) throws(Diagnostic) {
    self.engine = engine
    self.reader = reader
    self.shared = shared
    encoder = engine.stage.makeEncoder()
    fallback = engine.fallback.map { FallbackScorer($0, engine) }
    split = engine.split.map { SplitScorer($0, layout: engine.layout) }
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
        if !engine.shadowSeats.contains(index) {
          guard fallback != nil else { throw error.at(.init(file: seat.label)) }
          startFailures[index] = error.summary
          continue
        }
        shadowFailures[seat.label] = .init(chunk: -1, diagnostic: error)
      }
    }
  }

  /// The model is not asked: it could not be started, here or for another worker.
  func standDown(_ seat: Int, _ failure: String) { startFailures[seat] = failure }

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
      collector?.add(batch, predictions[0], split?.rows(of: 0, batch))
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
      unread: unread, shadowRows: rows.shadowCounts, fallbacks: rows.fallbackCount,
      variantRows: rows.variantCounts, part: part)
    engine.watch.progress(rowsIn + unread)
  }

  /// Every model over its rows. The champion's failure, and that of a variant's model, is the fallback's turn, or the
  /// run's; a shadow's is its own.
  ///
  /// A model that failed is asked again for the next batch: what becomes of a row then depends on the rows alone,
  /// not on which worker met them.
  private func score(_ count: Int, _ chunk: Int) throws(Diagnostic) {
    split?.assign(batch)
    var causes: [Int: FallbackCause] = [:]
    for seat in engine.answeringSeats { causes[seat] = try ask(seat, count, chunk) }
    if let fallback {
      try fallback.settle(batch, predictions, causes, split, reader, &rows.rejects)
    } else {
      rejectRefused(count)
    }
    try scoreShadows(count, chunk)
  }

  private func scoreShadows(_ count: Int, _ chunk: Int) throws(Diagnostic) {
    for index in engine.shadowSeats {
      predictions[index].reset(count: count)
      do throws(Diagnostic) {
        if let scorer = scorers[index] {
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

  /// Asks the champion or a variant's model for its rows. What became of each row stands in the champion's status
  /// then, whoever scored it.
  ///
  /// Gives why there is no answer for any of its rows, where a fallback takes over.
  private func ask(_ seat: Int, _ count: Int, _ chunk: Int) throws(Diagnostic) -> FallbackCause? {
    let answers = predictions[seat]
    answers.reset(count: count)
    var cause: FallbackCause?
    if let failure = startFailures[seat] {
      cause = .notStarted(failure)
    } else if fallback?.isLate ?? false {
      cause = .late
    } else {
      do throws(Diagnostic) {
        try score(seat, into: answers)
      } catch {
        // A signal may have been what ended the model.
        if let interruption = engine.watch.interruption() { throw interruption }
        if fallback == nil { throw error.of(engine.seats[seat].label) }
        cause = .failed(error.summary)
        if complaint == nil, let aside = error.aside { complaint = .init(chunk: chunk, text: aside) }
      }
    }
    if seat == 0, cause == nil { return nil }
    let own = split?.rows(of: seat, batch) ?? SeatRows(list: nil, count: count)
    let status = predictions[0].status
    for index in 0..<own.count {
      let row = own[index]
      status[row] = cause == nil ? answers.status[row] : .refused
    }
    return cause
  }

  private func score(_ seat: Int, into answers: Predictions) throws(Diagnostic) {
    guard let scorer = scorers[seat] else { return }
    if let split {
      try split.score(seat, scorer, columns: engine.seats[seat].request.columns, batch, into: answers)
    } else {
      try scorer.score(batch, into: answers)
    }
  }

  /// Rows that their model would not score become rejects.
  private func rejectRefused(_ count: Int) {
    let status = predictions[0].status
    for row in 0..<count where status[row] != .scored {
      let seat = split?.seat(of: row, batch) ?? 0
      let answers = predictions[seat]
      answers.clear(row)
      let model = engine.seats[seat]
      let input = model.stumble(row, batch, status[row], hint: Int(answers.blame[row]))
      let blamed = model.words(status[row], input: input, said: answers.reasons[row], engine.layout)
      let place = reader.place(ofRow: row)
      rows.rejects.add(
        Reject(
          source: place.source, record: place.record, line: place.line, column: blamed.column,
          kind: Reject.Kind(status[row]), reason: blamed.reason, row: place.row))
    }
  }
}
