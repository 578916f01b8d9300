import Tabular

/// A row's key as 128 bits: what predictions and outcomes are joined by.
///
/// Hashes of bytes and not texts: two texts equal for Swift may differ in bytes, and those are two customers.
struct JoinKey: Hashable {
  let low: UInt64
  let high: UInt64

  func hash(into hasher: inout Hasher) { hasher.combine(low) }
}

/// Makes keys of rows; the scratch of one scan.
struct JoinKeyMaker {
  private var scratch: [UInt8] = []

  /// The key in the first `count` columns of a row, all of them text; nil where a part is missing.
  mutating func key(_ batch: borrowing Batch, columns count: Int, row: Int) -> JoinKey? {
    scratch.removeAll(keepingCapacity: true)
    for column in 0..<count {
      guard let bytes = RowScan.text(batch, column, row) else { return nil }
      // Lengths keep ("a", "bc") and ("ab", "c") apart.
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: bytes.count).littleEndian) {
        scratch.append(contentsOf: $0)
      }
      scratch.append(contentsOf: bytes)
    }
    let hash = scratch.withUnsafeBytes { RowDigest.hash($0) }
    return JoinKey(low: hash.low, high: hash.high)
  }
}
