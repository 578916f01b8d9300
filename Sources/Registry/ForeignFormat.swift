/// What a file that can't be read looks like, so that a person knows what it was taken for.
struct ForeignFormat: Sendable, Hashable {
  let name: String
  /// What to do about it, a full sentence.
  let advice: String?

  init(_ name: String, _ advice: String? = nil) {
    self.name = name
    self.advice = advice
  }

  static func guess(_ bytes: [UInt8]) -> ForeignFormat? {
    let start = bytes.prefix(4096)
    for (magic, format) in magics where start.starts(with: magic) { return format }
    if start.count > 1, start[0] == 0x80, (2...5).contains(start[1]) { return pickle(start) }
    if start.first == 0x28 || start.starts(with: [0x63]), contains(start, "sklearn") { return pickle(start) }
    if start.first(where: { !blanks.contains($0) }) == 0x7B { return json(start) }
    if contains(start, "<PMML") { return pmml }
    if start.starts(with: "<?xml".utf8) { return ForeignFormat("an XML file") }
    if start.starts(with: "Tree=".utf8) || start.starts(with: "num_class=".utf8) {
      return ForeignFormat(
        "a part of a LightGBM text model", "Save it whole with 'booster.save_model(\"model.txt\")'.")
    }
    return nil
  }

  private static let magics: [([UInt8], ForeignFormat)] = [
    (Array("RDX2\n".utf8), rds), (Array("RDX3\n".utf8), rds), (Array("X\n\0\0\0".utf8), rds),
    (Array("A\n2\n".utf8), rds), (Array("A\n3\n".utf8), rds),
    (Array("binf".utf8), xgboostBinary), (Array("bs64".utf8), xgboostBinary),
    (Array("CBM1".utf8), catboost("a CatBoost model")),
    (
      [0x1F, 0x8B],
      ForeignFormat(
        "a gzip file", "R's saveRDS and joblib write such; unpack it, or save the model in its own format.")
    ),
    (
      [0x50, 0x4B, 0x03, 0x04],
      ForeignFormat(
        "a zip archive", "PyTorch, Keras and skops write such; save the model in a format of its own.")
    ),
    ([0x89, 0x48, 0x44, 0x46], ForeignFormat("HDF5", "Keras writes such.")),
    ([0x78, 0x01], compressed), ([0x78, 0x5E], compressed), ([0x78, 0x9C], compressed),
    ([0x78, 0xDA], compressed),
    (Array("SQLite format 3".utf8), ForeignFormat("a SQLite database")),
    (Array("PAR1".utf8), ForeignFormat("a Parquet file")),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], ForeignFormat("an xz file", "R's saveRDS and joblib write such.")),
    (Array("BZh".utf8), ForeignFormat("a bzip2 file", "R's saveRDS and joblib write such.")),
  ]

  private static let rds = ForeignFormat(
    "R's RDS", "In R, save the model in its own format: 'lgb.save(model, file)'.")
  private static let compressed = ForeignFormat("a compressed joblib file", noPickle)
  private static let xgboostBinary = ForeignFormat(
    "XGBoost's old binary format",
    "Load it with XGBoost 3.0 or older, and save it with 'booster.save_model(\"model.ubj\")'."
  )
  private static let noPickle =
    "Loading one runs code, so it is never opened: save the model in its own format, "
    + "'booster.save_model(\"model.txt\")', convert it to ONNX, or serve it behind a process model."
  private static let pmml = ForeignFormat(
    "PMML", "PMML is not read yet: where it was made by scikit-learn, save the model as ONNX instead.")

  private static func catboost(_ name: String) -> ForeignFormat {
    ForeignFormat(name, "Save it with 'model.save_model(\"model.onnx\", format=\"onnx\")'.")
  }

  private static let blanks: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20]

  private static func pickle(_ start: ArraySlice<UInt8>) -> ForeignFormat {
    ForeignFormat(contains(start, "joblib") ? "a joblib file (a pickle)" : "a Python pickle", noPickle)
  }

  private static func json(_ start: ArraySlice<UInt8>) -> ForeignFormat? {
    if contains(start, "learner") {
      let next = start.dropFirst().first { !blanks.contains($0) }
      return ForeignFormat(next == 0x22 ? "XGBoost JSON" : "XGBoost UBJSON")
    }
    if contains(start, "tree_info"), contains(start, "feature_names") {
      return ForeignFormat("a LightGBM JSON dump", "Save the model with 'booster.save_model(\"model.txt\")'.")
    }
    if contains(start, "oblivious_trees") || contains(start, "float_features") {
      return catboost("CatBoost JSON")
    }
    // A YAML map in braces begins in the same way.
    return contains(start, "scorecard") ? nil : ForeignFormat("a JSON file")
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard bytes.count >= length else { return false }
    return (bytes.startIndex...bytes.endIndex - length).contains { start in
      (0..<length).allSatisfy { bytes[start + $0] == text.utf8Start[$0] }
    }
  }
}
