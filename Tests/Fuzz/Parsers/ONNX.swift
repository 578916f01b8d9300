import Models

@testable import ONNXModels

extension FuzzedParser {
  /// An ONNX model up to the bytes that ONNX Runtime would get, which must be whole and read again.
  static let onnx = FuzzedParser("onnx") { bytes in
    _ = ONNXFormat.recognises(bytes)
    _ = try? ONNXFormat.externalFiles(bytes: bytes, name: "model.onnx")
    let external = ["weights.bin": [UInt8](repeating: 7, count: 64)]
    for columns in [nil, ["a"], ["a", "b", "c", "d"]] {
      guard
        let given = try? ONNXFormat.examine(
          bytes: bytes, name: "model.onnx", options: .init(columns: columns), external: external)
      else { continue }
      guard let document = try? ONNXDocumentReader.read(given, file: "model.onnx") else {
        preconditionFailure("what was written can't be read")
      }
      precondition(document.external.isEmpty, "data outside is left")
    }
  }
}
