/// How many rows were rejected for which kind of reason.
package struct RejectKinds: Sendable, Hashable {
  package private(set) var counts: [Reject.Kind: Int] = [:]

  package init() {}
  package init(_ rejects: Rejects) { for reject in rejects.list { counts[reject.kind, default: 0] += 1 } }

  package mutating func add(_ other: RejectKinds) { counts.merge(other.counts, uniquingKeysWith: +) }

  /// "10 missing key, 2 not a number": the most frequent three, and how many rows are left for the others; a fourth
  /// alone is named, too.
  ///
  /// - Parameter number: how a count is written.
  package func text(_ number: (Int) -> String = { String($0) }) -> String {
    let kinds = Reject.Kind.allCases.filter { counts[$0] != nil }
    // Sorting is stable: equal counts stand in the order of the kinds.
    let sorted = kinds.sorted { (counts[$0] ?? 0) > (counts[$1] ?? 0) }
    let told = sorted.count == RejectKinds.told + 1 ? sorted.count : RejectKinds.told
    var parts = sorted.prefix(told).map { "\(number(counts[$0] ?? 0)) \($0.rawValue)" }
    let rest = sorted.dropFirst(told).reduce(0) { $0 + (counts[$1] ?? 0) }
    if rest > 0 { parts.append("\(number(rest)) for other reasons") }
    return parts.joined(separator: ", ")
  }

  private static let told = 3
}
