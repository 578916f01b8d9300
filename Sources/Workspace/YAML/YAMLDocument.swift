package import Diagnostics
import Yams

/// One YAML document read into nodes with places; hostile text is refused, not suffered.
///
/// Refused: more than 4 MiB, nesting deeper than 64, more than 200,000 values once aliases are followed,
/// merge keys, tags, several documents, keys that are not plain text, and repeated keys (each with both lines).
package enum YAMLDocument {
  package static let maximumBytes = 4 << 20
  package static let maximumDepth = 64
  package static let maximumValues = 200_000

  /// Reads the bytes of a file.
  ///
  /// - Parameter file: What messages call it.
  /// - Returns: `.empty` for a file without a document.
  /// **Throws:** the first syntax error, or all repeated and unusable keys.
  package static func read(_ bytes: [UInt8], file: String) throws(Problems) -> YAMLNode {
    var problems = Problems()
    do {
      let text = try YAMLText(bytes, file: file)
      let (root, renamed) = try compose(text)
      guard let root else { return YAMLNode(.empty, at: Diagnostic.Place(file: file, line: 1, column: 1)) }
      var converter = YAMLConverter(text: text, renamed: renamed)
      let node = try converter.convert(root, depth: 0)
      problems = converter.problems
      if problems.isEmpty { return node }
    } catch {
      problems.add(error)
    }
    throw problems
  }

  /// The parser stops at a repeated key and tells one place. So the key is renamed in a copy of the text,
  /// one scalar for one scalar, and read again until all of them are known by their offset.
  private static func compose(_ text: YAMLText) throws(Diagnostic) -> (Node?, renamed: [Int: String]) {
    var scalars: [Int: UnicodeScalar] = [:]
    var renamed: [Int: String] = [:]
    // Each one costs another reading: many of a small file, few of a large one.
    let mostRenamed = min(100, max(1, (1 << 20) / max(text.text.utf8.count, 1)))
    while true {
      do {
        let parser = try Parser(yaml: text.text(replacing: scalars), resolver: .basic, encoding: .utf8)
        return (try parser.singleRoot(), renamed)
      } catch let YamlError.duplicatedKeysInMapping(names, context) {
        let start = text.offset(line: context.mark.line, column: context.mark.column)
        let isQuoted = text.byte(at: start) == 0x22 || text.byte(at: start) == 0x27
        let offset = isQuoted ? start + 1 : start
        guard let name = names.first, !name.isEmpty, scalars[offset] == nil, scalars.count < mostRenamed,
          let first = text.byte(at: offset),
          isQuoted || ![0x21, 0x26, 0x2A, 0x3F, 0x5B, 0x7B].contains(first),
          let scalar = UnicodeScalar(0xE000 + UInt32(scalars.count))
        else {
          throw Diagnostic(
            .yamlDuplicateKey, .configuration, at: text.place(ofByte: start),
            "key \(quoted(names.first ?? "")) stands twice in one map", next: "Remove one of them.")
        }
        scalars[offset] = scalar
        renamed[start] = name
      } catch let error as YamlError {
        throw syntaxProblem(error, in: text)
      } catch {
        throw Diagnostic(
          .yamlSyntax, .configuration, at: Diagnostic.Place(file: text.file),
          "the file can't be read as YAML",
          found: "\(error)")
      }
    }
  }
}

/// Turns the parser's nodes into ours, within bounds.
private struct YAMLConverter {
  let text: YAMLText
  /// Keys that were renamed to get past the parser, by their offset.
  let renamed: [Int: String]
  var problems = Problems()
  var values = 0

  init(text: YAMLText, renamed: [Int: String]) {
    self.text = text
    self.renamed = renamed
  }

  mutating func convert(_ node: Node, depth: Int) throws(Diagnostic) -> YAMLNode {
    let place = place(of: node)
    values += 1
    guard values <= YAMLDocument.maximumValues else {
      throw Diagnostic(
        .yamlTooComplex, .configuration, at: place, "the file holds too many values, aliases followed",
        expected: "at most \(YAMLDocument.maximumValues)")
    }
    guard depth <= YAMLDocument.maximumDepth else {
      throw Diagnostic(
        .yamlTooComplex, .configuration, at: place, "values are nested too deeply",
        expected: "at most \(YAMLDocument.maximumDepth) levels")
    }
    checkTag(of: node, at: place)
    switch node {
    case .scalar(let scalar):
      let isEmpty = scalar.string.isEmpty && scalar.style == .plain
      return YAMLNode(isEmpty ? .empty : .text(scalar.string), at: place)
    case .sequence(let sequence):
      var list: [YAMLNode] = []
      list.reserveCapacity(sequence.count)
      for item in sequence { list.append(try convert(item, depth: depth + 1)) }
      return YAMLNode(.list(list), at: place)
    case .mapping(let mapping):
      return YAMLNode(.map(try entries(of: mapping, depth: depth)), at: place)
    case .alias:
      // The parser follows aliases itself.
      throw Diagnostic(.yamlSyntax, .configuration, at: place, "an alias stands for nothing")
    }
  }

  private mutating func entries(of mapping: Node.Mapping, depth: Int) throws(Diagnostic) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var first: [String: Diagnostic.Place] = [:]
    entries.reserveCapacity(mapping.count)
    for (keyNode, valueNode) in mapping {
      let keyPlace = place(of: keyNode)
      guard case .scalar(let scalar) = keyNode else {
        problems.add(
          Diagnostic(
            .yamlWrongShape, .configuration, at: keyPlace, "a key is not plain text", expected: "text",
            found: keyNode.mapping == nil ? "a list" : "a map",
            next: "Put text with braces or brackets into quotes."))
        continue
      }
      let key =
        scalar.mark.flatMap { renamed[text.offset(line: $0.line, column: $0.column)] } ?? scalar.string
      checkTag(of: keyNode, at: keyPlace)
      if key == "<<", scalar.style == .plain {
        problems.add(
          Diagnostic(
            .yamlMergeKey, .configuration, at: keyPlace, "merge keys ('<<') are not read",
            next: "Write the keys out, or put what differs into a file given with --config."))
        continue
      }
      if let earlier = first[key] {
        problems.add(
          Diagnostic(
            .yamlDuplicateKey, .configuration, at: keyPlace,
            "key \(quoted(key)) stands twice in one map, first in line \(earlier.line ?? 1)",
            next: "Remove one of them."))
        continue
      }
      first[key] = keyPlace
      entries.append(YAMLEntry(key: key, place: keyPlace, value: try convert(valueNode, depth: depth + 1)))
    }
    return entries
  }

  private mutating func checkTag(of node: Node, at place: Diagnostic.Place) {
    let tag =
      switch node {
      case .scalar(let scalar): scalar.tag.rawValue
      case .sequence(let sequence): sequence.tag.rawValue
      case .mapping(let mapping): mapping.tag.rawValue
      case .alias(let alias): alias.tag.rawValue
      }
    let known = ["", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"]
    guard !known.contains(tag) else { return }
    problems.add(
      Diagnostic(
        .yamlSyntax, .configuration, at: place, "a tag stands before a value", found: quoted(tag),
        next: "Remove it: each key knows its own type. Put a text that begins with '!' into quotes."))
  }

  private func place(of node: Node) -> Diagnostic.Place {
    guard let mark = node.mark else { return Diagnostic.Place(file: text.file) }
    return text.place(line: mark.line, column: mark.column)
  }
}
