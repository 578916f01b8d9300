import Diagnostics

/// The categories of the data frame a model was trained on, which XGBoost 3.1 and later keeps in its files.
///
/// **Source:** XGBoost, `CatContainer::Save`.
enum XGBoostCategories {
  /// The first version that counts the bytes of a pandas category, and not its letters.
  ///
  /// Files from polars are right in older ones too, but nothing in them tells.
  private static let countsBytes = [3, 5]

  private static func isBeyondASCII(_ object: [String: XGBoostValue]) -> Bool {
    guard object["offsets"] != nil, let bytes = object["values"]?.integers else { return false }
    return (0..<bytes.count).contains { !(0..<0x80).contains(bytes[$0]) }
  }

  /// By feature, in the order of their codes; features without are left out.
  static func read(
    _ booster: [String: XGBoostValue], _ learner: XGBoostLearner, _ fields: inout XGBoostFields
  ) -> [Int: [String]] {
    let holder = learner.booster == "dart" ? booster["gbtree"]?.object : booster
    guard let container = holder?["model"]?.object?["cats"]?.object, let list = container["enc"]?.list,
      !list.isEmpty
    else { return [:] }
    guard list.count == learner.features else {
      fields.add(
        Diagnostic(
          .xgboostCategories, .configuration, at: fields.place,
          "the file has categories for another number of inputs", expected: "\(learner.features)",
          found: "\(list.count)"))
      return [:]
    }
    var categories: [Int: [String]] = [:]
    for (feature, value) in list.enumerated() {
      if learner.version.lexicographicallyPrecedes(countsBytes), value.object.map({ isBeyondASCII($0) }) ?? false {
        fields.add(
          Diagnostic(
            .xgboostCategories, .configuration, at: fields.place,
            "the categories of input \(feature) have letters beyond ASCII, which XGBoost \(learner.versionText) "
              + "stores wrongly: it counts letters where it should count bytes, and leaves the last ones out",
            next: "Train on categories named in ASCII, or on their codes."))
        continue
      }
      guard let object = value.object, let texts = texts(object), Set(texts).count == texts.count else {
        fields.add(
          Diagnostic(
            .xgboostCategories, .configuration, at: fields.place,
            "the categories of input \(feature) can't be read", expected: "different texts or numbers"))
        continue
      }
      if !texts.isEmpty { categories[feature] = texts }
    }
    return categories
  }

  private static func texts(_ object: [String: XGBoostValue]) -> [String]? {
    guard let value = object["values"] else { return nil }
    guard let list = object["offsets"] else { return numbers(value) }
    guard let offsets = list.integers, let bytes = value.integers else { return nil }
    if offsets.count == 0 { return bytes.count == 0 ? [] : nil }
    guard offsets[0] == 0, offsets[offsets.count - 1] == bytes.count else { return nil }
    var texts: [String] = []
    for index in 1..<max(offsets.count, 1) {
      guard offsets[index - 1] <= offsets[index], offsets[index] <= bytes.count else { return nil }
      let encoded = (offsets[index - 1]..<offsets[index]).map { UInt8(truncatingIfNeeded: bytes[$0]) }
      guard let text = String(validating: encoded, as: UTF8.self) else { return nil }
      texts.append(text)
    }
    return texts
  }

  /// Numbers as categories are named by their digits, as a CSV of the frame has them.
  private static func numbers(_ value: XGBoostValue) -> [String]? {
    if let integers = value.integers { return (0..<integers.count).map { String(integers[$0]) } }
    return value.numbers?.map { "\($0)" }
  }
}
