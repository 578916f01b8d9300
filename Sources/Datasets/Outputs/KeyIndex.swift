package import Diagnostics
import Tabular

extension Diagnostic.Identifier {
  package static let outputDuplicateKey = Self("output-duplicate-key")
}

/// Finds a key that stands twice among any number of rows, in bounded memory.
///
/// Hashes are kept up to a limit, then spread over 64 partition files by their first bits; before the commit one
/// partition after the other is looked through. Keys are equal when their 128-bit hashes are.
final class KeyIndex {
  private let folder: String
  private let name: String
  private let limit: Int
  private var keys: [KeyHash] = []
  private var partitions: [SpoolFile] = []
  private static let partitionCount = 64
  /// Bytes of a key in a partition file: three words, as in memory.
  private static let stride = MemoryLayout<KeyHash>.stride

  /// Partition files are made in the folder, named `NAME.keys-NUMBER`, only if the limit is passed.
  init(folder: String, name: String, limit: Int = 1 << 17) {
    self.folder = folder
    self.name = name
    self.limit = limit
  }

  func add(_ more: [KeyHash]) throws(Diagnostic) {
    keys += more
    if keys.count >= limit { try spill() }
  }

  /// **Throws** for the earliest record that repeats a key, naming both records, never the key.
  func check() throws(Diagnostic) {
    if partitions.isEmpty { return try KeyIndex.check([keys]) }
    try spill()
    let scratch = ByteScratch(capacity: 1 << 16)
    var repeated: (first: UInt64, second: UInt64)?
    for partition in partitions {
      try partition.flush()
      partition.rewind()
      var keys: [KeyHash] = []
      while try partition.readFrame(into: scratch) != nil {
        for offset in Swift.stride(from: 0, to: scratch.count, by: KeyIndex.stride) {
          keys.append(
            KeyHash(
              low: scratch.base.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
              high: scratch.base.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self),
              record: scratch.base.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self)))
        }
      }
      if let found = KeyIndex.firstRepeat(keys), repeated.map({ found.second < $0.second }) ?? true {
        repeated = found
      }
    }
    if let repeated { throw KeyIndex.problem(repeated) }
  }

  private static func check(_ lists: [[KeyHash]]) throws(Diagnostic) {
    for keys in lists { if let repeated = firstRepeat(keys) { throw problem(repeated) } }
  }

  func removeFiles() {
    for partition in partitions { Folder.remove(partition.path) }
    partitions = []
    keys = []
  }

  @inline(__always)
  private static func partition(_ key: KeyHash) -> Int { Int(truncatingIfNeeded: key.high >> 58) }

  private func spill() throws(Diagnostic) {
    if partitions.isEmpty { try Folder.create(folder, mode: 0o700) }
    while partitions.count < KeyIndex.partitionCount {
      partitions.append(try SpoolFile("\(folder)/\(name).keys-\(partitions.count)", bufferSize: 1 << 12))
    }
    // Sorted by partition in one piece of memory, in the order of their records within each.
    var ends = [Int](repeating: 0, count: KeyIndex.partitionCount)
    for key in keys { ends[KeyIndex.partition(key)] += 1 }
    var next = [Int](repeating: 0, count: KeyIndex.partitionCount)
    for partition in ends.indices.dropFirst() {
      next[partition] = ends[partition - 1]
      ends[partition] += ends[partition - 1]
    }
    let starts = next
    var sorted = [KeyHash](repeating: KeyHash(low: 0, high: 0, record: 0), count: keys.count)
    for key in keys {
      let partition = KeyIndex.partition(key)
      sorted[next[partition]] = key
      next[partition] += 1
    }
    try sorted.withUnsafeBufferPointer { (hashes) throws(Diagnostic) in
      let bytes = UnsafeRawBufferPointer(hashes)
      for (index, partition) in partitions.enumerated() {
        let range = starts[index] * KeyIndex.stride..<ends[index] * KeyIndex.stride
        try partition.writeFrame(
          UnsafeRawBufferPointer(rebasing: bytes[range]), rows: ends[index] - starts[index])
      }
    }
    keys.removeAll(keepingCapacity: true)
  }

  /// The repeat whose second record is earliest. Keys stand in the order of their records.
  private static func firstRepeat(_ keys: [KeyHash]) -> (first: UInt64, second: UInt64)? {
    var size = 16
    while size < keys.count * 2 { size *= 2 }
    // Index + 1 of the key in each place, 0 where nothing is.
    var table = [UInt32](repeating: 0, count: size)
    for (index, key) in keys.enumerated() {
      var place = Int(truncatingIfNeeded: key.low) & (size - 1)
      while table[place] != 0 {
        let other = keys[Int(table[place]) - 1]
        if other.low == key.low, other.high == key.high { return (other.record, key.record) }
        place = (place + 1) & (size - 1)
      }
      table[place] = UInt32(index) + 1
    }
    return nil
  }

  private static func problem(_ repeated: (first: UInt64, second: UInt64)) -> Diagnostic {
    Diagnostic(
      .outputDuplicateKey, .refused, "records \(repeated.first) and \(repeated.second) have the same key",
      expected: "one row for each key",
      next: "Nothing of this date was written. Remove the double row, or name all columns of the key.")
  }
}
