import Diagnostics

/// What ONNX Runtime itself said.
struct RuntimeFailure: Error, Sendable, Hashable {
  let message: String

  /// One line of bounded length, without the places in ONNX Runtime's own sources.
  static func words(_ message: String, limit: Int = 400) -> String {
    var text = message.split(separator: "\n").joined(separator: " ")
    if let source = text.firstRange(of: "/onnxruntime_src/"),
      let end = text[source.upperBound...].firstIndex(of: " ")
    {
      text.removeSubrange(source.lowerBound...end)
    }
    let shown = visible(text)
    return shown.unicodeScalars.count <= limit ? shown : String(shown.unicodeScalars.prefix(limit)) + "…"
  }
}
