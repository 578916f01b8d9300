package import Diagnostics
package import Models

/// XGBoost's models in JSON and UBJSON, written by XGBoost 1.0 to 3.4.
///
/// **Source:** XGBoost, `LearnerIO::SaveModel` and the savers below it.
package enum XGBoostFormat {
  /// Whether a file that starts so is an XGBoost model in JSON or UBJSON.
  package static func recognises(_ prefix: some Collection<UInt8>) -> Bool {
    let start = Array(prefix.prefix(256))
    if start.starts(with: uBJSONStart) { return true }
    var words = start.drop { blanks.contains($0) }
    guard words.first == 0x7B else { return false }
    words = words.dropFirst().drop { blanks.contains($0) }
    if words.starts(with: "\"learner\"".utf8) { return true }
    // A file that some other program wrote again: the version first.
    guard words.starts(with: "\"version\"".utf8), let close = words.firstIndex(of: 0x5D) else { return false }
    return words[close...].dropFirst().drop { blanks.contains($0) || $0 == 0x2C }
      .starts(with: "\"learner\"".utf8)
  }

  private static let blanks: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20]
  private static let uBJSONStart: [UInt8] =
    [0x7B, 0x4C, 0, 0, 0, 0, 0, 0, 0, 7] + Array("learner".utf8)

  /// Reads a whole model.
  ///
  /// **Throws:** everything that is wrong with the file or can't be done exactly, at once.
  package static func open(
    bytes: [UInt8], name: String, options: ArtefactOptions = .none
  ) throws(Problems) -> XGBoostModel {
    let isBinary = bytes.starts(with: uBJSONStart)
    let root: XGBoostValue
    do {
      root = isBinary ? try UBJSONModelReader.read(bytes) : try JSONModelReader.read(bytes)
    } catch {
      throw Problems([syntax(error, bytes, name, isBinary: isBinary)])
    }
    var fields = XGBoostFields(file: name)
    guard let object = root.object, let document = XGBoostDocument.read(object, &fields) else {
      if root.object == nil { fields.malformed("", expected: "an object", found: root.kind) }
      throw fields.problems
    }
    let signature = XGBoostSignature.make(document, options, &fields)
    try fields.problems.throwIfAny()
    return XGBoostModel(
      document, signature: signature, isBinary: isBinary, iterations: options.iterations)
  }

  private static func syntax(
    _ fault: XGBoostFault, _ bytes: [UInt8], _ name: String, isBinary: Bool
  ) -> Diagnostic {
    let next =
      fault.isTruncated
      ? "Copy or save the file again, and compare sizes."
      : "Save the model again with 'booster.save_model(\"model.\(isBinary ? "ubj" : "json")\")'."
    guard !isBinary else {
      return Diagnostic(
        .xgboostSyntax, .configuration, at: Diagnostic.Place(file: name),
        "the UBJSON can't be read at byte \(fault.offset): \(fault.what)", next: next)
    }
    let before = bytes[..<min(fault.offset, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let column = fault.offset - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    return Diagnostic(
      .xgboostSyntax, .configuration, at: Diagnostic.Place(file: name, line: line, column: column),
      "the JSON can't be read: \(fault.what)", next: next)
  }
}
