import Diagnostics
import Yams

/// Decodes YAML nodes of one file, and collects every mistake with its line and the nearest valid key.
///
/// Scalars are taken as they are written: `1997-01`, `no` and `007` are text where text is wanted.
struct YAMLReader {
  let file: String
  private(set) var problems = Problems()
  /// The identifiers under which mistakes are told.
  let keyIdentifier: Diagnostic.Identifier
  let valueIdentifier: Diagnostic.Identifier

  /// Nested deeper, a file is refused before it is parsed.
  private static let depthLimit = 32
  private static let sizeLimit = 8 << 20
  /// What is told at once; the rest shows when these are mended.
  static let problemLimit = 100

  init(file: String, key: Diagnostic.Identifier, value: Diagnostic.Identifier) {
    self.file = file
    keyIdentifier = key
    valueIdentifier = value
  }

  /// The document's root node; nil with a problem where it is not YAML.
  mutating func root(_ bytes: [UInt8], syntax: Diagnostic.Identifier) -> Node? {
    guard bytes.count <= YAMLReader.sizeLimit, YAMLReader.isShallow(bytes) else {
      add(syntax, at: nil, "the file is too large or too deeply nested")
      return nil
    }
    guard let text = String(validating: bytes.dropFirst(TableFile.hasMark(bytes) ? 3 : 0), as: UTF8.self)
    else {
      add(syntax, at: nil, "the file is not UTF-8")
      return nil
    }
    if let alias = YAMLReader.alias(bytes) {
      problems.add(
        Diagnostic(
          syntax, .configuration, at: Diagnostic.Place(file: file, line: alias.line),
          "the file has the alias '*\(alias.name)'", expected: "no anchors and aliases",
          next: "Write the value out where it is used."))
      return nil
    }
    do {
      if let node = try Yams.compose(yaml: text, .basic) { return node }
      add(syntax, at: nil, "the file is empty")
    } catch let error as YamlError {
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        add(syntax, at: mark, "the file is not YAML: \(problem)")
      case .duplicatedKeysInMapping(let keys, let context):
        add(
          keyIdentifier, at: context.mark,
          "'\(keys.map { String(describing: $0) }.sorted().joined(separator: "', '"))' is there twice")
      default:
        add(syntax, at: nil, "the file is not YAML")
      }
    } catch {
      add(syntax, at: nil, "the file is not YAML")
    }
    return nil
  }

  /// The values of a mapping by key; other keys and other nodes are told.
  mutating func mapping(_ node: Node, of what: String, keys: [String]) -> [String: Node]? {
    guard let mapping = node.mapping else {
      add(
        valueIdentifier, at: node.mark, "\(what) is not a mapping",
        expected: "'key: value' with \(YAMLReader.list(keys))")
      return nil
    }
    var values: [String: Node] = [:]
    for (key, value) in mapping {
      guard let name = key.scalar?.string, keys.contains(name) else {
        let written = key.scalar?.string ?? "?"
        add(
          keyIdentifier, at: key.mark, "\(what) has the unknown key \(quoted(written))",
          expected: YAMLReader.list(keys), next: suggestion(for: written, among: keys))
        continue
      }
      values[name] = value
    }
    return values
  }

  mutating func sequence(_ node: Node, of what: String) -> [Node]? {
    guard let sequence = node.sequence else {
      add(valueIdentifier, at: node.mark, "\(what) is not a list")
      return nil
    }
    return Array(sequence)
  }

  mutating func text(_ node: Node, of what: String) -> String? {
    guard let scalar = node.scalar else {
      add(valueIdentifier, at: node.mark, "\(what) is not text")
      return nil
    }
    return scalar.string
  }

  /// A finite decimal number.
  mutating func number(_ node: Node, of what: String) -> Double? {
    guard let text = node.scalar?.string, let number = DecimalNumber.parse(text), number.isFinite else {
      add(
        valueIdentifier, at: node.mark, "\(what) is not a number", expected: "a finite decimal number",
        found: node.scalar.map { "'\($0.string.prefix(32))'" })
      return nil
    }
    return number
  }

  mutating func add(
    _ identifier: Diagnostic.Identifier, at mark: Mark?, _ summary: String, expected: String? = nil,
    found: String? = nil, next: String? = nil
  ) {
    add(
      identifier, line: mark?.line, column: mark?.column, summary, expected: expected, found: found,
      next: next)
  }

  /// A mistake at a place that is no node's.
  mutating func add(
    _ identifier: Diagnostic.Identifier, line: Int?, column: Int?, _ summary: String, expected: String? = nil,
    found: String? = nil, next: String? = nil
  ) {
    guard problems.list.count < YAMLReader.problemLimit else { return }
    problems.add(
      Diagnostic(
        identifier, .configuration,
        at: Diagnostic.Place(file: file, line: line, column: column), summary, expected: expected,
        found: found, next: next))
  }

  /// A sentence with the valid name nearest to what is written; nil where none is, or where no more is told.
  func suggestion(for written: String, among names: some Sequence<String>) -> String? {
    guard problems.list.count < YAMLReader.problemLimit else { return nil }
    return nearestName(to: String(written.prefix(60)), among: names.prefix(1000)).map {
      "Did you mean '\($0)'?"
    }
  }

  static func list(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
  }

  /// Counts brackets, leading dashes and indentation, wherever they stand: no table needs so many.
  private static func isShallow(_ bytes: [UInt8]) -> Bool {
    var depth = 0
    var dashes = 0
    var indentation = 0
    var isLineStart = true
    for byte in bytes {
      switch byte {
      case 0x5B, 0x7B: depth += 1
      case 0x5D, 0x7D: depth = max(depth - 1, 0)
      case 0x0A:
        isLineStart = true
        dashes = 0
        indentation = 0
        continue
      case 0x2D where isLineStart, 0x3F where isLineStart: dashes += 1
      case 0x20 where isLineStart: indentation += 1
      default: break
      }
      if byte != 0x20, byte != 0x2D, byte != 0x3F { isLineStart = false }
      if depth > depthLimit || dashes > depthLimit * 4 || indentation > depthLimit * 8 {
        return false
      }
    }
    return true
  }
}
