/// Collects the rows of a look-up, text by text, and lays out the table.
///
/// A text is appended to `arena` first, and then taken as a part of the key or as a value.
struct LookupBuilder {
  /// What is wrong with a text or a row.
  enum Fault: Error, Equatable {
    case longKey, partialKey, notANumber, tooManyLabels
    case unknownLabel([String])
    case secondOther(line: Int), secondMissing(line: Int)
  }

  /// Two rows with one key.
  struct Duplicate {
    let key: String
    let line: Int
    let firstLine: Int
  }

  private static let labelLimit = 65_536
  /// Steps from a key's place that no honest table comes near.
  private static let probeLimit = 512

  let inputs: [String]
  private let outputs: [Lookup.Column]
  /// Whether an output's labels were said beforehand.
  private let isClosed: [Bool]
  var arena: [UInt8] = []
  private var labels: [[String]]
  private var labelIndices: [[[UInt8]: UInt64]]
  private var records: [UInt64] = []
  private var lines: [UInt32] = []
  private var longestKey = 0
  private var keyStart = 0
  private var parts = (empty: 0, stars: 0)
  private(set) var other: (cells: [UInt64], line: Int)?
  private(set) var missing: (cells: [UInt64], line: Int)?
  private var cells: [UInt64] = []

  init(inputs: [String], outputs: [Lookup.Column], size: Int) {
    self.inputs = inputs
    self.outputs = outputs
    labels = outputs.map { if case .label(let labels) = $0.kind { labels } else { [] } }
    isClosed = labels.map { !$0.isEmpty }
    labelIndices = labels.map { labels in
      let pairs = labels.enumerated().map { (Array($1.utf8), UInt64($0)) }
      return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
    arena.reserveCapacity(size)
  }

  mutating func startRow() {
    keyStart = arena.count
    parts = (0, 0)
    cells.removeAll(keepingCapacity: true)
  }

  /// Before a part of the key is appended: room for its length, where there are several.
  mutating func startPart() {
    if inputs.count > 1 { arena.append(contentsOf: [0, 0, 0, 0]) }
  }

  mutating func endPart(from start: Int) {
    let length = arena.count - start
    if length == 0 { parts.empty += 1 }
    if length == 1, arena[start] == 0x2A { parts.stars += 1 }
    guard inputs.count > 1 else { return }
    for byte in 0..<4 { arena[start - 4 + byte] = UInt8(truncatingIfNeeded: length >> (8 * byte)) }
  }

  mutating func endKey() throws(Fault) {
    let length = arena.count - keyStart
    if length > Lookup.keyLimit { throw .longKey }
    if parts.empty > 0 || parts.stars > 0 {
      if parts.empty != inputs.count, parts.stars != inputs.count { throw .partialKey }
    }
    cells.append(Lookup.slice(keyStart, length))
  }

  /// Takes what was appended from `start` on as the value of output `index`.
  mutating func endValue(_ index: Int, from start: Int) throws(Fault) {
    let length = arena.count - start
    switch outputs[index].kind {
    case .text: cells.append(length == 0 ? Lookup.noText : Lookup.slice(start, length))
    case .number:
      if length == 0 { return cells.append(Lookup.noNumber) }
      let number = DecimalNumber.parse(String(decoding: arena[start...], as: UTF8.self))
      arena.removeLast(length)
      guard let number, number.isFinite else { throw .notANumber }
      cells.append(number.bitPattern)
    case .label:
      if length == 0 { return cells.append(Lookup.noLabel) }
      let text = Array(arena[start...])
      arena.removeLast(length)
      if let known = labelIndices[index][text] { return cells.append(known) }
      if isClosed[index] { throw .unknownLabel(labels[index]) }
      if labels[index].count == LookupBuilder.labelLimit { throw .tooManyLabels }
      let next = UInt64(labels[index].count)
      labels[index].append(String(decoding: text, as: UTF8.self))
      labelIndices[index][text] = next
      cells.append(next)
    }
  }

  mutating func endRow(line: Int) throws(Fault) {
    if parts.stars > 0 {
      if let other { throw .secondOther(line: other.line) }
      other = (Array(cells.dropFirst()), line)
    } else if parts.empty > 0 {
      if let missing { throw .secondMissing(line: missing.line) }
      missing = (Array(cells.dropFirst()), line)
    } else {
      longestKey = max(longestKey, Int(cells[0] & 0xFFFF_FFFF))
      records.append(contentsOf: cells)
      lines.append(UInt32(truncatingIfNeeded: line))
    }
  }

  /// Values without a key, from `startRow` on, for a missing or any other key.
  mutating func endDefault(isMissing: Bool, line: Int) {
    if isMissing { missing = (cells, line) } else { other = (cells, line) }
  }

  /// Whether no row was added, of any kind.
  var isEmpty: Bool { lines.isEmpty && other == nil && missing == nil }

  /// Whether text and rows are as many as can be counted.
  var isFull: Bool { arena.count >= 1 << 31 || lines.count >= 1 << 27 }

  /// Lays out the table.
  ///
  /// - Returns: nil with duplicates, or where keys were made to collide under any seed.
  func finish(tell: (Duplicate) -> Void) -> Lookup? {
    for attempt in UInt64(1)...4 {
      let seed = attempt &* 0xE703_7ED1_A0B4_28DB
      var duplicates = 0
      guard
        let slots = slots(
          seed: seed,
          tell: {
            duplicates += 1
            if duplicates <= YAMLReader.problemLimit { tell($0) }
          })
      else { continue }
      if duplicates > 0 { return nil }
      let columns = outputs.enumerated().map { index, output -> Lookup.Column in
        guard case .label = output.kind else { return output }
        return Lookup.Column(name: output.name, kind: .label(labels[index]))
      }
      return Lookup(
        inputs: inputs, outputs: columns, rows: lines.count, longestKey: longestKey, arena: arena,
        records: records, slots: slots, seed: seed, other: other?.cells, missing: missing?.cells)
    }
    return nil
  }

  private func slots(seed: UInt64, tell: (Duplicate) -> Void) -> [UInt64]? {
    let stride = outputs.count + 1
    var capacity = 16
    while capacity < lines.count * 2 { capacity *= 2 }
    let mask = UInt64(capacity - 1)
    var slots = [UInt64](repeating: 0, count: capacity)
    let isDone = slots.withUnsafeMutableBufferPointer { slots in
      arena.withUnsafeBytes { arena -> Bool in
        // Without a byte of text there is no key either.
        guard let base = arena.baseAddress else { return true }
        for row in lines.indices {
          let key = records[row * stride]
          let (start, length) = (Int(key >> 32), Int(key & 0xFFFF_FFFF))
          let hash = Lookup.hash(base + start, length, seed: seed)
          var place = hash & mask
          var steps = 0
          while true {
            let slot = slots[Int(place)]
            if slot == 0 {
              slots[Int(place)] = (hash & Lookup.upperHalf) | UInt64(row + 1)
              break
            }
            let found = Int(slot & 0xFFFF_FFFF) - 1
            if slot >> 32 == hash >> 32, records[found * stride] & 0xFFFF_FFFF == UInt64(length) {
              let first = Int(records[found * stride] >> 32)
              if base[first..<first + length].elementsEqual(base[start..<start + length]) {
                tell(
                  Duplicate(key: keyText(start, length), line: Int(lines[row]), firstLine: Int(lines[found])))
                break
              }
            }
            place = (place + 1) & mask
            steps += 1
            if steps > LookupBuilder.probeLimit { return false }
          }
        }
        return true
      }
    }
    return isDone ? slots : nil
  }

  private func keyText(_ start: Int, _ length: Int) -> String {
    guard inputs.count > 1 else { return String(decoding: arena[start..<start + length], as: UTF8.self) }
    var parts: [String] = []
    var offset = start
    while offset + 4 <= start + length {
      let size = (0..<4).reduce(0) { $0 | Int(arena[offset + $1]) << (8 * $1) }
      offset += 4
      parts.append(String(decoding: arena[offset..<offset + size], as: UTF8.self))
      offset += size
    }
    return parts.joined(separator: "', '")
  }
}

extension UnsafeRawPointer {
  fileprivate subscript(range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: self + range.lowerBound, count: range.count)
  }
}
