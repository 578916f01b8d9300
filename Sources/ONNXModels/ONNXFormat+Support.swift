package import Models

extension ONNXFormat {
  /// The lines of the support matrix.
  package static let support = FormatSupport(
    format: "ONNX",
    versions: "opset \(ONNXRules.oldestOpset) to the newest that the installed ONNX Runtime has",
    agreement:
      "every output to the last bit of ONNX Runtime \(RuntimeLibrary.version), run with several rows at once",
    elements: ONNXRules.domains.values.sorted().map { .init("operators", "\($0)") }
      + [.init("operators", "any other domain", .refused("needs a library that is not loaded"))]
      + ONNXRules.refused.map { .init("operator", $0.name, .refused($0.why)) }
      + (1...23).map { raw in
        .init(
          "input", ElementType.name(raw),
          ElementType(rawValue: raw) == nil ? .refused("no column can be cast to it exactly") : .exact,
          note: inputNote(raw))
      }
      + [
        .init("input", "one column for each input", note: "[N, 1] or [N]"),
        .init("input", "one tensor of fixed width", note: "its columns named by 'columns' or by the file"),
        .init("input", "a width or number of dimensions left open", .refused("can't be bound to columns")),
        .init("input", "a sequence, map, sparse tensor or optional value", .refused("is no column")),
        .init("output", "labels and probabilities", note: "a tensor, a ZipMap, or one output for each class"),
        .init("output", "regression, several targets"),
        .init("output", "other tensors", note: "under the graph's own names"),
        .init("output", "a sequence or map that no ZipMap made", .refused("is no column")),
        .init("output", "a result that depends on other rows", .refused("would change with the batch")),
        .init("data", "external, beside the artefact"),
        .init("data", "external, outside the artefact's folder", .refused("is not the artefact's")),
      ])

  private static func inputNote(_ raw: Int) -> String? {
    switch ElementType(rawValue: raw) {
    case .float: "by way of the double; missing is NaN"
    case .double: "missing is NaN"
    case .string: "missing is the empty text"
    case .bool: "0 or 1; missing is refused"
    case .int64, .uint64: "whole numbers up to 2^53; missing is refused"
    case .some: "whole numbers in its range; missing is refused"
    case nil: nil
    }
  }
}
