package import Diagnostics

extension Diagnostic.Identifier {
  package static let onnxMalformed = Self("onnx-malformed")
  package static let onnxLimit = Self("onnx-limit")
  package static let onnxExternalData = Self("onnx-external-data")
  package static let onnxDomain = Self("onnx-domain")
  package static let onnxOperator = Self("onnx-operator")
  package static let onnxOpset = Self("onnx-opset")
  package static let onnxInput = Self("onnx-input")
  package static let onnxColumns = Self("onnx-columns")
  package static let onnxOutput = Self("onnx-output")
  package static let onnxLabels = Self("onnx-labels")
  package static let onnxRows = Self("onnx-rows")
  package static let onnxLocale = Self("onnx-locale")
  package static let onnxLoad = Self("onnx-load")
  package static let onnxRun = Self("onnx-run")
  package static let onnxTrial = Self("onnx-trial")
  package static let onnxInspection = Self("onnx-inspection")
  package static let onnxRuntimeMissing = Self("onnx-runtime-missing")
  package static let onnxRuntimeUnusable = Self("onnx-runtime-unusable")
}

extension Diagnostic {
  /// The file is no ONNX model, or not a whole one.
  static func onnxMalformed(_ what: String, _ file: String) -> Diagnostic {
    Diagnostic(
      .onnxMalformed, .configuration, at: Place(file: file), "the ONNX file is damaged: \(what)",
      next: "Copy or export it again, and compare sizes.")
  }
}
