import Diagnostics

/// What stands before the trees.
struct LightGBMHeader: Sendable {
  let version: LightGBMVersion
  let outputs: Int
  let objective: LightGBMObjectiveLine
  let averages: Bool
  let featureNames: [String]
  let featureInfos: [LightGBMFeatureInfo]
  /// Bytes of each tree as the file tells; nil where it does not.
  let treeSizes: [Int]?

  private static let known = [
    "version", "num_class", "num_tree_per_iteration", "label_index", "max_feature_idx", "objective",
    "average_output", "feature_names", "monotone_constraints", "feature_infos", "tree_sizes",
  ]

  /// Reads up to the first tree, or to `end of trees` where there is none.
  static func read(_ text: inout LightGBMText) throws(Problems) -> LightGBMHeader {
    guard let first = text.nextLine(), text.string(first) == "tree" else {
      throw Problems([
        Diagnostic(
          .lightgbmMalformed, .configuration, at: text.place(1), "the file is not a LightGBM text model",
          expected: "'tree' in the first line",
          next: "Save the model with 'booster.save_model(\"model.txt\")'.")
      ])
    }
    var values: [String: (line: Int, value: Range<Int>)] = [:]
    var ended = false
    while let line = text.peekLine() {
      if text.starts(line, with: "Tree=") || text.starts(line, with: "end of trees")
        || text.starts(line, with: "feature importances:")
      {
        ended = true
        break
      }
      _ = text.nextLine()
      if line.bytes.isEmpty { continue }
      let (key, value) =
        text.keyAndValue(line) ?? (text.string(line), line.bytes.upperBound..<line.bytes.upperBound)
      if known.contains(key) { values[key] = (line.number, value) }
    }
    var reader = LightGBMHeaderReader(text: text, values: values, lastLine: text.lineNumber)
    guard ended else {
      throw Problems([
        Diagnostic(
          .lightgbmTruncated, .configuration, at: text.place(text.lineNumber),
          "the model ends before its first tree", next: "Copy or save the file again.")
      ])
    }
    return try reader.header()
  }
}

/// What the training data of one feature looked like.
enum LightGBMFeatureInfo: Sendable, Hashable {
  /// A feature that no split could use.
  case none
  /// From the smallest to the largest value.
  case range(Double, Double)
  case categories([Int])
}
