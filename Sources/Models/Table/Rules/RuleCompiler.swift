import Diagnostics
import Yams

/// Gives inputs their kinds, categories their codes, and conditions their final form.
///
/// An input is a number where some test bounds it, else a category where some test names values, else a text of
/// which only presence is asked.
struct RuleCompiler {
  /// Flags of all tests of categories together, at most.
  private static let flagLimit = 1 << 24

  private(set) var inputs: [Input] = []
  private var indices: [String: Int] = [:]
  /// By input, the code of each category.
  private var codes: [[[UInt8]: Int]] = []
  private var flags = 0

  init(_ tests: [RuleDraft.Test]) {
    var bounded = Set<String>()
    var listed: [String: [String]] = [:]
    var seen: [String: Set<[UInt8]>] = [:]
    for test in tests {
      if test.low != nil || test.high != nil { bounded.insert(test.input) }
      for value in test.values?.texts ?? []
      where seen[test.input, default: []].insert(Array(value.text.utf8)).inserted {
        listed[test.input, default: []].append(value.text)
      }
    }
    for test in tests where indices[test.input] == nil {
      indices[test.input] = inputs.count
      let kind: Input.Kind =
        bounded.contains(test.input) ? .number : listed[test.input].map { .category($0) } ?? .text
      inputs.append(Input(name: test.input, kind: kind, required: false))
      var codes: [[UInt8]: Int] = [:]
      if case .category(let categories) = kind {
        for (code, category) in categories.enumerated() { codes[Array(category.utf8)] = code }
      }
      self.codes.append(codes)
    }
  }

  mutating func condition(_ draft: RuleDraft, _ yaml: inout YAMLReader) -> Rules.Condition? {
    switch draft {
    case .test(let test): return self.test(test, &yaml)
    case .not(let inner): return condition(inner, &yaml).map { .not($0) }
    case .all(let parts): return conditions(parts, &yaml).map { .all($0) }
    case .any(let parts): return conditions(parts, &yaml).map { .any($0) }
    }
  }

  private mutating func conditions(_ drafts: [RuleDraft], _ yaml: inout YAMLReader) -> [Rules.Condition]? {
    var conditions: [Rules.Condition] = []
    for draft in drafts {
      if let condition = condition(draft, &yaml) { conditions.append(condition) }
    }
    return conditions.count == drafts.count ? conditions : nil
  }

  private mutating func test(_ test: RuleDraft.Test, _ yaml: inout YAMLReader) -> Rules.Condition? {
    guard let input = indices[test.input] else { return nil }
    if let missing = test.missing {
      let condition = Rules.Condition.test(input: input, .missing)
      return missing ? condition : .not(condition)
    }
    guard let values = test.values else {
      return .test(input: input, .interval(low: test.low ?? -.infinity, high: test.high ?? .infinity))
    }
    guard case .number = inputs[input].kind else { return categories(values, input, &yaml, test) }
    var numbers: [Double] = []
    for value in values.texts {
      guard let number = DecimalNumber.parse(value.text), number.isFinite else {
        yaml.add(
          .rulesCondition, at: value.mark,
          "\(quoted(test.input)) is a number in another rule, and here it is not",
          found: quoted(value.text))
        return nil
      }
      numbers.append(number)
    }
    let condition = Rules.Condition.test(input: input, .numbers(numbers))
    return values.isNegated ? .not(condition) : condition
  }

  private mutating func categories(
    _ values: RuleDraft.Values, _ input: Int, _ yaml: inout YAMLReader, _ test: RuleDraft.Test
  ) -> Rules.Condition? {
    let count = codes[input].count + 1
    flags += count
    guard flags <= RuleCompiler.flagLimit else {
      yaml.add(.rulesCondition, at: test.mark, "the rules name too many categories")
      return nil
    }
    var isIn = [Bool](repeating: values.isNegated, count: count)
    for value in values.texts {
      if let code = codes[input][Array(value.text.utf8)] { isIn[code] = !values.isNegated }
    }
    return .test(input: input, .categories(isIn))
  }
}
