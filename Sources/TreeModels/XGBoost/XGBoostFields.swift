import Diagnostics

/// Looks things up in a document, and collects everything that is not as XGBoost writes it.
struct XGBoostFields {
  let file: String
  private(set) var problems = Problems()
  /// Beyond this many, more of the same says nothing.
  private static let limit = 50

  init(file: String) { self.file = file }

  var place: Diagnostic.Place { Diagnostic.Place(file: file) }

  mutating func add(_ diagnostic: Diagnostic) {
    if problems.list.count < XGBoostFields.limit { problems.add(diagnostic) }
  }

  mutating func malformed(_ path: String, expected: String, found: String? = nil) {
    add(
      Diagnostic(
        .xgboostMalformed, .configuration, at: place, "'\(visible(path))' is not what XGBoost writes there",
        expected: expected, found: found, next: "Save the model again with 'booster.save_model(\"model.json\")'."))
  }

  mutating func unsupported(_ summary: String, expected: String? = nil, found: String? = nil, next: String? = nil) {
    add(
      Diagnostic(
        .xgboostUnsupported, .configuration, at: place, summary, expected: expected, found: found, next: next))
  }

  /// An object inside another; nil, and a problem, where it is none.
  mutating func object(_ path: String, in object: [String: XGBoostValue]) -> [String: XGBoostValue]? {
    let name = XGBoostFields.last(path)
    if let found = object[name]?.object { return found }
    malformed(path, expected: "an object", found: object[name]?.kind ?? "nothing")
    return nil
  }

  mutating func text(_ path: String, in object: [String: XGBoostValue]) -> String? {
    let name = XGBoostFields.last(path)
    if let found = object[name]?.text { return found }
    malformed(path, expected: "a text", found: object[name]?.kind ?? "nothing")
    return nil
  }

  /// A whole number from 0 that is written as a text, as parameters are; `missing` where there is none.
  mutating func count(_ path: String, in object: [String: XGBoostValue], missing: Int? = nil) -> Int? {
    let name = XGBoostFields.last(path)
    guard let value = object[name] else {
      if missing == nil { malformed(path, expected: "a whole number", found: "nothing") }
      return missing
    }
    if case .integer(let integer) = value, integer >= 0, let count = Int(exactly: integer) { return count }
    if let text = value.text, text.utf8.count <= 18, let count = Int(text), count >= 0 { return count }
    malformed(path, expected: "a whole number", found: value.text.map { quoted($0) } ?? value.kind)
    return nil
  }

  mutating func texts(_ path: String, in object: [String: XGBoostValue]) -> [String] {
    let name = XGBoostFields.last(path)
    guard let value = object[name] else { return [] }
    guard let list = value.list else {
      malformed(path, expected: "a list of texts", found: value.kind)
      return []
    }
    let texts = list.compactMap(\.text)
    if texts.count != list.count { malformed(path, expected: "a list of texts", found: "others in it") }
    return texts.count == list.count ? texts : []
  }

  private static func last(_ path: String) -> String {
    path.split(separator: ".").last.map { String($0) } ?? path
  }
}
