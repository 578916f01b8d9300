import Diagnostics

/// Makes the bytes that ONNX Runtime gets: self-contained, and without maps.
///
/// Data outside is put into the tensors, so that ONNX Runtime opens no file. A ZipMap at the end of the graph is
/// taken off and its tensor given out instead: the same numbers without three objects for each row.
struct ONNXRewriter {
  private let bytes: [UInt8]
  private let document: ONNXDocument
  private var replaced: [Range<Int>: [UInt8]] = [:]
  /// Keys of the ZipMap that was taken off, by the name of the tensor that is given out instead.
  private(set) var keys: [String: [String]] = [:]
  /// What the graph calls that output, by the same.
  private(set) var titles: [String: String] = [:]

  init(_ bytes: [UInt8], _ document: ONNXDocument) {
    self.bytes = bytes
    self.document = document
  }

  /// **Throws** for data outside that was not given, or is shorter than the tensor claims.
  mutating func bringIn(_ files: [String: [UInt8]], _ file: String) throws(Problems) {
    var problems = Problems()
    func refuse(_ summary: String, _ expected: String? = nil, _ found: String? = nil, _ next: String? = nil) {
      guard problems.list.count < 20 else { return }
      problems.add(
        Diagnostic(
          .onnxExternalData, .configuration, at: .init(file: file), summary, expected: expected, found: found,
          next: next))
    }
    for name in document.unreachableExternal {
      refuse(
        "tensor \(quoted(name)) inside a subgraph or attribute keeps its data in another file", nil, nil,
        "Save the model in one file: onnx.save_model(model, path).")
    }
    for tensor in document.external {
      let place = "the data of tensor \(quoted(tensor.tensor))"
      let parts = tensor.location.split(separator: "/", omittingEmptySubsequences: false)
      if tensor.location.isEmpty || tensor.location.hasPrefix("/") || parts.contains("..")
        || tensor.location.contains("\0") || tensor.location.contains("\\")
      {
        refuse(
          "\(place) lies outside the model's folder", "a file beside the model", quoted(tensor.location),
          "Save the model in one file: onnx.save_model(model, path).")
        continue
      }
      guard let data = files[tensor.location] else {
        refuse(
          "\(place) lies in another file, which was not given", quoted(tensor.location), "nothing",
          "Keep that file beside the model, or save the model in one file: onnx.save_model(model, path).")
        continue
      }
      let rest = tensor.offset >= 0 && tensor.offset <= data.count ? data.count - tensor.offset : -1
      let length = tensor.length ?? rest
      guard rest >= 0, length >= 0, length <= rest else {
        refuse(
          "\(place) does not lie in \(quoted(tensor.location))",
          "bytes \(tensor.offset) to \(tensor.offset.addingReportingOverflow(max(length, 0)).partialValue)",
          "a file of \(data.count) bytes")
        continue
      }
      do {
        replaced[tensor.field] = try filled(tensor, data[tensor.offset..<tensor.offset + length])
      } catch {
        problems.add(.onnxMalformed("tensor \(quoted(tensor.tensor)) can't be read", file))
      }
    }
    try problems.throwIfAny()
  }

  private func filled(
    _ tensor: ONNXDocument.External, _ data: ArraySlice<UInt8>
  ) throws(ProtobufError) -> [UInt8] {
    var content = ProtobufWriter()
    var fields = ProtobufReader(bytes, tensor.message)
    while let field = try fields.next() {
      if ![9, 13, 14].contains(field.number) { content.append(bytes[field.range]) }
    }
    content.message(9, data)
    var field = ProtobufWriter()
    field.message(5, content.bytes)
    return field.bytes
  }

  /// Takes ZipMaps off whose maps are an output and nothing else.
  mutating func removeZipMaps() {
    for map in document.zipMaps where !map.keys.isEmpty && !document.consumed.contains(map.output) {
      guard let output = document.outputFields[map.output], keys[map.input] == nil else { continue }
      keys[map.input] = map.keys
      titles[map.input] = map.output
      replaced[map.field] = []
      guard document.outputFields[map.input] == nil else {
        replaced[output] = []
        continue
      }
      var tensor = ProtobufWriter()
      tensor.integer(1, ElementType.float.rawValue)
      var type = ProtobufWriter()
      type.message(1, tensor.bytes)
      var value = ProtobufWriter()
      value.message(1, Array(map.input.utf8))
      value.message(2, type.bytes)
      var field = ProtobufWriter()
      field.message(12, value.bytes)
      replaced[output] = field.bytes
    }
  }

  /// The whole model with what was replaced.
  func result() throws(ProtobufError) -> [UInt8] {
    if replaced.isEmpty { return bytes }
    var graph = ProtobufWriter()
    var fields = ProtobufReader(bytes, document.graph)
    while let field = try fields.next() {
      if let other = replaced[field.range] {
        graph.append(other[...])
      } else {
        graph.append(bytes[field.range])
      }
    }
    var model = ProtobufWriter()
    model.append(bytes[..<document.graphField.lowerBound])
    model.message(7, graph.bytes)
    model.append(bytes[document.graphField.upperBound...])
    return model.bytes
  }
}
