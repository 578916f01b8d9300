import Diagnostics
import Statistics

/// Numbers for the keys of one slice after the other, in the order of the keys' own numbers.
struct SliceNumbering {
  /// By key; true only while a slice is gone through.
  private var isPresent: [Bool]
  /// By key, its number in the slice that was taken last.
  private var number: [Int32]

  init(limit: Int) {
    isPresent = [Bool](repeating: false, count: limit)
    number = [Int32](repeating: 0, count: limit)
  }

  /// The keys of a slice, ascending.
  mutating func take(_ segment: RowSegment) -> [Int32] {
    var rows: [Int32] = []
    for start in stride(from: 0, to: segment.count, by: RowChunk.rows) {
      segment.clusters?.read(start..<min(segment.count, start + RowChunk.rows), into: &rows)
      for key in rows { isPresent[Int(key)] = true }
    }
    var keys: [Int32] = []
    for key in isPresent.indices where isPresent[key] {
      isPresent[key] = false
      number[key] = Int32(keys.count)
      keys.append(Int32(key))
    }
    return keys
  }

  /// The slice's column of clusters under the new numbers.
  func column(
    _ segment: RowSegment, in space: ScratchSpace, _ file: SpillFile
  ) throws(Diagnostic) -> ScratchColumn<Int32> {
    var writer = try ScratchWriter<Int32>(space, count: segment.count, file: file)
    var rows: [Int32] = []
    for start in stride(from: 0, to: segment.count, by: RowChunk.rows) {
      segment.clusters?.read(start..<min(segment.count, start + RowChunk.rows), into: &rows)
      for key in rows { try writer.append(number[Int(key)]) }
    }
    return try writer.finish()
  }

  /// The slice's ranked rows under the new numbers.
  func places(
    _ ranked: RankedPlaces, limit: Int, in space: ScratchSpace
  ) throws(Diagnostic) -> RankedPlaces {
    var writer = try PlaceWriter(space, count: ranked.count)
    for place in ranked.places {
      try writer.append(
        RankedPlace(cluster: number[place.cluster], outcome: place.outcome), endsGroup: place.endsGroup)
    }
    return try writer.finish(limit: limit)
  }
}
