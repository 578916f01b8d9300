import Diagnostics
import Yams

/// Reads what stands under `when`.
struct RuleConditionReader {
  /// `all`, `any` and `not` inside each other, at most.
  static let depthLimit = 16
  /// Tests of all rules together, at most.
  static let testLimit = 20_000
  static let tests = ["is", "in", "not_in", "min", "above", "max", "below", "missing"]

  private var tests = 0

  /// nil with a problem.
  mutating func read(_ node: Node, _ yaml: inout YAMLReader, depth: Int = 0) -> RuleDraft? {
    guard let mapping = node.mapping else {
      yaml.add(
        .rulesCondition, at: node.mark, "a condition is not a mapping",
        expected: "'input: {test: value}', or 'all', 'any', 'not'")
      return nil
    }
    guard depth < RuleConditionReader.depthLimit else {
      yaml.add(
        .rulesCondition, at: node.mark, "conditions are nested too deeply",
        expected: "at most \(RuleConditionReader.depthLimit) inside each other")
      return nil
    }
    if mapping.isEmpty {
      yaml.add(
        .rulesCondition, at: node.mark, "a condition is empty",
        next: "What always applies stands in 'otherwise'.")
      return nil
    }
    var parts: [RuleDraft] = []
    var isGood = true
    for (key, value) in mapping {
      guard let name = yaml.text(key, of: "an input") else { continue }
      var part: RuleDraft?
      switch name {
      case "all", "any": part = group(name, value, &yaml, depth)
      case "not": part = read(value, &yaml, depth: depth + 1).map { .not($0) }
      default: part = test(name, key, value, &yaml)
      }
      if let part { parts.append(part) } else { isGood = false }
    }
    guard isGood, !parts.isEmpty else { return nil }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func group(
    _ name: String, _ node: Node, _ yaml: inout YAMLReader, _ depth: Int
  ) -> RuleDraft? {
    guard let nodes = yaml.sequence(node, of: "'\(name)'") else { return nil }
    if nodes.isEmpty {
      yaml.add(.rulesCondition, at: node.mark, "'\(name)' is empty", expected: "a list of conditions")
      return nil
    }
    var parts: [RuleDraft] = []
    for node in nodes {
      if let part = read(node, &yaml, depth: depth + 1) { parts.append(part) }
    }
    guard parts.count == nodes.count else { return nil }
    if parts.count == 1 { return parts[0] }
    return name == "all" ? .all(parts) : .any(parts)
  }

  private mutating func test(
    _ input: String, _ key: Node, _ node: Node, _ yaml: inout YAMLReader
  ) -> RuleDraft? {
    tests += 1
    guard tests <= RuleConditionReader.testLimit else {
      if tests == RuleConditionReader.testLimit + 1 {
        yaml.add(
          .rulesCondition, at: key.mark, "there are too many conditions",
          expected: "at most \(RuleConditionReader.testLimit)")
      }
      return nil
    }
    if input.isEmpty { yaml.add(.rulesCondition, at: key.mark, "an input has no name") }
    guard node.mapping != nil else {
      yaml.add(
        .rulesCondition, at: node.mark, "the condition on \(quoted(input)) is not a mapping",
        expected: "'{is: value}', '{min: number}' …",
        next: node.scalar.map { "Write '{is: \($0.string.prefix(40))}'." })
      return nil
    }
    let what = "the condition on \(quoted(input))"
    guard let values = yaml.mapping(node, of: what, keys: RuleConditionReader.tests) else { return nil }
    let before = yaml.problems.list.count
    var test = RuleDraft.Test(input: input, mark: key.mark)
    bounds(values, &test, &yaml)
    for name in ["is", "in", "not_in"] {
      guard let node = values[name] else { continue }
      if test.values != nil || test.low != nil || test.high != nil {
        yaml.add(
          .rulesCondition, at: node.mark, "'\(name)' stands beside another test of \(quoted(input))",
          next: "Use 'all' for both, 'any' for either.")
      }
      let nodes = name == "is" ? [node] : yaml.sequence(node, of: "'\(name)'") ?? []
      if nodes.isEmpty, node.sequence != nil {
        yaml.add(.rulesCondition, at: node.mark, "'\(name)' is empty", expected: "a list of values")
      }
      var texts: [(text: String, mark: Mark?)] = []
      for node in nodes {
        guard let text = yaml.text(node, of: "a value") else { continue }
        if text.isEmpty {
          yaml.add(
            .rulesCondition, at: node.mark, "a value is empty",
            next: "Ask for a missing value with 'missing: true'.")
        }
        texts.append((text, node.mark))
      }
      test.values = RuleDraft.Values(texts: texts, isNegated: name == "not_in")
    }
    if let node = values["missing"] {
      switch node.scalar?.string {
      case "true": test.missing = true
      case "false": test.missing = false
      default: yaml.add(.rulesValue, at: node.mark, "'missing' is neither true nor false")
      }
      if values.count > 1 {
        yaml.add(
          .rulesCondition, at: node.mark, "'missing' stands beside another test of \(quoted(input))",
          next: "Use 'any' for either; a test of a value asks for one that is there anyway.")
      }
    }
    if values.isEmpty, yaml.problems.list.count == before {
      yaml.add(
        .rulesCondition, at: node.mark, "\(what) tests nothing",
        expected: YAMLReader.list(RuleConditionReader.tests))
    }
    return yaml.problems.list.count == before ? .test(test) : nil
  }

  private func bounds(_ values: [String: Node], _ test: inout RuleDraft.Test, _ yaml: inout YAMLReader) {
    for (inclusive, exclusive, isLow) in [("min", "above", true), ("max", "below", false)] {
      if values[inclusive] != nil, let node = values[exclusive] {
        yaml.add(
          .rulesCondition, at: node.mark, "'\(exclusive)' stands beside '\(inclusive)'",
          expected: "one of them")
      }
      guard let node = values[inclusive] ?? values[exclusive],
        let number = yaml.number(node, of: "'\(values[inclusive] == nil ? exclusive : inclusive)'")
      else { continue }
      let isInside = values[inclusive] != nil
      if isLow {
        test.low = isInside ? number : number.nextUp
      } else {
        test.high = isInside ? number : number.nextDown
      }
    }
    if let low = test.low, let high = test.high, low > high {
      yaml.add(.rulesUnreachable, at: test.mark, "no number fits the bounds of \(quoted(test.input))")
    }
  }
}
