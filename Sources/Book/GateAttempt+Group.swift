extension GateAttempt {
  /// Attempts that asked and found the same, one after another for a version and an alias.
  package struct Group: Sendable, Hashable {
    package private(set) var last: GateAttempt
    package private(set) var count = 1
    /// RFC 3339: when the first of them was made.
    package let since: String

    init(_ attempt: GateAttempt) {
      last = attempt
      since = attempt.attemptedAt
    }

    mutating func add(_ attempt: GateAttempt) {
      last = attempt
      count += 1
    }
  }

  private struct Place: Hashable {
    let model: String
    let number: Int
    let alias: String
  }

  /// - Parameter attempts: Oldest first. Gives groups in the order of their last attempts.
  package static func groups(of attempts: [GateAttempt]) -> [Group] {
    var groups: [Group] = []
    var newest: [Place: Int] = [:]
    var order: [Int] = []
    for attempt in attempts {
      let place = Place(model: attempt.model, number: attempt.number, alias: attempt.alias)
      if let known = newest[place], attempt.repeats(groups[known].last) {
        groups[known].add(attempt)
        order.removeAll { $0 == known }
        order.append(known)
      } else {
        newest[place] = groups.count
        order.append(groups.count)
        groups.append(Group(attempt))
      }
    }
    return order.map { groups[$0] }
  }
}
