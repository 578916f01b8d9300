import Diagnostics
import Yams

/// Decodes a look-up from YAML nodes, or from the settings and records of its CSV form.
struct LookupReader {
  static let keys = ["input", "inputs", "outputs", "rows", "missing", "other"]
  /// Columns of a key and of values, at most.
  static let columnLimit = 1000

  /// What the settings say before any row is read.
  struct Settings {
    var inputs: [String] = []
    /// In the order they are written.
    var outputs: [Lookup.Column] = []
    var values: [String: Node] = [:]
  }

  let file: String
  var yaml: YAMLReader

  init(file: String) {
    self.file = file
    yaml = YAMLReader(file: file, key: .lookupKey, value: .lookupValue)
  }

  /// **Throws:** every mistake in the file at once.
  mutating func read(_ bytes: [UInt8]) throws(Problems) -> Lookup {
    var lookup: Lookup?
    if let root = yaml.root(bytes, syntax: .lookupSyntax),
      let top = yaml.mapping(root, of: "the file", keys: ["lookup"])
    {
      if let node = top["lookup"] {
        lookup = table(node)
      } else {
        yaml.add(.lookupKey, at: root.mark, "the file has no 'lookup'")
      }
    }
    return try finish(lookup)
  }

  func finish(_ lookup: Lookup?) throws(Problems) -> Lookup {
    guard yaml.problems.errors.isEmpty, let lookup else { throw yaml.problems.sorted() }
    return lookup
  }

  /// Inputs, outputs and the rest by key.
  mutating func settings(_ node: Node, of what: String, keys: [String]) -> Settings? {
    guard let values = yaml.mapping(node, of: what, keys: keys) else { return nil }
    var settings = Settings(values: values)
    switch (values["input"], values["inputs"]) {
    case (let one?, nil): if let name = name(one, of: "'input'") { settings.inputs = [name] }
    case (nil, let several?):
      guard let nodes = yaml.sequence(several, of: "'inputs'") else { return nil }
      if nodes.isEmpty { yaml.add(.lookupColumn, at: several.mark, "'inputs' is empty") }
      for node in nodes {
        guard let name = name(node, of: "an input") else { continue }
        if settings.inputs.contains(name) {
          yaml.add(.lookupColumn, at: node.mark, "the input \(quoted(name)) is there twice")
        }
        settings.inputs.append(name)
      }
    case (nil, nil): yaml.add(.lookupKey, at: node.mark, "\(what) has no 'input'")
    case (_?, let several?): yaml.add(.lookupKey, at: several.mark, "'inputs' stands beside 'input'")
    }
    if let node = values["outputs"] { settings.outputs = outputs(node, inputs: settings.inputs) }
    if settings.inputs.count + settings.outputs.count > LookupReader.columnLimit {
      yaml.add(
        .lookupColumn, at: node.mark, "there are too many columns",
        expected: "at most \(LookupReader.columnLimit)")
      return nil
    }
    return settings
  }

  private mutating func outputs(_ node: Node, inputs: [String]) -> [Lookup.Column] {
    guard let mapping = node.mapping else {
      yaml.add(.lookupValue, at: node.mark, "'outputs' is not a mapping", expected: "'name: text' for each")
      return []
    }
    if mapping.isEmpty { yaml.add(.lookupColumn, at: node.mark, "'outputs' is empty") }
    var outputs: [Lookup.Column] = []
    var seen = Set<String>()
    for (key, value) in mapping {
      guard let name = name(key, of: "an output") else { continue }
      // Names of columns in a database differ by more than case.
      if !seen.insert(name.lowercased()).inserted {
        yaml.add(.lookupColumn, at: key.mark, "the output \(quoted(name)) is there twice")
      }
      if inputs.contains(name) {
        yaml.add(.lookupColumn, at: key.mark, "\(quoted(name)) is an input and an output")
      }
      if let kind = kind(value) { outputs.append(Lookup.Column(name: name, kind: kind)) }
    }
    return outputs
  }

  private mutating func kind(_ node: Node) -> Lookup.Column.Kind? {
    let kinds = ["text", "number", "label"]
    if node.mapping != nil {
      guard let values = yaml.mapping(node, of: "the output", keys: ["labels"]) else { return nil }
      guard let list = values["labels"], let nodes = yaml.sequence(list, of: "'labels'") else { return nil }
      let labels = nodes.compactMap { yaml.text($0, of: "a label") }
      if labels.isEmpty || labels.contains("") || Set(labels.map { Array($0.utf8) }).count != labels.count {
        yaml.add(
          .lookupValue, at: list.mark, "'labels' does not fit", expected: "different labels, none empty")
        return nil
      }
      return .label(labels)
    }
    switch node.scalar?.string {
    case "text": return .text
    case "number": return .number
    case "label": return .label([])
    default:
      let written = node.scalar?.string ?? "a list"
      yaml.add(
        .lookupValue, at: node.mark, "an output is of no known kind", expected: YAMLReader.list(kinds),
        found: quoted(written),
        next: yaml.suggestion(for: written, among: kinds))
      return nil
    }
  }

  private mutating func name(_ node: Node, of what: String) -> String? {
    guard let name = yaml.text(node, of: what) else { return nil }
    if name.isEmpty || name.utf8.count > 200 {
      yaml.add(.lookupColumn, at: node.mark, "\(what) is \(name.isEmpty ? "empty" : "too long")")
      return nil
    }
    return name
  }

  private mutating func table(_ node: Node) -> Lookup? {
    guard let settings = settings(node, of: "'lookup'", keys: LookupReader.keys) else { return nil }
    if settings.values["outputs"] == nil { yaml.add(.lookupKey, at: node.mark, "'lookup' has no 'outputs'") }
    guard let rows = settings.values["rows"] else {
      yaml.add(.lookupKey, at: node.mark, "'lookup' has no 'rows'")
      return nil
    }
    guard let nodes = yaml.sequence(rows, of: "'rows'"), !settings.inputs.isEmpty, !settings.outputs.isEmpty
    else {
      return nil
    }
    if nodes.isEmpty { yaml.add(.lookupRow, at: rows.mark, "'rows' is empty") }
    var builder = LookupBuilder(
      inputs: settings.inputs, outputs: settings.outputs, size: nodes.count * 32)
    for node in nodes { add(node, settings, to: &builder) }
    for key in ["missing", "other"] {
      guard let node = settings.values[key] else { continue }
      builder.startRow()
      guard let cells = cells(node, of: "'\(key)'", count: settings.outputs.count) else { continue }
      values(cells, settings, &builder)
      builder.endDefault(isMissing: key == "missing", line: node.mark?.line ?? 0)
    }
    return finish(builder)
  }

  /// Lays out the table; duplicates are told.
  mutating func finish(_ builder: LookupBuilder) -> Lookup? {
    var duplicates: [LookupBuilder.Duplicate] = []
    let lookup = builder.finish { duplicates.append($0) }
    for duplicate in duplicates {
      yaml.add(
        .lookupDuplicate, line: duplicate.line, column: nil,
        "the key \(quoted(duplicate.key)) is there twice",
        found: "the first one in line \(duplicate.firstLine)", next: "Keep one of the two rows.")
    }
    if lookup == nil, duplicates.isEmpty {
      yaml.add(
        .lookupRow, at: nil, "the keys of the file were made to collide, and can't be kept apart in time")
    }
    return lookup
  }

  private mutating func add(_ node: Node, _ settings: Settings, to builder: inout LookupBuilder) {
    let width = settings.inputs.count + settings.outputs.count
    guard let cells = cells(node, of: "a row", count: width) else { return }
    builder.startRow()
    for cell in cells.prefix(settings.inputs.count) {
      builder.startPart()
      let start = builder.arena.count
      builder.arena.append(contentsOf: cell.text.utf8)
      builder.endPart(from: start)
      if cell.text.isEmpty || cell.text == "*" {
        yaml.add(
          .lookupRow, at: cell.node.mark, "a key is \(cell.text.isEmpty ? "empty" : "'*'")",
          expected: "a value",
          next: cell.text.isEmpty
            ? "Write what a missing key has under 'missing'." : "Write what any other key has under 'other'.")
        return
      }
    }
    do throws(LookupBuilder.Fault) { try builder.endKey() } catch {
      return tell(error, settings, nil, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
    }
    guard values(Array(cells.dropFirst(settings.inputs.count)), settings, &builder) else { return }
    let line = node.mark?.line ?? 0
    do throws(LookupBuilder.Fault) { try builder.endRow(line: line) } catch {
      tell(error, settings, nil, line: line, column: node.mark?.column ?? 0)
    }
  }

  @discardableResult
  private mutating func values(
    _ cells: [(text: String, node: Node)], _ settings: Settings, _ builder: inout LookupBuilder
  ) -> Bool {
    var isGood = true
    for (index, cell) in cells.enumerated() {
      let start = builder.arena.count
      builder.arena.append(contentsOf: cell.text.utf8)
      do throws(LookupBuilder.Fault) { try builder.endValue(index, from: start) } catch {
        tell(
          error, settings, (index, cell.text), line: cell.node.mark?.line ?? 0,
          column: cell.node.mark?.column ?? 0)
        isGood = false
      }
    }
    return isGood
  }

  private mutating func cells(_ node: Node, of what: String, count: Int) -> [(text: String, node: Node)]? {
    guard let nodes = yaml.sequence(node, of: what) else { return nil }
    guard nodes.count == count else {
      yaml.add(
        .lookupRow, at: node.mark, "\(what) is too \(nodes.count < count ? "short" : "long")",
        expected: "\(count) cells", found: "\(nodes.count)")
      return nil
    }
    var cells: [(text: String, node: Node)] = []
    for node in nodes {
      guard let text = yaml.text(node, of: "a cell") else { return nil }
      cells.append((text, node))
    }
    return cells
  }

  /// A mistake in a row, in a person's words.
  mutating func tell(
    _ fault: LookupBuilder.Fault, _ settings: Settings, _ value: (output: Int, text: String)?, line: Int,
    column: Int
  ) {
    let output = value.map { quoted(settings.outputs[$0.output].name) } ?? ""
    let found = value.map { quoted($0.text) }
    func add(_ summary: String, expected: String? = nil, found: String? = nil, next: String? = nil) {
      yaml.add(
        .lookupRow, line: line, column: column, summary, expected: expected, found: found, next: next)
    }
    switch fault {
    case .longKey: add("a key is too long", expected: "at most \(Lookup.keyLimit) bytes")
    case .partialKey:
      add("some cells of a key are empty or '*', and others are not", expected: "all of them, or none")
    case .notANumber: add("\(output) is not a number", expected: "a finite decimal number", found: found)
    case .tooManyLabels: add("\(output) has too many labels", next: "Make it a text.")
    case .unknownLabel(let labels):
      let near = yaml.suggestion(for: value?.text ?? "", among: labels)
      add(
        "\(output) is none of its labels", expected: YAMLReader.list(Array(labels.prefix(20))), found: found,
        next: near)
    case .secondOther(let line): add("the key '*' is there twice", found: "the first one in line \(line)")
    case .secondMissing(let line): add("the empty key is there twice", found: "the first one in line \(line)")
    }
  }
}
