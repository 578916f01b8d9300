import Diagnostics
import Models
import Tabular

/// One worker's split: tells each row's variant, and lets each model score its own rows only.
///
/// Where the variants have models of their own, the rows of a model are gathered into a batch of their own, scored,
/// and its answers put back where their rows stand.
final class SplitScorer {
  private let split: Engine.Split
  /// Whether there is more than one model to answer.
  let isDivided: Bool
  private var gathered: Batch
  /// By seat, of the batch: the rows that it answers for.
  private var lists: [Int: UnsafeMutablePointer<UInt32>] = [:]
  private var counts: [Int: Int] = [:]

  init(_ split: Engine.Split, layout: Layout) {
    self.split = split
    let seats = Set(split.seats).union([0])
    isDivided = seats.count > 1
    gathered = Batch(isDivided ? layout : Layout(columns: [], capacity: 256))
    for seat in seats { lists[seat] = .allocate(capacity: layout.capacity) }
  }

  deinit { for list in lists.values { list.deallocate() } }

  /// The seat that answers for a row of the batch last assigned.
  @inline(__always)
  func seat(of row: Int, _ batch: borrowing Batch) -> Int { split.seats[Int(batch.variants[row])] }

  func assign(_ batch: borrowing Batch) {
    split.assignment.assign(batch)
    if !isDivided { return }
    for (seat, list) in lists {
      var count = 0
      for row in 0..<batch.count where self.seat(of: row, batch) == seat {
        list[count] = UInt32(truncatingIfNeeded: row)
        count += 1
      }
      counts[seat] = count
    }
  }

  func rows(of seat: Int, _ batch: borrowing Batch) -> SeatRows {
    guard isDivided, let list = lists[seat] else { return SeatRows(list: nil, count: batch.count) }
    return SeatRows(list: UnsafePointer(list), count: counts[seat] ?? 0)
  }

  /// Scores the rows of one seat; elsewhere its answers mean nothing.
  func score(
    _ seat: Int, _ scorer: any Scorer, columns: [Int], _ batch: borrowing Batch, into predictions: Predictions
  ) throws(Diagnostic) {
    let rows = rows(of: seat, batch)
    guard let list = rows.list else { return try scorer.score(batch, into: predictions) }
    predictions.reset(count: rows.count)
    if rows.count > 0 {
      gathered.gather(list, count: rows.count, of: batch, columns: columns)
      try scorer.score(gathered, into: predictions)
    }
    predictions.spread(over: list, count: batch.count)
  }
}

extension Batch {
  /// Takes over some rows of another batch of the same layout, in these columns only.
  ///
  /// **Shape:** `rows` holds `count` of them, ascending.
  fileprivate mutating func gather(
    _ rows: UnsafePointer<UInt32>, count: Int, of other: borrowing Batch, columns: [Int]
  ) {
    self.count = count
    firstRecord = other.firstRecord
    firstLine = nil
    source = other.source
    textBase = other.textBase
    for index in 0..<count { recordOffsets[index] = other.recordOffsets[Int(rows[index])] }
    for column in Set(columns) {
      switch layout.columns[column].storage {
      case .number: Batch.copy(rows, count, from: other.numbers(column), to: numbers(column))
      case .category: Batch.copy(rows, count, from: other.codes(column), to: codes(column))
      case .text: Batch.copy(rows, count, from: other.slices(column), to: slices(column))
      }
    }
  }

  @inline(__always)
  private static func copy<Value>(
    _ rows: UnsafePointer<UInt32>, _ count: Int, from: UnsafeMutablePointer<Value>,
    to: UnsafeMutablePointer<Value>
  ) {
    for index in 0..<count { to[index] = from[Int(rows[index])] }
  }
}

extension Predictions {
  /// Puts the answers to `self.count` gathered rows where these rows stand among `count`.
  ///
  /// From the last to the first, since a row never stands before its place among the gathered ones: nothing is
  /// overwritten before it has moved.
  fileprivate func spread(over rows: UnsafePointer<UInt32>, count: Int) {
    for (index, output) in outputs.enumerated() {
      switch output.kind {
      case .number: Predictions.spread(numbers(index), rows, self.count)
      case .label: Predictions.spread(labels(index), rows, self.count)
      case .text: Predictions.spread(slices(index), rows, self.count)
      }
    }
    Predictions.spread(status, rows, self.count)
    Predictions.spread(blame, rows, self.count)
    if !reasons.isEmpty {
      reasons = Dictionary(uniqueKeysWithValues: reasons.map { (Int(rows[$0.key]), $0.value) })
    }
    self.count = count
  }

  @inline(__always)
  private static func spread<Value>(
    _ values: UnsafeMutablePointer<Value>, _ rows: UnsafePointer<UInt32>, _ count: Int
  ) {
    var index = count - 1
    while index >= 0 {
      values[Int(rows[index])] = values[index]
      index -= 1
    }
  }
}
