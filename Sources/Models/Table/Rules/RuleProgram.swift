/// Conditions as steps over a stack of tiles, one value for each row.
struct RuleProgram: Sendable {
  struct Test: Sendable {
    let input: Int
    let test: Rules.Test
  }

  enum Step: Sendable {
    /// Puts a test's answers on the stack.
    case test(Int)
    case not
    /// Takes two and puts one.
    case and, or
  }

  private(set) var tests: [Test] = []
  private(set) var steps: [Step] = []
  /// Where each rule's steps end.
  private(set) var ends: [Int] = []
  /// Tiles on the stack, at most.
  private(set) var height = 1

  init(_ rules: Rules) {
    for rule in rules.rules {
      add(rule.when, below: 0)
      ends.append(steps.count)
    }
  }

  private mutating func add(_ condition: Rules.Condition, below: Int) {
    height = max(height, below + 1)
    switch condition {
    case .test(let input, let test):
      steps.append(.test(tests.count))
      tests.append(Test(input: input, test: test))
    case .not(let inner):
      add(inner, below: below)
      steps.append(.not)
    case .all(let parts), .any(let parts):
      let isAll = if case .all = condition { true } else { false }
      for (index, part) in parts.enumerated() {
        add(part, below: index == 0 ? below : below + 1)
        if index > 0 { steps.append(isAll ? .and : .or) }
      }
    }
  }
}
