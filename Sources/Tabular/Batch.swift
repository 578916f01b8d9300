/// Rows of one worker, column by column. Allocated once for a run, filled again for each batch.
///
/// **Missing values:** as `Storage` says. **Lifetime:** a pointer is good until the next `fill`.
package struct Batch: ~Copyable {
  package let layout: Layout
  /// Rows in it, at most `layout.capacity`.
  package var count = 0
  /// Record number (from 1, the header not counted) of row 0 in its source.
  package var firstRecord = 1
  /// Line of the file where row 0 starts, from 1; nil for rows that come from SQL.
  package var firstLine: Int?
  /// The file or dataset the rows came from.
  package var source = ""
  /// What text slices point into: the reader's chunk. Nothing is copied.
  package var textBase: UnsafeRawPointer?
  /// Record number of row r less `firstRecord`: r itself, except where rejected records lie in between.
  /// **Shape:** `layout.capacity`, 0, 1, 2 … from the start; a reader that never skips leaves it alone.
  package let recordOffsets: UnsafeMutablePointer<UInt32>
  /// Which variant of a split row r belongs to, by its place in the split; 0 where there is none.
  /// **Shape:** `layout.capacity`.
  package let variants: UnsafeMutablePointer<UInt8>
  private let arena: UnsafeMutableRawPointer
  private let offsets: [Int]

  package init(_ layout: Layout) {
    self.layout = layout
    var end = 0
    var offsets: [Int] = []
    for column in layout.columns {
      offsets.append(end)
      end += (layout.capacity * column.storage.width + 63) & ~63
    }
    self.offsets = offsets
    arena = .allocate(byteCount: max(end, 64), alignment: 64)
    arena.initializeMemory(as: UInt8.self, repeating: 0, count: max(end, 64))
    recordOffsets = .allocate(capacity: layout.capacity)
    variants = .allocate(capacity: layout.capacity)
    variants.initialize(repeating: 0, count: layout.capacity)
    for row in 0..<layout.capacity { (recordOffsets + row).initialize(to: UInt32(truncatingIfNeeded: row)) }
  }

  deinit {
    arena.deallocate()
    recordOffsets.deallocate()
    variants.deallocate()
  }

  /// Record number of row `row` in its source, from 1, the header not counted.
  package func record(_ row: Int) -> Int { firstRecord + Int(recordOffsets[row]) }

  /// **Shape:** `layout.capacity` values of column `c`, whose storage is `.number`.
  package func numbers(_ c: Int) -> UnsafeMutablePointer<Double> {
    (arena + offsets[c]).assumingMemoryBound(to: Double.self)
  }

  /// **Shape:** `layout.capacity` codes of column `c`, whose storage is `.category`.
  package func codes(_ c: Int) -> UnsafeMutablePointer<Int32> {
    (arena + offsets[c]).assumingMemoryBound(to: Int32.self)
  }

  /// **Shape:** `layout.capacity` slices of column `c`, whose storage is `.text`.
  package func slices(_ c: Int) -> UnsafeMutablePointer<TextSlice> {
    (arena + offsets[c]).assumingMemoryBound(to: TextSlice.self)
  }
}
