import Diagnostics

/// The categories that LightGBM's Python package writes behind a model trained on a data frame.
enum PandasCategories {
  /// **Shape:** JSON, one list of strings, numbers or truth values for each categorical column, in the order
  /// of the columns; `null` for other data.
  static func read(_ text: LightGBMText, _ line: LightGBMText.Line) throws(Problems) -> [[String]] {
    let start = line.bytes.lowerBound + "pandas_categorical:".utf8.count
    var parser = CategoryListParser(Array(text.bytes[start..<line.bytes.upperBound]))
    guard let lists = parser.lists() else {
      throw Problems([
        Diagnostic(
          .lightgbmCategories, .configuration, at: text.place(line.number),
          "'pandas_categorical' is not a JSON list of lists",
          expected: "strings, numbers, true or false in them",
          next: "Copy or save the file again.")
      ])
    }
    for list in lists where Set(list).count != list.count {
      throw Problems([
        Diagnostic(
          .lightgbmCategories, .configuration, at: text.place(line.number),
          "'pandas_categorical' has a category twice in one list")
      ])
    }
    return lists
  }

  /// Which features the lists belong to: the file does not say, but it has them in the features' order.
  ///
  /// The parameter `categorical_feature` names them; where it is not there, the features' own infos do.
  static func features(_ document: LightGBMDocument) throws(CategoryFault) -> [Int: [String]] {
    let lists = document.pandasCategories
    if lists.isEmpty { return [:] }
    let infos = document.header.featureInfos
    var candidates: [[Int]] = []
    if let parameter = document.parameters["categorical_feature"] ?? document.parameters["categorical_column"]
    {
      let named = parameter.split(separator: ",").map { Int($0) }
      // LightGBM takes a feature that is named twice for one.
      candidates.append(Set(named.compactMap { $0 }.filter { infos.indices.contains($0) }).sorted())
    }
    candidates.append(infos.indices.filter { if case .categories = infos[$0] { true } else { false } })
    for features in candidates where features.count == lists.count {
      guard zip(features, lists).allSatisfy({ fits(infos[$0], $1.count) }) else { continue }
      return Dictionary(uniqueKeysWithValues: zip(features, lists))
    }
    throw CategoryFault(lists: lists.count, features: candidates.map(\.count).max() ?? 0)
  }

  /// Whether the codes seen in training are codes of so many categories.
  private static func fits(_ info: LightGBMFeatureInfo, _ count: Int) -> Bool {
    switch info {
    case .none: true
    case .range(let low, let high): low >= 0 && high < Double(count)
    case .categories(let codes): codes.allSatisfy { $0 < count }
    }
  }
}

/// The lists can't be assigned to features.
struct CategoryFault: Error {
  let lists: Int
  let features: Int
}
