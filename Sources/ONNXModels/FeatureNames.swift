import Foundation

/// Names of columns that somebody wrote into the file's metadata.
enum FeatureNames {
  /// A list in JSON, or names with commas between them, under one of the usual keys; nil where there is none.
  static func find(_ metadata: [(key: String, value: String)]) -> [String]? {
    for key in ["feature_names", "features", "columns"] {
      guard let value = metadata.first(where: { $0.key == key })?.value, !value.isEmpty else { continue }
      if value.utf8.count < 1 << 20,
        let list = try? JSONDecoder().decode([String].self, from: Data(value.utf8))
      {
        return list
      }
      return value.split(separator: ",", omittingEmptySubsequences: false).map { name in
        name.trimmingCharacters(in: .whitespaces)
      }
    }
    return nil
  }
}
