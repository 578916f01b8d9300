package import Book

/// Trials that are repeats of each other: equal in all parameters but their seeds.
package struct TrialGroup: Sendable, Hashable {
  /// A trial's name, or the values that make the group: `depth=9`.
  package let name: String
  /// Oldest first.
  package let trials: [TrialRecord]
  /// Earlier trials of a seed that a later one has too: left out.
  package let superseded: Int

  /// Whether a word from the command line names one of them.
  func isNamed(_ word: String) -> Bool { trials.contains { $0.name == word || $0.originID == word } }

  /// The values of a parameter in order, each once; empty where no trial has it.
  package func values(of parameter: String) -> [String] {
    var found: [String] = []
    for trial in trials {
      for entry in trial.parameters where entry.name == parameter && !found.contains(entry.value) {
        found.append(entry.value)
      }
    }
    return found
  }

  /// Groups in the order of their oldest trials.
  ///
  /// Two trials are repeats only where both tell what repeats them, such as a seed, and something that does not:
  /// equal parameters alone may hide other code.
  static func groups(of trials: [TrialRecord], _ plan: TrialComparisonPlan) -> [TrialGroup] {
    struct Key: Hashable {
      let parameters: [TrialRecord.Entry]
      /// Tells trials apart that stand alone.
      let alone: Int?
    }
    var order: [Key] = []
    var members: [Key: [TrialRecord]] = [:]
    for (position, trial) in trials.enumerated() {
      let named = trial.parameters.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
      let key: Key
      if !plan.by.isEmpty {
        key = Key(parameters: named.filter { plan.by.contains($0.name) }, alone: nil)
      } else {
        let own = named.filter { !plan.isRepeated($0.name) }
        key = Key(parameters: own, alone: own.isEmpty || own.count == named.count ? position : nil)
      }
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(trial)
    }
    let found = order.map { key in
      let all = members[key] ?? []
      let kept = plan.by.isEmpty && key.alone == nil ? newest(all, plan) : all
      return TrialGroup(
        name: name(of: kept, key.parameters, plan), trials: kept, superseded: all.count - kept.count)
    }
    return distinct(found)
  }

  /// For each seed its last trial: one that ran twice is no second witness.
  private static func newest(_ trials: [TrialRecord], _ plan: TrialComparisonPlan) -> [TrialRecord] {
    var seen: Set<[TrialRecord.Entry]> = []
    return trials.reversed().filter { trial in
      let seeds = trial.parameters.filter { plan.isRepeated($0.name) }.sorted { $0.name < $1.name }
      return seen.insert(seeds).inserted
    }.reversed()
  }

  private static func name(
    of trials: [TrialRecord], _ parameters: [TrialRecord.Entry], _ plan: TrialComparisonPlan
  ) -> String {
    if !plan.by.isEmpty {
      let parts = plan.by.map { name in
        name + "=" + (parameters.first { $0.name == name }?.value ?? "none")
      }
      return parts.joined(separator: ", ")
    }
    // The one that is to be beaten is called so, whichever of its repeats came first.
    let words = plan.trials + (plan.baseline.map { [$0] } ?? [])
    let named = trials.first { trial in
      words.contains(trial.name) || words.contains(trial.originID)
    }
    return (named ?? trials.first)?.name ?? ""
  }

  /// Groups of the same name get the identifier of their first trial behind it.
  private static func distinct(_ groups: [TrialGroup]) -> [TrialGroup] {
    var counts: [String: Int] = [:]
    for group in groups { counts[group.name, default: 0] += 1 }
    return groups.map { group in
      guard counts[group.name, default: 0] > 1, let first = group.trials.first else { return group }
      return TrialGroup(
        name: "\(group.name) (\(first.originID.prefix(8)))", trials: group.trials,
        superseded: group.superseded)
    }
  }
}
