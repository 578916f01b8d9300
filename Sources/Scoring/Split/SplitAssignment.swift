package import Tabular
package import Workspace

/// Tells which variant of a split a key belongs to: by a hash of salt, name and key, whatever the date or the thread.
package struct SplitAssignment: Sendable {
  /// Batch columns of the key, in its order; texts.
  private let keys: [Int]
  private let arcs: SplitArcs
  /// What salt and name give: each key goes on from there.
  private let beginning: XXH64

  package init(_ split: Configuration.Split, keys: [Int]) {
    self.keys = keys
    arcs = SplitArcs(split.variants.map(\.share))
    var beginning = XXH64()
    for text in [split.salt, split.name] {
      var text = text
      text.withUTF8 { SplitAssignment.add(UnsafeRawBufferPointer($0), to: &beginning) }
    }
    self.beginning = beginning
  }

  /// Length and bytes, so that ("a", "bc") and ("ab", "c") are two keys.
  @inline(__always)
  private static func add(_ bytes: UnsafeRawBufferPointer, to hash: inout XXH64) {
    hash.update(UInt32(truncatingIfNeeded: bytes.count))
    hash.update(bytes)
  }

  /// Enters the variant of each row. A key without a value is taken for an empty one: such a row is a reject and
  /// goes nowhere.
  package func assign(_ batch: borrowing Batch) {
    for row in 0..<batch.count {
      batch.variants[row] = UInt8(truncatingIfNeeded: arcs.variant(at: SplitArcs.cell(of: hash(batch, row))))
    }
  }

  /// **Source:** `site/reference/splits.md`.
  @inline(__always)
  package func hash(_ batch: borrowing Batch, _ row: Int) -> UInt64 {
    var hash = beginning
    for column in keys {
      let slice = batch.slices(column)[row]
      let start = slice.isMissing ? nil : batch.textBase.map { $0 + Int(slice.start) }
      SplitAssignment.add(
        UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(slice.length)), to: &hash)
    }
    return hash.value
  }
}
