import Diagnostics
import Yams

/// Decodes a linear model from YAML nodes, or from the settings and records of its CSV form.
struct LinearReader {
  static let keys = ["link", "labels", "intercept", "terms"]
  static let termLimit = 100_000
  static let labelLimit = 1000

  let file: String
  var yaml: YAMLReader

  init(file: String) {
    self.file = file
    yaml = YAMLReader(file: file, key: .linearKey, value: .linearValue)
  }

  /// **Throws:** every mistake in the file at once.
  mutating func read(_ bytes: [UInt8]) throws(Problems) -> Linear {
    var linear: Linear?
    if let root = yaml.root(bytes, syntax: .linearSyntax),
      let top = yaml.mapping(root, of: "the file", keys: ["linear"])
    {
      if let node = top["linear"] {
        linear = self.linear(node)
      } else {
        yaml.add(.linearKey, at: root.mark, "the file has no 'linear'")
      }
    }
    return try finish(linear)
  }

  func finish(_ linear: Linear?) throws(Problems) -> Linear {
    guard yaml.problems.errors.isEmpty, let linear else { throw yaml.problems.sorted() }
    return linear
  }

  private mutating func linear(_ node: Node) -> Linear? {
    guard let values = yaml.mapping(node, of: "'linear'", keys: LinearReader.keys) else { return nil }
    let link = link(values["link"])
    let labels = labels(values["labels"], link, at: node)
    // Without these nobody knows whether a coefficient is a number or a list.
    guard let link, let classes = link == .softmax ? labels?.count : 1 else { return nil }
    var intercepts: [Double]?
    if let node = values["intercept"] {
      intercepts = coefficients(node, of: "'intercept'", classes: classes)
    } else {
      yaml.add(
        .linearKey, at: node.mark, "'linear' has no 'intercept'",
        next: "Write 'intercept: 0' where there is none.")
    }
    guard let list = values["terms"] else {
      yaml.add(.linearKey, at: node.mark, "'linear' has no 'terms'")
      return nil
    }
    guard let nodes = yaml.sequence(list, of: "'terms'") else { return nil }
    guard !nodes.isEmpty, nodes.count <= LinearReader.termLimit else {
      yaml.add(
        .linearTerm, at: list.mark, "'terms' is \(nodes.isEmpty ? "empty" : "too long")",
        expected: "1 to \(LinearReader.termLimit) terms")
      return nil
    }
    var terms: [Linear.Term] = []
    var seen: [String: Int] = [:]
    for node in nodes {
      guard let term = term(node, classes: classes) else { continue }
      if let line = seen[term.input] {
        yaml.add(
          .linearTerm, at: node.mark, "the input \(quoted(term.input)) has two terms",
          found: "the first one in line \(line)")
      }
      seen[term.input] = node.mark?.line ?? 0
      terms.append(term)
    }
    guard let labels, let intercepts else { return nil }
    return Linear(link: link, labels: labels, intercepts: intercepts, terms: terms)
  }

  mutating func link(_ node: Node?) -> Linear.Link? {
    guard let node else { return .identity }
    let text = node.scalar?.string ?? ""
    if let link = Linear.Link(rawValue: text) { return link }
    let names = Linear.Link.allCases.map(\.rawValue)
    yaml.add(
      .linearValue, at: node.mark, "'link' is of no known kind", expected: YAMLReader.list(names),
      found: quoted(text),
      next: yaml.suggestion(for: text, among: names))
    return nil
  }

  /// The labels that the link needs; nil with a problem.
  mutating func labels(_ node: Node?, _ link: Linear.Link?, at place: Node?) -> [String]? {
    var labels: [String] = []
    if let node {
      guard let nodes = yaml.sequence(node, of: "'labels'") else { return nil }
      labels = nodes.compactMap { yaml.text($0, of: "a label") }
    }
    guard let link else { return nil }
    let expected: String
    switch link {
    case .identity, .log:
      if labels.isEmpty, node == nil { return [] }
      expected = "no labels beside 'link: \(link.rawValue)'"
    case .logit:
      expected = "two different labels, negative first"
      if labels.count == 2, isDistinct(labels) { return labels }
    case .softmax:
      expected = "two or more different labels"
      if labels.count >= 2, labels.count <= LinearReader.labelLimit, isDistinct(labels) { return labels }
    }
    yaml.add(
      .linearLabels, at: (node ?? place)?.mark,
      node == nil ? "there are no 'labels'" : "'labels' does not fit",
      expected: expected)
    return nil
  }

  func isDistinct(_ labels: [String]) -> Bool {
    !labels.contains("") && Set(labels.map { Array($0.utf8) }).count == labels.count
  }

  /// A number, or a list with one for each class.
  mutating func coefficients(_ node: Node, of what: String, classes: Int) -> [Double]? {
    guard classes > 1 else { return yaml.number(node, of: what).map { [$0] } }
    guard let nodes = node.sequence, nodes.count == classes else {
      yaml.add(
        .linearValue, at: node.mark, "\(what) does not fit the labels",
        expected: "a list of \(classes) numbers",
        found: node.sequence.map { "\($0.count)" })
      return nil
    }
    var numbers: [Double] = []
    for node in nodes {
      guard let number = yaml.number(node, of: what) else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  private mutating func term(_ node: Node, classes: Int) -> Linear.Term? {
    let keys = ["input", "coefficient", "mean", "scale", "categories", "reference", "missing", "other"]
    guard let values = yaml.mapping(node, of: "a term", keys: keys) else { return nil }
    let before = yaml.problems.list.count
    var input = ""
    if let node = values["input"] {
      input = yaml.text(node, of: "'input'") ?? ""
      if input.isEmpty { yaml.add(.linearTerm, at: node.mark, "'input' is empty") }
    } else {
      yaml.add(.linearKey, at: node.mark, "the term has no 'input'")
    }
    var effect: Linear.Effect?
    switch (values["coefficient"], values["categories"]) {
    case (let coefficient?, nil):
      for key in ["reference", "other"] {
        guard let node = values[key] else { continue }
        yaml.add(.linearTerm, at: node.mark, "'\(key)' stands without 'categories'")
      }
      let mean = values["mean"].map { yaml.number($0, of: "'mean'") ?? 0 } ?? 0
      let scale = values["scale"].map { self.scale($0) } ?? 1
      effect = coefficients(coefficient, of: "'coefficient'", classes: classes)
        .map { .number(coefficients: $0, mean: mean, scale: scale) }
    case (nil, let categories?):
      for key in ["mean", "scale"] {
        guard let node = values[key] else { continue }
        yaml.add(.linearTerm, at: node.mark, "'\(key)' stands beside 'categories'")
      }
      effect = self.categories(categories, reference: values["reference"], other: values["other"], classes)
    case (nil, nil):
      yaml.add(.linearTerm, at: node.mark, "the term has neither 'coefficient' nor 'categories'")
    case (_?, let categories?):
      yaml.add(.linearTerm, at: categories.mark, "the term has both 'coefficient' and 'categories'")
    }
    guard let effect else { return nil }
    let missing = missing(values["missing"], effect, classes)
    return yaml.problems.list.count == before
      ? Linear.Term(input: input, effect: effect, missing: missing) : nil
  }

  private mutating func scale(_ node: Node) -> Double {
    let scale = yaml.number(node, of: "'scale'") ?? 1
    if scale == 0 { yaml.add(.linearValue, at: node.mark, "'scale' is 0") }
    return scale
  }

  private mutating func categories(
    _ node: Node, reference: Node?, other: Node?, _ classes: Int
  ) -> Linear.Effect? {
    guard let mapping = node.mapping else {
      yaml.add(
        .linearValue, at: node.mark, "'categories' is not a mapping", expected: "'category: coefficient'")
      return nil
    }
    var names: [String] = []
    var rows: [[Double]] = []
    var seen = Set<[UInt8]>()
    for (key, value) in mapping {
      guard let name = yaml.text(key, of: "a category") else { continue }
      if !seen.insert(Array(name.utf8)).inserted || name.isEmpty {
        yaml.add(
          .linearTerm, at: key.mark,
          "the category \(quoted(name)) is \(name.isEmpty ? "empty" : "there twice")")
      }
      guard let numbers = coefficients(value, of: "the coefficient of \(quoted(name))", classes: classes)
      else { continue }
      names.append(name)
      rows.append(numbers)
    }
    if let reference, let name = yaml.text(reference, of: "'reference'") {
      if !seen.insert(Array(name.utf8)).inserted || name.isEmpty {
        yaml.add(
          .linearTerm, at: reference.mark,
          "'reference' is \(name.isEmpty ? "empty" : "among the categories")",
          expected: "the one category that has no coefficient")
      }
      names.append(name)
      rows.append([Double](repeating: 0, count: classes))
    }
    if names.isEmpty { yaml.add(.linearTerm, at: node.mark, "'categories' is empty") }
    let otherRow = other.flatMap { stand($0, of: "'other'", names, rows, classes) }
    return .categories(names, coefficients: rows, other: otherRow)
  }

  /// What stands for a value that is missing, or not listed: `{value: …}` or `{coefficient: …}`.
  mutating func stand(
    _ node: Node, of what: String, _ names: [String], _ rows: [[Double]], _ classes: Int
  ) -> [Double]? {
    guard let values = yaml.mapping(node, of: what, keys: ["value", "coefficient"]) else { return nil }
    switch (values["value"], values["coefficient"]) {
    case (nil, let coefficient?): return coefficients(coefficient, of: "'coefficient'", classes: classes)
    case (let value?, nil):
      guard let text = yaml.text(value, of: "'value'") else { return nil }
      if let index = names.firstIndex(where: { $0.utf8.elementsEqual(text.utf8) }) { return rows[index] }
      yaml.add(
        .linearTerm, at: value.mark, "\(what) is none of the categories",
        expected: YAMLReader.list(Array(names.prefix(20))), found: quoted(text),
        next: yaml.suggestion(for: text, among: names))
    default:
      yaml.add(
        .linearKey, at: node.mark, "\(what) has neither or both of 'value' and 'coefficient'",
        expected: "one of them")
    }
    return nil
  }

  mutating func missing(_ node: Node?, _ effect: Linear.Effect, _ classes: Int) -> Linear.Missing {
    guard let node else { return .refused }
    switch effect {
    case .categories(let names, let rows, _):
      return stand(node, of: "'missing'", names, rows, classes).map { .coefficients($0) } ?? .refused
    case .number:
      guard let values = yaml.mapping(node, of: "'missing'", keys: ["value", "coefficient"]) else {
        return .refused
      }
      if let value = values["value"], values["coefficient"] == nil {
        return yaml.number(value, of: "'value'").map { .value($0) } ?? .refused
      }
      return stand(node, of: "'missing'", [], [], classes).map { .coefficients($0) } ?? .refused
    }
  }
}
