/// Reads elements of a tensor of numbers.
struct TensorReader {
  private let data: UnsafeMutableRawPointer
  private let element: ElementType

  init(_ data: UnsafeMutableRawPointer, _ element: ElementType) {
    self.data = data
    self.element = element
  }

  /// The element as it lies there, whole numbers widened with their sign.
  @inline(__always)
  func bits(_ index: Int) -> UInt64 {
    switch element {
    case .float: UInt64(data.load(fromByteOffset: index * 4, as: UInt32.self))
    case .double, .int64, .uint64, .string: data.load(fromByteOffset: index * 8, as: UInt64.self)
    case .int32: UInt64(bitPattern: Int64(data.load(fromByteOffset: index * 4, as: Int32.self)))
    case .uint32: UInt64(data.load(fromByteOffset: index * 4, as: UInt32.self))
    case .int16: UInt64(bitPattern: Int64(data.load(fromByteOffset: index * 2, as: Int16.self)))
    case .uint16: UInt64(data.load(fromByteOffset: index * 2, as: UInt16.self))
    case .int8: UInt64(bitPattern: Int64(data.load(fromByteOffset: index, as: Int8.self)))
    case .uint8, .bool: UInt64(data.load(fromByteOffset: index, as: UInt8.self))
    }
  }

  /// The element as a double: exact but for 64-bit whole numbers beyond 2^53.
  @inline(__always)
  func number(_ index: Int) -> Double { Self.number(bits(index), element) }

  @inline(__always)
  static func number(_ bits: UInt64, _ element: ElementType) -> Double {
    switch element {
    case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .double: Double(bitPattern: bits)
    case .uint64: Double(bits)
    default: Double(Int64(bitPattern: bits))
    }
  }

  static func text(_ bits: UInt64, _ element: ElementType) -> String {
    element == .uint64 ? String(bits) : String(Int64(bitPattern: bits))
  }
}

/// Writes whole numbers and truth values into a tensor.
struct TensorWriter {
  private let data: UnsafeMutableRawPointer
  private let element: ElementType

  init(_ data: UnsafeMutableRawPointer, _ element: ElementType) {
    self.data = data
    self.element = element
  }

  /// Stores a value, exactly; false, and 0 in its place, where the element can't hold it.
  @inline(__always) @discardableResult
  func store(_ value: Double, at index: Int) -> Bool {
    switch element {
    case .int8: put(Int8(exactly: value), index)
    case .int16: put(Int16(exactly: value), index)
    case .int32: put(Int32(exactly: value), index)
    case .int64: put(Int64(exactly: value), index)
    case .uint8: put(UInt8(exactly: value), index)
    case .uint16: put(UInt16(exactly: value), index)
    case .uint32: put(UInt32(exactly: value), index)
    case .uint64: put(UInt64(exactly: value), index)
    case .bool: put(value == 0 || value == 1 ? UInt8(value) : nil, index)
    case .float, .double, .string: false
    }
  }

  @inline(__always)
  private func put<Whole: FixedWidthInteger & BitwiseCopyable>(_ value: Whole?, _ index: Int) -> Bool {
    data.storeBytes(of: value ?? 0, toByteOffset: index * MemoryLayout<Whole>.size, as: Whole.self)
    return value != nil
  }
}
