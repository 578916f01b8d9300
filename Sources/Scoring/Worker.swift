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
  /// nil for a shadow that could not be started.
  private var scorers: [(any Scorer)?] = []
  private let predictions: [Predictions]
  private var batch: Batch
  private var collector: ProfileCollector?
  private var rows = EncodedRows()
  private var shadowFailures: [String: SharedOutcome.ShadowFailure] = [:]

  /// **Throws** where the champion can't be started; a shadow that can't only fails itself.
  init(_ engine: Engine, reader: any RowReader, shared: SharedOutcome) throws(Diagnostic) {
    self.engine = engine
    self.reader = reader
    self.shared = shared
    encoder = engine.stage.makeEncoder()
    predictions = engine.seats.map {
      Predictions($0.model.signature.outputs, capacity: engine.layout.capacity)
    }
    batch = Batch(engine.layout)
    collector = engine.profile.map { ProfileCollector($0) }
    for (index, seat) in engine.seats.enumerated() {
      do throws(Diagnostic) {
        scorers.append(try seat.model.makeScorer(seat.request))
      } catch {
        if index == 0 { throw error }
        scorers.append(nil)
        shadowFailures[seat.label] = .init(chunk: -1, diagnostic: error)
      }
    }
  }

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
    shared.finish(digest: reader.digest, collector: collector, shadowFailures: shadowFailures)
  }

  private func work(_ chunk: Int) throws(Diagnostic) {
    rows.removeAll()
    collector?.beginChunk()
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
      rejects: Array(rows.rejects.list.prefix(SharedOutcome.keptRejects)))
    try engine.stage.append(chunk, rows)
    shared.add(
      chunk: chunk, rowsIn: rowsIn + unread, rowsOut: rows.rowCount, rejects: rejected,
      unread: unread, shadowRows: rows.shadowCount, part: part)
    engine.watch.progress(rowsIn + unread)
  }

  /// Every model over the same rows. The champion's failure is the run's; a shadow's is its own.
  ///
  /// A shadow that failed is asked again for the next batch: which rows it leaves out then depends on the rows
  /// alone, not on which worker met them.
  private func score(_ count: Int, _ chunk: Int) throws(Diagnostic) {
    for (index, scorer) in scorers.enumerated() {
      predictions[index].reset(count: count)
      do throws(Diagnostic) {
        if let scorer {
          try scorer.score(batch, into: predictions[index])
        } else {
          predictions[index].status.update(repeating: .refused, count: count)
        }
        if index == 0 { rejectRefused(count) }
      } catch {
        if index == 0 { throw error }
        let label = engine.seats[index].label
        if shadowFailures[label] == nil { shadowFailures[label] = .init(chunk: chunk, diagnostic: error) }
        predictions[index].status.update(repeating: .refused, count: count)
      }
    }
  }

  /// Rows that the champion would not score become rejects.
  private func rejectRefused(_ count: Int) {
    let status = predictions[0].status
    let seat = engine.seats[0]
    for row in 0..<count where status[row] != .scored {
      clear(row)
      let blamed = seat.blame(row, batch, status[row], hint: Int(predictions[0].blame[row]))
      let place = reader.place(ofRow: row)
      rows.rejects.add(
        Reject(
          source: place.source, record: place.record, line: place.line, column: blamed.column,
          reason: blamed.reason, row: place.row))
    }
  }
}

extension Worker {
  /// A refused row has no prediction: what lies there from the batch before must not be profiled.
  private func clear(_ row: Int) {
    for (index, output) in predictions[0].outputs.enumerated() {
      switch output.kind {
      case .number: predictions[0].numbers(index)[row] = .nan
      case .label: predictions[0].labels(index)[row] = -1
      case .text: predictions[0].slices(index)[row] = .missing
      }
    }
  }
}

extension Engine.Seat {
  /// Which column a refused row stumbled over, and a sentence about it.
  func blame(
    _ row: Int, _ batch: borrowing Batch, _ status: RowStatus, hint: Int
  ) -> (column: String?, reason: String) {
    guard let hint = request.columns.indices.contains(hint) ? hint : stumbled(row, batch, status) else {
      return (nil, "\(label) refused the row")
    }
    let column = batch.layout.columns[request.columns[hint]].source
    switch status {
    case .missingInput: return (column, "'\(column)' is missing, and \(label) needs it")
    case .invalidInput: return (column, "'\(column)' holds a value that \(label) does not know")
    case .refused, .scored: return (column, "\(label) refused the row over '\(column)'")
    }
  }

  /// The first input that explains the status, where the model itself does not say: a missing value that it
  /// needs, a category that it does not know.
  private func stumbled(_ row: Int, _ batch: borrowing Batch, _ status: RowStatus) -> Int? {
    for (index, input) in model.signature.inputs.enumerated() {
      let column = request.columns[index]
      switch (status, input.storage) {
      case (.missingInput, .number): if input.required, batch.numbers(column)[row].isNaN { return index }
      case (.missingInput, .category):
        if input.required, batch.codes(column)[row] == Storage.missingCode { return index }
      case (.missingInput, .text): if input.required, batch.slices(column)[row].isMissing { return index }
      case (.invalidInput, .category): if batch.codes(column)[row] == Storage.unseenCode { return index }
      case (.invalidInput, _), (.refused, _), (.scored, _): continue
      }
    }
    return nil
  }
}
