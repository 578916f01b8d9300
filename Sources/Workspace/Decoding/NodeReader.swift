package import Diagnostics

/// Reads values out of YAML nodes and keeps all that is wrong with them, so that one pass tells everything.
///
/// A function that gives nil for a value that is there has reported why.
package struct NodeReader: Sendable {
  package private(set) var problems = Problems()
  /// Where each key and list item stands, by its path: `jobs.nightly.keep`, `jobs.nightly.keep.0`.
  package private(set) var places: [String: Diagnostic.Place] = [:]
  private var valuePlaces: [String: Diagnostic.Place] = [:]

  package init() {}

  package mutating func report(_ diagnostic: Diagnostic) { problems.add(diagnostic) }
  package mutating func report(_ other: Problems) { problems.add(other) }

  /// Where the value of a key path stands, else the key of what holds it.
  package func valuePlace(of path: String) -> Diagnostic.Place? {
    if let place = valuePlaces[path] { return place }
    var rest = path[...]
    while let dot = rest.lastIndex(of: ".") {
      rest = rest[..<dot]
      if let place = places[String(rest)] { return place }
    }
    return nil
  }

  /// The keys of a map, unknown ones reported. An empty value is a map without keys.
  ///
  /// - Parameters:
  ///   - keys: The valid keys in the order of their documentation; nil where they are names.
  ///   - what: What messages call the map: "job 'nightly'".
  ///   - path: Its key path; "" at the top.
  package mutating func map(_ node: YAMLNode, keys: [String]?, what: String, path: String) -> NodeMap? {
    let entries: [YAMLEntry]
    switch node.content {
    case .map(let found): entries = found
    case .empty: entries = []
    default:
      report(
        Diagnostic(
          .yamlWrongShape, .configuration, at: node.place, "\(what) is not a map",
          expected: "keys with values",
          found: node.found))
      return nil
    }
    var known: [String: YAMLEntry] = [:]
    for entry in entries {
      if let keys, !keys.contains(entry.key) {
        let nearest = nearestName(to: entry.key, among: keys)
        report(
          Diagnostic(
            .yamlUnknownKey, .configuration, at: entry.place, "unknown key \(quoted(entry.key)) in \(what)",
            next: nearest.map { "Did you mean \(quoted($0))?" }
              ?? "Keys here: \(keys.joined(separator: ", "))."))
        continue
      }
      let entryPath = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      places[entryPath] = entry.place
      valuePlaces[entryPath] = entry.value.place
      known[entry.key] = entry
    }
    let order = entries.map(\.key).filter { known[$0] != nil }
    return NodeMap(what: what, path: path, place: node.place, entries: known, order: order)
  }

  /// The value of a key; nil where the key is absent, or its value wrong.
  package mutating func value<Value>(_ map: NodeMap, _ key: String, _ parser: ValueParser<Value>) -> Value? {
    guard let entry = map.entries[key] else { return nil }
    return parse(entry.value, parser, of: "\(quoted(key)) of \(map.what)")
  }

  /// The value of a key that must be there.
  package mutating func required<Value>(_ map: NodeMap, _ key: String, _ parser: ValueParser<Value>) -> Value?
  {
    guard map.has(key) else {
      reportMissing(map, key, expected: parser.expected)
      return nil
    }
    return value(map, key, parser)
  }

  package mutating func reportMissing(_ map: NodeMap, _ key: String, expected: String?) {
    report(
      Diagnostic(
        .yamlMissingKey, .configuration, at: map.headPlace(places), "\(map.what) has no \(quoted(key))",
        expected: expected))
  }

  package mutating func reportEmpty(_ map: NodeMap, _ key: String, expected: String) {
    report(
      Diagnostic(
        .yamlWrongValue, .configuration, at: valuePlaces[map.path(to: key)],
        "\(quoted(key)) of \(map.what) is empty", expected: expected))
  }

  /// The items of a list, each read by the parser; an item that stands twice is reported.
  package mutating func list<Value: Hashable>(
    _ map: NodeMap, _ key: String, _ parser: ValueParser<Value>
  ) -> [Value]? {
    guard let entry = map.entries[key] else { return nil }
    let what = "\(quoted(key)) of \(map.what)"
    guard let items = items(of: entry.value, what: what, example: parser.expected, path: map.path(to: key))
    else {
      return nil
    }
    var values: [Value] = []
    var seen: Set<Value> = []
    for item in items {
      guard let value = parse(item, parser, of: "an item in \(what)") else { continue }
      if seen.insert(value).inserted {
        values.append(value)
      } else {
        report(
          Diagnostic(
            .yamlWrongValue, .configuration, at: item.place,
            "\(what) names \(item.text.map { quoted($0) } ?? item.found) twice"))
      }
    }
    return values.count == items.count ? values : nil
  }

  /// The nodes of a list.
  package mutating func items(of node: YAMLNode, what: String, example: String, path: String) -> [YAMLNode]? {
    guard case .list(let items) = node.content else {
      var next: String?
      if case .text(let text) = node.content { next = "Write [\(text)]." }
      report(
        Diagnostic(
          .yamlWrongShape, .configuration, at: node.place, "\(what) is not a list",
          expected: "a list, each item \(example)", found: node.found, next: next))
      return nil
    }
    for (position, item) in items.enumerated() {
      places["\(path).\(position)"] = item.place
      valuePlaces["\(path).\(position)"] = item.place
    }
    return items
  }

  /// A map from names to values; key and value each read by their parser.
  package mutating func dictionary<Value>(
    _ map: NodeMap, _ key: String, keys keyParser: ValueParser<String> = .text, _ parser: ValueParser<Value>
  ) -> [String: Value]? {
    guard let entry = map.entries[key] else { return nil }
    let what = "\(quoted(key)) of \(map.what)"
    guard let inner = self.map(entry.value, keys: nil, what: what, path: map.path(to: key)) else {
      return nil
    }
    var values: [String: Value] = [:]
    for entry in inner.all {
      let keyNode = YAMLNode(.text(entry.key), at: entry.place)
      let name = parse(keyNode, keyParser, of: "a key in \(what)")
      let value = parse(entry.value, parser, of: "\(quoted(entry.key)) in \(what)")
      if let name, let value { values[name] = value }
    }
    return values
  }

  /// The text of a node read by a parser.
  package mutating func parse<Value>(
    _ node: YAMLNode, _ parser: ValueParser<Value>, of what: String
  ) -> Value? {
    guard case .text(let text) = node.content else {
      let identifier: Diagnostic.Identifier = node.content == .empty ? .yamlMissingKey : .yamlWrongShape
      let summary = node.content == .empty ? "\(what) has no value" : "wrong value for \(what)"
      report(
        Diagnostic(
          identifier, .configuration, at: node.place, summary, expected: parser.expected,
          found: node.content == .empty ? nil : node.found))
      return nil
    }
    do {
      return try parser.parse(text)
    } catch {
      report(
        Diagnostic(
          error.identifier, .configuration, at: node.place,
          error.clause.map { "\(what) \($0)" } ?? "wrong value for \(what)",
          expected: error.clause == nil ? error.expected ?? parser.expected : error.expected,
          found: quoted(text), next: error.next))
      return nil
    }
  }
}

/// A map of known keys that is being read.
package struct NodeMap: Sendable {
  /// "job 'nightly'".
  package let what: String
  package let path: String
  package let place: Diagnostic.Place
  let entries: [String: YAMLEntry]
  let order: [String]

  package func has(_ key: String) -> Bool { entries[key] != nil }
  package func node(_ key: String) -> YAMLNode? { entries[key]?.value }
  /// Whether the key is there with a list or a map that has nothing in it.
  func isEmpty(_ key: String) -> Bool {
    switch node(key)?.content {
    case .list(let items): items.isEmpty
    case .map(let entries): entries.isEmpty
    case .empty: true
    default: false
    }
  }

  package func path(to key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// The entries in the order in which they are written.
  package var all: [YAMLEntry] { order.compactMap { entries[$0] } }

  /// Where the map's own key stands; what is missing in it is told there.
  func headPlace(_ places: [String: Diagnostic.Place]) -> Diagnostic.Place { places[path] ?? place }
}
