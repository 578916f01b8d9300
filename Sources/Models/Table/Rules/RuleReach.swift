/// Tells rules that can never apply, where comparing intervals and sets of categories decides it.
///
/// Looked at are conditions that all must hold, and `any` of such; what holds a `not` of more than a missing value,
/// or a list of numbers, is compared as a whole only.
struct RuleReach {
  enum Verdict {
    case reachable
    /// Its own tests exclude each other.
    case never
    case taken(by: Int)
  }

  private enum Constraint {
    case interval(low: Double, high: Double)
    case categories([Bool])
    case missing
    case present

    /// What fulfils both; nil where nothing does.
    func intersection(_ other: Constraint) -> Constraint? {
      switch (self, other) {
      case (.missing, .missing): return .missing
      case (.missing, _), (_, .missing): return nil
      case (.present, let constraint), (let constraint, .present): return constraint
      case (.interval(let a, let b), .interval(let c, let d)):
        return max(a, c) <= min(b, d) ? .interval(low: max(a, c), high: min(b, d)) : nil
      case (.categories(let a), .categories(let b)):
        let both = zip(a, b).map { $0 && $1 }
        return both.contains(true) ? .categories(both) : nil
      default: return self
      }
    }

    /// Whether all that fulfils the other one fulfils this one.
    func covers(_ other: Constraint) -> Bool {
      switch (self, other) {
      case (.missing, .missing): return true
      case (.missing, _), (_, .missing): return false
      case (.present, _): return true
      case (.interval(let a, let b), .interval(let c, let d)): return a <= c && d <= b
      case (.categories(let a), .categories(let b)): return zip(a, b).allSatisfy { $0 || !$1 }
      default: return false
      }
    }
  }

  private typealias Branch = [Int: Constraint]

  /// Comparisons after which no more are made.
  private var budget = 1_000_000
  private var branches: [[Branch]] = []
  private var conditions: [Rules.Condition: Int] = [:]

  mutating func add(_ condition: Rules.Condition) -> Verdict {
    let index = branches.count
    if let first = conditions[condition] {
      branches.append([])
      return .taken(by: first)
    }
    conditions[condition] = index
    let parts: [Rules.Condition]
    if case .any(let conditions) = condition { parts = conditions } else { parts = [condition] }
    var own: [Branch] = []
    var isDecidable = true
    for part in parts {
      var branch: Branch = [:]
      var isSimple = true
      if !RuleReach.gather(part, into: &branch, &isSimple) { continue }
      if isSimple { own.append(branch) } else { isDecidable = false }
    }
    branches.append(own)
    if own.isEmpty { return isDecidable ? .never : .reachable }
    guard isDecidable else { return .reachable }
    for earlier in 0..<index where budget > 0 && own.allSatisfy({ covers(branches[earlier], $0) }) {
      return .taken(by: earlier)
    }
    return .reachable
  }

  /// Whether something can fulfil it; what is not simple counts as fulfilled.
  private static func gather(_ condition: Rules.Condition, into branch: inout Branch, _ isSimple: inout Bool)
    -> Bool
  {
    let input: Int
    let constraint: Constraint
    switch condition {
    case .all(let parts):
      for part in parts where !gather(part, into: &branch, &isSimple) { return false }
      return true
    case .test(let of, .interval(let low, let high)):
      (input, constraint) = (of, .interval(low: low, high: high))
    case .test(let of, .categories(let flags)): (input, constraint) = (of, .categories(flags))
    case .test(let of, .missing): (input, constraint) = (of, .missing)
    case .not(.test(let of, .missing)): (input, constraint) = (of, .present)
    default:
      isSimple = false
      return true
    }
    guard let known = branch[input] else {
      branch[input] = constraint
      return true
    }
    guard let both = known.intersection(constraint) else { return false }
    branch[input] = both
    return true
  }

  private mutating func covers(_ earlier: [Branch], _ own: Branch) -> Bool {
    earlier.contains { branch in
      branch.allSatisfy { input, constraint in
        budget -= 1
        if case .categories(let flags) = constraint { budget -= flags.count / 16 }
        guard budget > 0, let mine = own[input] else { return false }
        return constraint.covers(mine)
      }
    }
  }
}
