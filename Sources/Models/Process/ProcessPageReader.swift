import Diagnostics
import Yams

/// Decodes a process model's page from YAML nodes.
struct ProcessPageReader {
  var yaml: YAMLReader

  private static let keys = [
    "command", "files", "speaks", "inputs", "outputs", "required", "batch", "time_limit", "memory_limit",
    "environment",
  ]

  /// Whether a batch may be larger than what is ever read at a time: a page's that was registered before.
  let takesLargeBatches: Bool

  init(file: String, takesLargeBatches: Bool = true) {
    self.takesLargeBatches = takesLargeBatches
    yaml = YAMLReader(file: file, key: .processKey, value: .processValue)
  }

  /// **Throws:** every mistake in the page at once.
  mutating func read(_ bytes: [UInt8]) throws(Problems) -> ProcessPage {
    var page: ProcessPage?
    if let root = yaml.root(bytes, syntax: .processSyntax) { page = self.page(root) }
    try yaml.problems.throwIfAny()
    guard let page else { throw yaml.problems }
    return page
  }

  private mutating func page(_ root: Node) -> ProcessPage? {
    guard let top = yaml.mapping(root, of: "the file", keys: ["process"]) else { return nil }
    guard let node = top["process"] else {
      yaml.add(.processKey, at: root.mark, "the file has no 'process'")
      return nil
    }
    guard let values = yaml.mapping(node, of: "'process'", keys: Self.keys) else { return nil }
    for key in ["command", "speaks", "inputs", "outputs"] where values[key] == nil {
      yaml.add(.processKey, at: node.mark, "'process' has no '\(key)'")
    }
    let command = values["command"].map { texts($0, of: "'command'") } ?? []
    if let node = values["command"], node.sequence != nil, command.first?.isEmpty ?? true {
      yaml.add(
        .processValue, at: node.mark, "'command' names no program",
        expected: "a list: the program, then its arguments")
    }
    let required = values["required"].map { names($0, of: "'required'") } ?? []
    let inputs = values["inputs"].map { self.inputs($0, required: Set(required)) } ?? []
    if let node = values["required"] {
      for name in required where !inputs.contains(where: { $0.name == name }) && !inputs.isEmpty {
        yaml.add(
          .processValue, at: node.mark, "'required' names \(quoted(name)), which is no input",
          expected: "names among 'inputs'",
          next: nearestName(to: name, among: inputs.map(\.name)).map { "Did you mean '\($0)'?" })
      }
    }
    let outputs = values["outputs"].map { self.outputs($0) } ?? []
    var limits: [String: Node] = [:]
    if let node = values["time_limit"] {
      limits = yaml.mapping(node, of: "'time_limit'", keys: ["start", "batch"]) ?? [:]
    }
    let batch = values["batch"].map { self.batch($0) } ?? ProcessPage.defaultBatch
    return ProcessPage(
      command: command, files: values["files"].map { files($0) } ?? [],
      speaks: values["speaks"].flatMap { speech($0) } ?? .csv, inputs: inputs, outputs: outputs,
      batch: min(batch, ProcessPage.largestBatch), askedBatch: batch,
      startLimit: limits["start"].map { duration($0, of: "'start'") } ?? ProcessPage.defaultStart,
      batchLimit: limits["batch"].map { duration($0, of: "'batch'") } ?? ProcessPage.defaultBatchLimit,
      memoryLimit: values["memory_limit"].map { memory($0) } ?? ProcessPage.defaultMemory,
      environment: values["environment"].map { environment($0) } ?? ProcessPage.defaultEnvironment)
  }

  private mutating func inputs(_ node: Node, required: Set<String>) -> [Input] {
    guard let mapping = columns(node, of: "'inputs'") else { return [] }
    var inputs: [Input] = []
    for (key, value) in mapping {
      guard let name = columnName(key, "input") else { continue }
      let kind: Input.Kind
      if value.mapping != nil {
        guard let values = yaml.mapping(value, of: "'\(name)'", keys: ["categories"]),
          let node = values["categories"]
        else {
          if value.mapping?.isEmpty ?? false {
            yaml.add(.processValue, at: value.mark, "'\(name)' is empty", expected: "'categories'")
          }
          continue
        }
        kind = .category(names(node, of: "'categories'", least: 1))
      } else {
        switch value.scalar?.string {
        case "number": kind = .number
        case "integer": kind = .integer
        case "text": kind = .text
        default:
          yaml.add(
            .processValue, at: value.mark, "the input '\(name)' has no kind that is known",
            expected: "number, integer, text or {categories: […]}",
            found: value.scalar.map { quoted($0.string) })
          continue
        }
      }
      inputs.append(Input(name: name, kind: kind, required: required.contains(name)))
    }
    return inputs
  }

  private mutating func outputs(_ node: Node) -> [Output] {
    guard let mapping = columns(node, of: "'outputs'") else { return [] }
    var outputs: [Output] = []
    var marks: [String: Mark] = [:]
    for (key, value) in mapping {
      guard let name = columnName(key, "output") else { continue }
      marks[name] = key.mark
      if value.mapping != nil {
        guard let values = yaml.mapping(value, of: "'\(name)'", keys: ["labels"]),
          let node = values["labels"]
        else {
          if value.mapping?.isEmpty ?? false {
            yaml.add(.processValue, at: value.mark, "'\(name)' is empty", expected: "'labels'")
          }
          continue
        }
        outputs.append(Output(name: name, kind: .label(names(node, of: "'labels'", least: 2))))
      } else if value.scalar?.string == "number" || value.scalar?.string == "text" {
        outputs.append(Output(name: name, kind: value.scalar?.string == "number" ? .number : .text))
      } else {
        yaml.add(
          .processValue, at: value.mark, "the output '\(name)' has no kind that is known",
          expected: "number, text or {labels: […]}", found: value.scalar.map { quoted($0.string) })
      }
    }
    for fault in ProcessTask.faults(outputs) {
      yaml.add(.processTask, at: marks[fault.output] ?? node.mark, fault.summary, expected: fault.expected)
    }
    return outputs
  }

  private mutating func columns(_ node: Node, of what: String) -> Node.Mapping? {
    guard let mapping = node.mapping else {
      yaml.add(.processValue, at: node.mark, "\(what) is not a mapping", expected: "'name: kind'")
      return nil
    }
    if mapping.isEmpty || mapping.count > ProcessPage.columnLimit {
      yaml.add(
        .processValue, at: node.mark, "\(what) has no place for that many",
        expected: "1 to \(ProcessPage.columnLimit) columns", found: "\(mapping.count)")
      return nil
    }
    return mapping
  }

  private mutating func columnName(_ node: Node, _ what: String) -> String? {
    guard let name = yaml.text(node, of: "the name of an \(what)") else { return nil }
    guard !name.isEmpty, name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      yaml.add(
        .processValue, at: node.mark, "the \(what) \(quoted(name)) has no name that can be a column's",
        expected: "a text without control characters")
      return nil
    }
    return name
  }
}
