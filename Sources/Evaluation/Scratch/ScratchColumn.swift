import Diagnostics

/// Values of one width, in memory or in a temporary file, read a stretch at a time.
struct ScratchColumn<Value: BitwiseCopyable> {
  fileprivate enum Place {
    case memory([Value], ScratchClaim?)
    case file(ScratchFile, offset: Int)
  }

  let count: Int
  private let place: Place

  fileprivate init(count: Int, place: Place) {
    self.count = count
    self.place = place
  }

  /// Values that lie in memory anyhow.
  init(_ values: [Value]) {
    self.init(count: values.count, place: .memory(values, nil))
  }

  /// Values that are kept: in memory where the space has room, else in the file.
  init(_ values: [Value], in space: ScratchSpace, _ file: SpillFile) throws(Diagnostic) {
    if let claim = space.claim(values.count * MemoryLayout<Value>.stride) {
      self.init(count: values.count, place: .memory(values, claim))
      return
    }
    var writer = try ScratchWriter<Value>(space, count: values.count, file: file)
    for value in values { try writer.append(value) }
    self = try writer.finish()
  }

  /// Takes the place of what the array holds.
  func read(_ range: Range<Int>, into values: inout [Value]) {
    values.removeAll(keepingCapacity: true)
    switch place {
    case .memory(let all, _): values.append(contentsOf: all[range])
    case .file(let file, let offset):
      let stride = MemoryLayout<Value>.stride
      values = [Value](unsafeUninitializedCapacity: range.count) { buffer, count in
        file.read(
          UnsafeMutableRawBufferPointer(
            start: buffer.baseAddress, count: range.count * stride),
          at: offset + range.lowerBound * stride)
        count = range.count
      }
    }
  }
}

/// Fills a column from front to end.
struct ScratchWriter<Value: BitwiseCopyable> {
  private let count: Int
  private var buffer: [Value] = []
  private let claim: ScratchClaim?
  private let file: ScratchFile?
  private let offset: Int
  private var written = 0

  /// - Parameters:
  ///   - count: how many values come.
  ///   - file: where those go for which there is no room.
  init(_ space: ScratchSpace, count: Int, file: SpillFile) throws(Diagnostic) {
    self.count = count
    let stride = MemoryLayout<Value>.stride
    claim = space.claim(count * stride)
    if claim != nil {
      self.file = nil
      offset = 0
      buffer.reserveCapacity(count)
    } else {
      let own = try file.opened()
      offset = own.reserve(count * stride)
      self.file = own
      buffer.reserveCapacity(min(count, Self.bufferSize))
    }
  }

  private static var bufferSize: Int { 4_096 }

  mutating func append(_ value: Value) throws(Diagnostic) {
    buffer.append(value)
    if file != nil, buffer.count == Self.bufferSize { try flush() }
  }

  mutating func finish() throws(Diagnostic) -> ScratchColumn<Value> {
    try flush()
    guard let file else { return ScratchColumn(count: buffer.count, place: .memory(buffer, claim)) }
    return ScratchColumn(count: written, place: .file(file, offset: offset))
  }

  private mutating func flush() throws(Diagnostic) {
    guard let file, !buffer.isEmpty else { return }
    let at = offset + written * MemoryLayout<Value>.stride
    try buffer.withUnsafeBufferPointer { (raw) throws(Diagnostic) in
      try file.write(UnsafeRawBufferPointer(raw), at: at)
    }
    written += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }
}
