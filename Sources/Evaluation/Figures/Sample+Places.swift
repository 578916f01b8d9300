import Diagnostics

extension Sample {
  /// By row, the share of the rows whose scores are lower; of equal ones half.
  ///
  /// Rows are sorted by their scores, and what is found is sorted back by their numbers. **Units:** 8 bytes for each row
  /// in the scratch space, 20 more while it is made. **Throws** where the space is full.
  func rankingPlaces(in space: ScratchSpace) throws(Diagnostic) -> ScratchColumn<Double> {
    let order = try order(in: space)
    var sorter = ScoreSorter(space, count: rows)
    var block: [UInt32] = []
    var before: [UInt32] = []
    /// Of the rows of one score.
    var start = 0
    for first in stride(from: 0, to: rows, by: RowChunk.rows) {
      order.read(first..<min(rows, first + RowChunk.rows), into: &block)
      for last in block.indices where Sample.endsGroup(block[last]) {
        let end = first + last + 1
        let place = (1 - (Double(start + end) / 2) / Double(rows)).bitPattern
        // Those that were read before their score ended.
        while start < first {
          order.read(start..<min(first, start + RowChunk.rows), into: &before)
          for entry in before { try sorter.append(key: Sample.row(entry), place) }
          start += before.count
        }
        for entry in block[(start - first)...last] { try sorter.append(key: Sample.row(entry), place) }
        start = end
      }
    }
    var writer = try ScratchWriter<Double>(space, count: rows, file: SpillFile(space))
    try sorter.finish { row, _ throws(Diagnostic) in try writer.append(Double(bitPattern: row.payload)) }
    return try writer.finish()
  }

  /// Numbers of rows, best first, each with a bit that tells whether it is the last of its score.
  private func order(in space: ScratchSpace) throws(Diagnostic) -> ScratchColumn<UInt32> {
    var sorter = ScoreSorter(space, count: rows)
    var number: UInt64 = 0
    try evaluated.forEachChunk { chunk throws(Diagnostic) in
      for score in chunk.scores[place] {
        try sorter.append(score, number)
        number += 1
      }
    }
    var writer = try ScratchWriter<UInt32>(space, count: rows, file: SpillFile(space))
    try sorter.finish { row, endsGroup throws(Diagnostic) in
      try writer.append(UInt32(row.payload) << 1 | (endsGroup ? 1 : 0))
    }
    return try writer.finish()
  }

  private static func row(_ entry: UInt32) -> UInt64 { UInt64(entry >> 1) }
  private static func endsGroup(_ entry: UInt32) -> Bool { entry & 1 == 1 }
}
