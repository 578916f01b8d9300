import Diagnostics
import Models

/// Categories that a CSV dataset takes for missing values, so that the model never sees them.
enum UnreadCategories {
  /// What `missing_values` of a dataset are unless it says otherwise.
  private static let missing = ["", "NA"]

  /// A sentence for each such category.
  static func remarks(_ signature: Signature) -> [String] {
    missing.compactMap { text in
      let names = signature.inputs.compactMap { input -> String? in
        guard case .category(let categories) = input.kind, categories.contains(text) else { return nil }
        return quoted(input.name)
      }
      guard let last = names.last else { return nil }
      let all = names.count > 6 ? names.prefix(6) + ["\(names.count - 6) more"] : names.dropLast() + [last]
      let cell = text.isEmpty ? "an empty cell" : "this cell"
      let price = text.isEmpty ? ", which makes empty cells of its numbers an error" : ""
      let have = names.count == 1 ? "has" : "have"
      return all.joined(separator: ", ")
        + " \(have) the category '\(text)': \(cell) of a CSV file is read as missing. Spell the category otherwise in training, or leave '\(text)' out of the dataset's missing_values\(price)."
    }
  }
}
