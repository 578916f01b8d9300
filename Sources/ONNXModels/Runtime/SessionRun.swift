/// One thread's way to run a session: input tensors of a fixed shape over memory of ours, and what came out.
///
/// The shape never changes, so that neither do the bits: ONNX Runtime multiplies a single row by other
/// instructions than several. Nothing of ours is allocated by a run but room for longer texts.
final class SessionRun {
  /// What one output holds after a run.
  struct Output {
    let element: ElementType
    let dimensions: [Int]
  }

  let session: ONNXSession
  let inputs: InputPlan
  let rows: Int
  /// Memory of each input, row by row; for texts, pointers to them.
  let buffers: [UnsafeMutableRawPointer]
  private var values: [RuntimeTable.Handle?] = []
  private var results: [RuntimeTable.Handle?]
  private let inputNames: [UnsafePointer<CChar>?]
  private let outputNames: [UnsafePointer<CChar>?]
  private let names: [UnsafeMutablePointer<CChar>]
  /// The longest text that a model may give for one tensor.
  private static let textLimit = 1 << 30

  init(_ session: ONNXSession, _ inputs: InputPlan, outputs: [String], rows: Int) throws(RuntimeFailure) {
    self.session = session
    self.inputs = inputs
    self.rows = rows
    func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
      let bytes = text.utf8CString
      let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
      for (index, byte) in bytes.enumerated() { (memory + index).initialize(to: byte) }
      return memory
    }
    names = inputs.tensors.map { copy($0.name) } + outputs.map { copy($0) }
    inputNames = names.prefix(inputs.tensors.count).map { UnsafePointer($0) }
    outputNames = names.dropFirst(inputs.tensors.count).map { UnsafePointer($0) }
    results = [RuntimeTable.Handle?](repeating: nil, count: outputs.count)
    buffers = inputs.tensors.map { tensor in
      let count = max(rows * tensor.width * tensor.element.width, 64)
      let memory = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
      memory.initializeMemory(as: UInt8.self, repeating: 0, count: count)
      return memory
    }
    let runtime = session.runtime
    for (index, tensor) in inputs.tensors.enumerated() {
      let shape = tensor.shape(rows: rows).map { Int64($0) }
      let bytes = rows * tensor.width * tensor.element.width
      let type = Int32(tensor.element.rawValue)
      let value = try runtime.make { out in
        shape.withUnsafeBufferPointer { shape in
          guard let dimensions = shape.baseAddress else { return nil }
          return tensor.element == .string
            ? runtime.table.createTensor(runtime.allocator, dimensions, shape.count, type, out)
            : runtime.table.createTensorOverData(
              runtime.memoryInfo, buffers[index], bytes, dimensions, shape.count, type, out)
        }
      }
      values.append(value)
    }
  }

  deinit {
    releaseResults()
    for value in values { session.runtime.table.releaseValue(value) }
    for buffer in buffers { buffer.deallocate() }
    for name in names { name.deallocate() }
  }

  /// Forgets what the last run gave.
  func releaseResults() {
    for index in results.indices {
      if let value = results[index] { session.runtime.table.releaseValue(value) }
      results[index] = nil
    }
  }

  /// Runs the model on what lies in the buffers.
  func run() throws(RuntimeFailure) {
    releaseResults()
    let runtime = session.runtime
    for (index, tensor) in inputs.tensors.enumerated() where tensor.element == .string {
      guard let value = values[index] else { continue }
      let texts = UnsafePointer(buffers[index].assumingMemoryBound(to: UnsafePointer<CChar>?.self))
      try runtime.check(runtime.table.fillStrings(value, texts, rows * tensor.width))
    }
    let status = inputNames.withUnsafeBufferPointer { names in
      values.withUnsafeBufferPointer { values in
        outputNames.withUnsafeBufferPointer { wanted in
          results.withUnsafeMutableBufferPointer { results -> RuntimeTable.Status in
            guard let names = names.baseAddress, let given = values.baseAddress,
              let wanted = wanted.baseAddress, let out = results.baseAddress
            else { return nil }
            return runtime.table.run(
              session.handle, nil, names, given, values.count, wanted, results.count, out)
          }
        }
      }
    }
    try runtime.check(status)
  }

  /// What kind of tensor output `index` is; nil where it is none, or of elements that we don't read.
  func output(_ index: Int) throws(RuntimeFailure) -> Output? {
    let table = session.runtime.table
    guard let value = results[index] else { return nil }
    var kind: Int32 = 0
    try session.runtime.check(table.valueType(value, &kind))
    guard kind == 1 else { return nil }
    let shape = try session.runtime.make { table.typeAndShape(value, $0) }
    defer { table.releaseTypeAndShape(shape) }
    var element: Int32 = 0
    try session.runtime.check(table.elementType(shape, &element))
    var count = 0
    try session.runtime.check(table.dimensionsCount(shape, &count))
    guard count >= 0, count <= 64, let element = ElementType(rawValue: Int(element)) else { return nil }
    var dimensions = [Int64](repeating: 0, count: count)
    if count > 0 { try session.runtime.check(table.dimensions(shape, &dimensions, count)) }
    return Output(element: element, dimensions: dimensions.map { Int(truncatingIfNeeded: $0) })
  }

  /// Elements of output `index`, which is a tensor of numbers.
  func data(_ index: Int) throws(RuntimeFailure) -> UnsafeMutableRawPointer {
    guard let value = results[index] else { throw RuntimeFailure(message: "an output is missing") }
    var data: UnsafeMutableRawPointer?
    try session.runtime.check(session.runtime.table.tensorData(value, &data))
    guard let data else { throw RuntimeFailure(message: "an output has no elements") }
    return data
  }

  /// Texts of output `index`, one behind the other; text i starts at `offsets[i]`.
  ///
  /// **Shape:** `count` texts, as the output's shape says.
  func strings(_ index: Int, count: Int, into bytes: inout [UInt8], _ offsets: inout [Int])
    throws(RuntimeFailure)
  {
    guard let value = results[index] else { throw RuntimeFailure(message: "an output is missing") }
    let table = session.runtime.table
    var length = 0
    try session.runtime.check(table.stringsLength(value, &length))
    guard length >= 0, length < Self.textLimit else {
      throw RuntimeFailure(message: "an output holds more than a gigabyte of text")
    }
    if bytes.count < length + 1 { bytes = [UInt8](repeating: 0, count: max(length + 1, 2 * bytes.count)) }
    if offsets.count != count + 1 { offsets = [Int](repeating: 0, count: count + 1) }
    let status = bytes.withUnsafeMutableBytes { bytes in
      offsets.withUnsafeMutableBufferPointer { offsets -> RuntimeTable.Status in
        guard let bytes = bytes.baseAddress, let starts = offsets.baseAddress else { return nil }
        return table.strings(value, bytes, length, starts, count)
      }
    }
    try session.runtime.check(status)
    offsets[count] = length
  }
}
