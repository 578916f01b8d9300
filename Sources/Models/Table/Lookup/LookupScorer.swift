import Diagnostics
import Glibc
import Tabular

/// Finds keys, a tile of rows in each step, so that what memory takes for one row overlaps with the next.
///
/// Nothing is allocated after `init`.
final class LookupScorer: Scorer {
  private static let rows = 256
  /// What a row has instead of a place in the records.
  private static let other = -1
  private static let missing = -2

  private let table: Lookup
  /// Batch columns of the key.
  private let columns: [Int]
  private let wanted: [Int]
  /// Where a row's key lies, how long it is, and its hash.
  private let keys: UnsafeMutablePointer<UnsafeRawPointer>
  private let lengths: UnsafeMutablePointer<Int>
  private let hashes: UnsafeMutablePointer<UInt64>
  /// What was loaded for a row: a slot, then a key's place.
  private let found: UnsafeMutablePointer<UInt64>
  /// Keeps loads whose value nobody needs from being left out.
  private var touched: UInt8 = 0
  /// A slot, then where a row's record starts, or one of the two above.
  private let places: UnsafeMutablePointer<Int>
  /// Input that was missing.
  private let blamed: UnsafeMutablePointer<Int32>
  /// Keys of several columns, put together.
  private let scratch: UnsafeMutableRawPointer
  private let keyWidth: Int

  init(_ model: LookupModel, _ request: ScoreRequest) {
    table = model.table
    columns = request.columns
    wanted = request.wanted.sorted()
    keyWidth = table.inputs.count > 1 ? table.longestKey : 0
    let rows = LookupScorer.rows
    scratch = .allocate(byteCount: max(keyWidth * rows, 16), alignment: 16)
    keys = .allocate(capacity: rows)
    keys.initialize(repeating: UnsafeRawPointer(scratch), count: rows)
    lengths = .allocate(capacity: rows)
    lengths.initialize(repeating: 0, count: rows)
    hashes = .allocate(capacity: rows)
    hashes.initialize(repeating: 0, count: rows)
    found = .allocate(capacity: rows)
    found.initialize(repeating: 0, count: rows)
    places = .allocate(capacity: rows)
    places.initialize(repeating: 0, count: rows)
    blamed = .allocate(capacity: rows)
    blamed.initialize(repeating: 0, count: rows)
  }

  deinit {
    scratch.deallocate()
    keys.deallocate()
    lengths.deallocate()
    hashes.deallocate()
    found.deallocate()
    places.deallocate()
    blamed.deallocate()
  }

  func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic) {
    precondition(batch.count <= predictions.capacity)
    predictions.count = batch.count
    var first = 0
    while first < batch.count {
      let rows = min(LookupScorer.rows, batch.count - first)
      if columns.count == 1 { takeKeys(batch, first, rows) } else { joinKeys(batch, first, rows) }
      find(rows)
      refuse(rows, predictions.status + first, predictions.blame + first)
      for output in wanted { write(output, first, rows, predictions) }
      first += rows
    }
  }

  /// The keys of one column, where they lie.
  private func takeKeys(_ batch: borrowing Batch, _ first: Int, _ rows: Int) {
    let slices = batch.slices(columns[0]) + first
    for row in 0..<rows {
      let slice = slices[row]
      guard !slice.isMissing, slice.length > 0, let base = batch.textBase else {
        places[row] = LookupScorer.missing
        blamed[row] = 0
        continue
      }
      keys[row] = base + Int(slice.start)
      lengths[row] = Int(slice.length)
      places[row] = 0
    }
  }

  /// The keys of several columns, each part behind its length.
  private func joinKeys(_ batch: borrowing Batch, _ first: Int, _ rows: Int) {
    for row in 0..<rows {
      places[row] = 0
      lengths[row] = 0
      keys[row] = UnsafeRawPointer(scratch + row * keyWidth)
    }
    for (input, column) in columns.enumerated() {
      let slices = batch.slices(column) + first
      for row in 0..<rows where places[row] != LookupScorer.missing {
        let slice = slices[row]
        guard !slice.isMissing, slice.length > 0, let base = batch.textBase else {
          places[row] = LookupScorer.missing
          blamed[row] = Int32(input)
          continue
        }
        // Longer than any key that is listed: it is another one.
        guard places[row] == 0, lengths[row] + 4 + Int(slice.length) <= keyWidth else {
          places[row] = LookupScorer.other
          continue
        }
        let target = scratch + row * keyWidth + lengths[row]
        target.storeBytes(of: slice.length.littleEndian, as: UInt32.self)
        (target + 4).copyMemory(from: base + Int(slice.start), byteCount: Int(slice.length))
        lengths[row] += 4 + Int(slice.length)
      }
    }
  }

  /// Where each row's record lies. Loads that wait for memory stand in loops without a branch, so that they overlap.
  private func find(_ rows: Int) {
    let mask = UInt64(table.slots.count - 1)
    let stride = table.stride
    table.slots.withUnsafeBufferPointer { slots in
      table.records.withUnsafeBufferPointer { records in
        table.arena.withUnsafeBytes { arena in
          guard let base = arena.baseAddress, !records.isEmpty else {
            for row in 0..<rows where places[row] == 0 { places[row] = LookupScorer.other }
            return
          }
          for row in 0..<rows {
            hashes[row] = places[row] == 0 ? Lookup.hash(keys[row], lengths[row], seed: table.seed) : 0
          }
          for row in 0..<rows { found[row] = slots[Int(hashes[row] & mask)] }
          // The first slot with the same half of the hash is the row's, but for one in four billion.
          for row in 0..<rows where places[row] == 0 {
            var place = hashes[row] & mask
            var slot = found[row]
            while slot != 0, (slot ^ hashes[row]) & Lookup.upperHalf != 0 {
              place = (place + 1) & mask
              slot = slots[Int(place)]
            }
            hashes[row] = (hashes[row] & Lookup.upperHalf) | place
            places[row] = slot == 0 ? LookupScorer.other : (Int(slot & 0xFFFF_FFFF) - 1) * stride
          }
          for row in 0..<rows { found[row] = records[max(places[row], 0)] }
          var touched: UInt8 = 0
          for row in 0..<rows { touched |= base.load(fromByteOffset: Int(found[row] >> 32), as: UInt8.self) }
          self.touched = touched
          for row in 0..<rows where places[row] >= 0 {
            var key = found[row]
            var slot = hashes[row] & mask
            while Int(key & 0xFFFF_FFFF) != lengths[row]
              || memcmp(base + Int(key >> 32), keys[row], lengths[row]) != 0
            {
              repeat {
                slot = (slot + 1) & mask
              } while slots[Int(slot)] != 0
                && (slots[Int(slot)] ^ hashes[row]) & Lookup.upperHalf != 0
              let next = Int(slots[Int(slot)] & 0xFFFF_FFFF)
              places[row] = next == 0 ? LookupScorer.other : (next - 1) * stride
              if next == 0 { break }
              key = records[places[row]]
            }
          }
        }
      }
    }
  }

  private func refuse(
    _ rows: Int, _ status: UnsafeMutablePointer<RowStatus>, _ blame: UnsafeMutablePointer<Int32>
  ) {
    guard table.other == nil || table.missing == nil else { return }
    for row in 0..<rows where places[row] < 0 {
      if places[row] == LookupScorer.missing, table.missing == nil {
        status[row] = .missingInput
        blame[row] = blamed[row]
      } else if places[row] == LookupScorer.other, table.other == nil {
        status[row] = .invalidInput
        blame[row] = 0
      }
    }
  }

  private func write(_ output: Int, _ first: Int, _ rows: Int, _ predictions: Predictions) {
    let (other, missing) = (table.other?[output], table.missing?[output])
    table.records.withUnsafeBufferPointer { records in
      @inline(__always)
      func cell(_ row: Int, _ none: UInt64) -> UInt64 {
        let place = places[row]
        if place >= 0 { return records[place + 1 + output] }
        return (place == LookupScorer.other ? other : missing) ?? none
      }
      switch table.outputs[output].kind {
      case .number:
        let numbers = predictions.numbers(output) + first
        for row in 0..<rows { numbers[row] = Double(bitPattern: cell(row, Lookup.noNumber)) }
      case .label:
        let labels = predictions.labels(output) + first
        for row in 0..<rows { labels[row] = Int32(truncatingIfNeeded: cell(row, Lookup.noLabel)) }
      case .text:
        var total = 0
        for row in 0..<rows {
          let value = cell(row, Lookup.noText)
          found[row] = value
          total += value == Lookup.noText ? 0 : Int(value & 0xFFFF_FFFF)
        }
        copy(rows, total, predictions.slices(output) + first, predictions.status + first, predictions.text)
      }
    }
  }

  /// Copies the texts that `found` tells of into the predictions.
  private func copy(
    _ rows: Int, _ total: Int, _ slices: UnsafeMutablePointer<TextSlice>,
    _ status: UnsafeMutablePointer<RowStatus>, _ text: PredictionText
  ) {
    guard let room = text.room(total) else {
      for row in 0..<rows {
        slices[row] = .missing
        status[row] = .refused
      }
      return
    }
    table.arena.withUnsafeBytes { arena in
      guard let base = arena.baseAddress else { return slices.update(repeating: .missing, count: rows) }
      var offset = 0
      for row in 0..<rows {
        let value = found[row]
        guard value != Lookup.noText else {
          slices[row] = .missing
          continue
        }
        let length = Int(value & 0xFFFF_FFFF)
        memcpy(room.target + offset, base + Int(value >> 32), length)
        slices[row] = TextSlice(
          start: room.start + UInt32(truncatingIfNeeded: offset), length: UInt32(truncatingIfNeeded: length))
        offset += length
      }
    }
  }
}
