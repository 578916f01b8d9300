import Book
package import Diagnostics
import Workspace

extension Diagnostic.Identifier {
  package static let registryCard = Self("registry-card")
}

/// A card of the Hugging Face Hub as metadata: what its front matter says that a version keeps.
///
/// **Source:** model card metadata of the Hub: `library_name`, `license`, `model-index`.
enum HubCard {
  /// A card is told by its name, as everywhere.
  static func isOne(_ file: String) -> Bool { file.lowercased().hasSuffix(".md") }

  /// The front matter in the keys of a metadata file: `framework`, `metrics`, and the licence as `note`.
  ///
  /// **Throws:** `registry-card` where there is no front matter, or nothing in it to keep.
  static func metadata(_ bytes: [UInt8], file: String) throws(Problems) -> YAMLNode {
    let matter = try YAMLDocument.read(frontMatter(bytes, file), file: file)
    guard case .map(let entries) = matter.content else { throw nothing(file) }
    let values = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
    var found: [YAMLEntry] = []
    func add(_ key: String, _ value: YAMLNode?) {
      if let value { found.append(YAMLEntry(key: key, place: value.place, value: value)) }
    }
    add("framework", values["library_name"])
    add("metrics", values["model-index"].flatMap(metrics))
    if let license = values["license"], let text = license.text {
      let name = text == "other" ? values["license_name"]?.text ?? text : text
      let card = file.split(separator: "/").last.map(String.init) ?? file
      add("note", YAMLNode(.text("Licence \(name), as \(card) says."), at: license.place))
    }
    guard !found.isEmpty else { throw nothing(file) }
    return YAMLNode(.map(found), at: matter.place)
  }

  /// What stands between the marks, its lines numbered as in the file.
  private static func frontMatter(_ bytes: [UInt8], _ file: String) throws(Problems) -> [UInt8] {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
    let mark = Array("---".utf8)
    guard let first = lines.first, first.elementsEqual(mark),
      let end = lines.dropFirst().firstIndex(where: { $0.elementsEqual(mark) })
    else {
      throw Problems(
        Diagnostic(
          .registryCard, .configuration, at: .init(file: file, line: 1), "the card has no front matter",
          expected: "YAML between two lines '---'",
          next: "Give the metadata as YAML, or a model card of the Hugging Face Hub."))
    }
    return [UInt8(ascii: "\n")] + Array(lines[1..<end].joined(separator: [UInt8(ascii: "\n")]))
  }

  private static func nothing(_ file: String) -> Problems {
    Problems(
      Diagnostic(
        .registryCard, .configuration, at: .init(file: file, line: 1),
        "the front matter of the card says nothing that a version keeps",
        expected: "library_name, license or model-index", next: "Give the metadata as YAML."))
  }

  /// Metrics of all results: the first of a type by the type alone, others with their data set behind it.
  private static func metrics(_ index: YAMLNode) -> YAMLNode? {
    var found: [YAMLEntry] = []
    for result in items(index).flatMap({ items($0["results"]) }) {
      let dataset = result["dataset"]
      let words = [dataset?["name"]?.text ?? dataset?["type"]?.text, dataset?["config"]?.text]
        .compactMap { $0 }.joined(separator: ", ")
      for metric in items(result["metrics"]) {
        guard let type = metric["type"]?.text, let value = metric["value"] else { continue }
        let isSlice = dataset?["config"] != nil
        var name = type
        if isSlice || found.contains(where: { $0.key == type }) { name += " (\(words))" }
        guard !found.contains(where: { $0.key == name }) else { continue }
        found.append(YAMLEntry(key: name, place: value.place, value: value))
      }
    }
    return found.isEmpty ? nil : YAMLNode(.map(found), at: index.place)
  }

  private static func items(_ node: YAMLNode?) -> [YAMLNode] {
    guard case .list(let items)? = node?.content else { return [] }
    return items
  }
}

extension YAMLNode {
  fileprivate subscript(_ key: String) -> YAMLNode? {
    guard case .map(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }
}
