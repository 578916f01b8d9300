import Diagnostics
import Yams

/// Decodes rules from YAML nodes.
struct RulesReader {
  static let keys = ["labels", "rules", "otherwise"]
  private static let outcomeKeys = ["rule", "prediction", "probability", "class"]
  static let ruleLimit = 1000
  private static let labelLimit = 1000

  private struct Draft {
    let when: RuleDraft
    let outcome: Rules.Outcome
    let mark: Mark?
  }

  private var yaml: YAMLReader
  private var conditions = RuleConditionReader()
  /// Whether the first outcome has one; all others must be like it.
  private var hasProbability: Bool?
  private var names: [String: Int] = [:]

  init(file: String) {
    yaml = YAMLReader(file: file, key: .rulesKey, value: .rulesValue)
  }

  /// **Throws:** every mistake in the file at once.
  mutating func read(_ bytes: [UInt8]) throws(Problems) -> Rules {
    var rules: Rules?
    if let root = yaml.root(bytes, syntax: .rulesSyntax),
      let top = yaml.mapping(root, of: "the file", keys: ["rules"])
    {
      if let node = top["rules"] {
        rules = self.rules(node)
      } else {
        yaml.add(.rulesKey, at: root.mark, "the file has no 'rules'")
      }
    }
    guard yaml.problems.errors.isEmpty, let rules else { throw yaml.problems.sorted() }
    return rules
  }

  private mutating func rules(_ node: Node) -> Rules? {
    guard let values = yaml.mapping(node, of: "'rules'", keys: RulesReader.keys) else { return nil }
    let labels = values["labels"].flatMap { self.labels($0) } ?? []
    if values["labels"] != nil, labels.isEmpty { return nil }
    guard let list = values["rules"] else {
      yaml.add(
        .rulesKey, at: node.mark, "'rules' has no list 'rules' inside", expected: "'rules:' below 'rules:'")
      return nil
    }
    guard let nodes = yaml.sequence(list, of: "'rules'") else { return nil }
    guard !nodes.isEmpty, nodes.count <= RulesReader.ruleLimit else {
      yaml.add(
        .rulesValue, at: list.mark, "'rules' is \(nodes.isEmpty ? "empty" : "too long")",
        expected: "1 to \(RulesReader.ruleLimit) rules")
      return nil
    }
    var drafts: [Draft] = []
    for node in nodes {
      guard
        let values = yaml.mapping(
          node, of: "a rule", keys: ["rule", "when"] + RulesReader.outcomeKeys.dropFirst())
      else { continue }
      let outcome = outcome(values, labels, at: node, of: "the rule", name: nil)
      guard let when = values["when"] else {
        yaml.add(
          .rulesKey, at: node.mark, "the rule has no 'when'",
          next: "What always applies stands in 'otherwise'.")
        continue
      }
      if let draft = conditions.read(when, &yaml), let outcome {
        drafts.append(Draft(when: draft, outcome: outcome, mark: node.mark))
      }
    }
    var otherwise: Rules.Outcome?
    if let node = values["otherwise"],
      let values = yaml.mapping(node, of: "'otherwise'", keys: RulesReader.outcomeKeys)
    {
      otherwise = outcome(values, labels, at: node, of: "'otherwise'", name: "otherwise")
    }
    guard let compiled = compile(drafts) else { return nil }
    let rules = Rules(labels: labels, inputs: compiled.inputs, rules: compiled.rules, otherwise: otherwise)
    if yaml.problems.errors.isEmpty { reach(rules, drafts) }
    return rules
  }

  private mutating func labels(_ node: Node) -> [String]? {
    guard let nodes = yaml.sequence(node, of: "'labels'") else { return nil }
    let labels = nodes.compactMap { yaml.text($0, of: "a label") }
    guard labels.count >= 2, labels.count <= RulesReader.labelLimit, !labels.contains(""),
      Set(labels.map { Array($0.utf8) }).count == labels.count
    else {
      yaml.add(
        .rulesValue, at: node.mark, "'labels' does not fit",
        expected: "two or more different labels, negative first")
      return nil
    }
    return labels
  }

  private mutating func outcome(
    _ values: [String: Node], _ labels: [String], at node: Node, of what: String, name: String?
  ) -> Rules.Outcome? {
    let before = yaml.problems.list.count
    var rule = name ?? ""
    if let node = values["rule"] {
      rule = yaml.text(node, of: "'rule'") ?? ""
      if rule.isEmpty { yaml.add(.rulesName, at: node.mark, "'rule' is empty") }
    } else if name == nil {
      yaml.add(
        .rulesName, at: node.mark, "the rule has no name",
        next: "Write 'rule: NAME'; it is told with each prediction.")
    }
    if !rule.isEmpty {
      if let line = names[rule] {
        yaml.add(
          .rulesName, at: node.mark, "the rule \(quoted(rule)) is there twice",
          found: "the first one in line \(line)")
      }
      names[rule] = node.mark?.line ?? 0
    }
    let number = number(values, labels, at: node, of: what)
    let label = label(values, labels, number, at: node, of: what)
    return yaml.problems.list.count == before ? Rules.Outcome(rule: rule, number: number, label: label) : nil
  }

  private mutating func number(
    _ values: [String: Node], _ labels: [String], at node: Node, of what: String
  ) -> Double? {
    if labels.isEmpty {
      for key in ["probability", "class"] {
        guard let node = values[key] else { continue }
        yaml.add(.rulesOutcome, at: node.mark, "\(what) has '\(key)', but there are no 'labels'")
      }
      guard let value = values["prediction"] else {
        yaml.add(.rulesOutcome, at: node.mark, "\(what) has no 'prediction'")
        return nil
      }
      return yaml.number(value, of: "'prediction'")
    }
    if let node = values["prediction"] {
      yaml.add(
        .rulesOutcome, at: node.mark, "\(what) has 'prediction' beside labels",
        expected: "'probability' or 'class'")
    }
    let value = values["probability"]
    if let hasProbability, hasProbability != (value != nil) {
      yaml.add(
        .rulesOutcome, at: node.mark,
        "\(what) has \(value == nil ? "no" : "a") 'probability', and the first rule has \(value == nil ? "one" : "none")",
        expected: "a probability for every rule, or for none")
    }
    hasProbability = hasProbability ?? (value != nil)
    guard let value else { return nil }
    if labels.count > 2 {
      yaml.add(
        .rulesOutcome, at: value.mark, "\(what) has one probability for \(labels.count) labels",
        expected: "'class'")
    }
    guard let number = yaml.number(value, of: "'probability'") else { return nil }
    if number < 0 || number > 1 {
      yaml.add(
        .rulesValue, at: value.mark, "'probability' is no probability", expected: "0 to 1", found: "\(number)"
      )
    }
    return number
  }

  private mutating func label(
    _ values: [String: Node], _ labels: [String], _ number: Double?, at node: Node, of what: String
  ) -> Int? {
    if labels.isEmpty { return nil }
    guard let value = values["class"] else {
      if values["probability"] == nil {
        yaml.add(.rulesOutcome, at: node.mark, "\(what) has neither 'class' nor 'probability'")
      }
      return number.map { $0 > 0.5 ? 1 : 0 }
    }
    guard let text = yaml.text(value, of: "'class'") else { return nil }
    if let index = labels.firstIndex(where: { $0.utf8.elementsEqual(text.utf8) }) { return index }
    yaml.add(
      .rulesOutcome, at: value.mark, "'class' is none of the labels",
      expected: YAMLReader.list(Array(labels.prefix(20))),
      found: quoted(text),
      next: yaml.suggestion(for: text, among: labels))
    return nil
  }

  /// Inputs by first appearance, with the kind that their tests tell.
  private mutating func compile(_ drafts: [Draft]) -> (inputs: [Input], rules: [Rules.Rule])? {
    var compiler = RuleCompiler(drafts.flatMap { $0.when.tests })
    let rules = drafts.compactMap { draft -> Rules.Rule? in
      compiler.condition(draft.when, &yaml).map { Rules.Rule(when: $0, outcome: draft.outcome) }
    }
    return rules.count == drafts.count ? (compiler.inputs, rules) : nil
  }

  private mutating func reach(_ rules: Rules, _ drafts: [Draft]) {
    var reach = RuleReach()
    for (index, rule) in rules.rules.enumerated() {
      switch reach.add(rule.when) {
      case .reachable: continue
      case .never:
        yaml.add(
          .rulesUnreachable, at: drafts[index].mark, "the rule \(quoted(rule.outcome.rule)) can never apply",
          found: "tests of one input that exclude each other")
      case .taken(let by):
        yaml.add(
          .rulesUnreachable, at: drafts[index].mark, "the rule \(quoted(rule.outcome.rule)) can never apply",
          found:
            "\(quoted(rules.rules[by].outcome.rule)) in line \(drafts[by].mark?.line ?? 0), which takes all its rows",
          next: "Put the narrower rule first, or remove it.")
      }
    }
  }
}
