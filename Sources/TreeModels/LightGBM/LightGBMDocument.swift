import Diagnostics

/// A whole model file, read and checked.
struct LightGBMDocument: Sendable {
  let header: LightGBMHeader
  let trees: [LightGBMTree]
  /// Whether LightGBM 2.0 or 2.1 wrote it.
  let isEarly: Bool
  /// The parameters it was trained with, as far as the file tells.
  let parameters: [String: String]
  /// The categories of the data frame's categorical columns, in the order of the columns.
  let pandasCategories: [[String]]

  /// How sums become predictions in the version that the file tells of.
  ///
  /// A file without parameters tells of none but its format's newest.
  var objective: LightGBMObjective {
    let objective = header.objective.objective
    guard case .softplus = objective else { return objective }
    switch header.version {
    case .v2: return .roundedSoftplus
    // 3.3 brought both log1p and this parameter into every file.
    case .v3 where !parameters.isEmpty && parameters["precise_float_parser"] == nil: return .roundedSoftplus
    case .v3, .v4: return objective
    }
  }

  /// Whether some leaf holds a linear model.
  var isLinear: Bool { trees.contains { $0.linear != nil } }

  static func read(_ text: inout LightGBMText) throws(Problems) -> LightGBMDocument {
    let header = try LightGBMHeader.read(&text)
    let (trees, isEarly) = try LightGBMTrees.read(&text, header: header)
    var parameters: [String: String] = [:]
    var categories: [[String]] = []
    var inParameters: Int?
    while let line = text.nextLine() {
      if text.starts(line, with: "parameters:") {
        inParameters = line.number
      } else if text.starts(line, with: "end of parameters") {
        inParameters = nil
      } else if text.starts(line, with: "pandas_categorical:") {
        categories = try PandasCategories.read(text, line)
      } else if inParameters != nil, text.starts(line, with: "["),
        let colon = text.bytes[line.bytes].firstIndex(of: 0x3A),
        text.bytes[line.bytes.upperBound - 1] == 0x5D, colon + 1 < line.bytes.upperBound
      {
        let name = text.string(line.bytes.lowerBound + 1..<colon)
        let value = text.fields(colon + 1..<line.bytes.upperBound - 1).map { text.string($0) }
        parameters[name] = value.joined(separator: " ")
      }
    }
    if let start = inParameters {
      throw Problems([
        Diagnostic(
          .lightgbmTruncated, .configuration, at: text.place(start),
          "the model ends inside its parameters", expected: "'end of parameters'",
          next: "Copy or save the file again.")
      ])
    }
    return LightGBMDocument(
      header: header, trees: trees, isEarly: isEarly, parameters: parameters, pandasCategories: categories)
  }
}
