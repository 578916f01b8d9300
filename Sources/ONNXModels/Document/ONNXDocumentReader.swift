import Diagnostics

/// Reads a ModelProto: bounded in depth and counts, one pass, no recursion.
///
/// **Source:** ONNX, `onnx/onnx.proto`: numbers of fields.
struct ONNXDocumentReader {
  /// A node list that is still to be read: a graph's, a subgraph's, a function's.
  struct Pending {
    let range: Range<Int>
    let depth: Int
    let isFunction: Bool
  }

  let bytes: [UInt8]
  let file: String
  var document = ONNXDocument()
  var pending: [Pending] = []
  var initializerNames: Set<String> = []
  private var nodes = 0

  static func read(_ bytes: [UInt8], file: String) throws(Diagnostic) -> ONNXDocument {
    guard bytes.count <= ONNXDocument.Limit.bytes else {
      throw Diagnostic(
        .onnxLimit, .configuration, at: .init(file: file), "the ONNX file is larger than the format allows",
        expected: "at most 2 GiB", found: "\(bytes.count) bytes", next: "Keep its weights as external data.")
    }
    var reader = ONNXDocumentReader(bytes: bytes, file: file)
    do {
      try reader.readModel()
    } catch {
      throw reader.document.nodes > ONNXDocument.Limit.nodes
        ? Diagnostic(
          .onnxLimit, .configuration, at: .init(file: file), "the graph has too many nodes",
          expected: "at most \(ONNXDocument.Limit.nodes)")
        : .onnxMalformed("what stands at byte \(error.offset) is no part of an ONNX model", file)
    }
    guard !reader.document.graph.isEmpty else { throw .onnxMalformed("it has no graph", file) }
    guard !reader.document.opsets.isEmpty else { throw .onnxMalformed("it names no set of operators", file) }
    return reader.document
  }

  private mutating func readModel() throws(ProtobufError) {
    var fields = ProtobufReader(bytes, 0..<bytes.count)
    while let field = try fields.next() {
      switch (field.number, field.value) {
      case (1, .number(let version)): document.irVersion = Int64(bitPattern: version)
      case (2, .bytes(let range)): document.producer = text(range)
      case (3, .bytes(let range)): document.producerVersion = text(range)
      case (7, .bytes(let range)):
        guard document.graph.isEmpty, !range.isEmpty else {
          throw ProtobufError(offset: field.range.lowerBound)
        }
        document.graph = range
        document.graphField = field.range
      case (8, .bytes(let range)):
        try keep(document.opsets.count, field)
        document.opsets.append(try opset(range))
      case (14, .bytes(let range)):
        try keep(document.metadata.count, field)
        document.metadata.append(try entry(range))
      case (20, .bytes): document.hasTraining = true
      case (25, .bytes(let range)):
        try keep(document.functions.count, field)
        document.functions.insert(try function(range))
        pending.append(Pending(range: range, depth: 1, isFunction: true))
      default: break
      }
    }
    if !document.graph.isEmpty { try readGraph(document.graph, depth: 0) }
    while let next = pending.popLast() {
      guard next.depth <= ONNXDocument.Limit.depth else { throw ProtobufError(offset: next.range.lowerBound) }
      if next.isFunction {
        try readFunction(next.range, depth: next.depth)
      } else {
        try readGraph(next.range, depth: next.depth)
      }
    }
    // Older files list their weights among the inputs, too.
    document.inputs.removeAll { initializerNames.contains($0.name) }
  }

  /// **Throws** where a list is longer than anything that makes sense.
  func keep(_ count: Int, _ field: ProtobufReader.Field) throws(ProtobufError) {
    if count >= ONNXDocument.Limit.listed { throw ProtobufError(offset: field.range.lowerBound) }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private mutating func readFunction(_ range: Range<Int>, depth: Int) throws(ProtobufError) {
    var fields = ProtobufReader(bytes, range)
    while let field = try fields.next() {
      if field.number == 7, let range = field.bytes { try readNode(range, field.range, depth: depth) }
    }
  }

  private mutating func readGraph(_ range: Range<Int>, depth: Int) throws(ProtobufError) {
    var fields = ProtobufReader(bytes, range)
    while let field = try fields.next() {
      guard let range = field.bytes else { continue }
      switch field.number {
      case 1: try readNode(range, field.range, depth: depth)
      case 5:
        document.initializers += 1
        try readTensor(range, field: depth == 0 ? field.range : nil)
      case 15: try readSparse(range)
      case 11 where depth == 0:
        try keep(document.inputs.count, field)
        document.inputs.append(try value(range))
      case 12 where depth == 0:
        try keep(document.outputs.count, field)
        let value = try value(range)
        document.outputs.append(value)
        document.outputFields[value.name] = field.range
      default: break
      }
    }
  }

  private mutating func readNode(
    _ range: Range<Int>, _ field: Range<Int>, depth: Int
  ) throws(ProtobufError) {
    nodes += 1
    var domain = ""
    var name = ""
    var inputs: [String] = []
    var outputs: [String] = []
    var attributes: [Range<Int>] = []
    var fields = ProtobufReader(bytes, range)
    while let field = try fields.next() {
      guard let range = field.bytes else { continue }
      switch field.number {
      case 1:
        try keep(inputs.count, field)
        inputs.append(text(range))
      case 2:
        try keep(outputs.count, field)
        outputs.append(text(range))
      case 4: name = text(range)
      case 5:
        try keep(attributes.count, field)
        attributes.append(range)
      case 7: domain = text(range)
      default: break
      }
    }
    let called = ONNXDocument.Operator(domain: domain == "ai.onnx" ? "" : domain, name: name)
    document.operators[called, default: 0] += 1
    if nodes > ONNXDocument.Limit.nodes { throw ProtobufError(offset: range.lowerBound) }
    document.consumed.formUnion(called.name == "ZipMap" && depth == 0 ? [] : inputs)
    var keys: [String] = []
    for attribute in attributes { try readAttribute(attribute, called, depth: depth, keys: &keys) }
    if depth == 0, called == .zipMap, inputs.count == 1, outputs.count == 1 {
      document.zipMaps.append(.init(input: inputs[0], output: outputs[0], keys: keys, field: field))
    }
  }
}

extension ONNXDocument.Operator {
  static let zipMap = Self(domain: "ai.onnx.ml", name: "ZipMap")

  /// As a person reads it: "ai.onnx.ml.ZipMap".
  var title: String { domain.isEmpty ? name : "\(domain).\(name)" }
}
