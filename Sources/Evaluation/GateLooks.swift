import Book

/// Looks that were taken at one version against one other for one alias.
///
/// Attempts in a row on the same figures are one look: nothing new could be seen. Where nothing was compared, nothing was
/// looked at.
struct GateLooks {
  /// Differences by metric, a set for each look, oldest first.
  private var seen: [[String: Double]] = []

  init(_ attempts: [GateAttempt]) {
    for attempt in attempts {
      let found = attempt.findings.compactMap { finding in
        finding.difference.map { (finding.metric, $0) }
      }
      let differences = Dictionary(found, uniquingKeysWith: { first, _ in first })
      if !differences.isEmpty, seen.last != differences { seen.append(differences) }
    }
  }

  /// Which look it is to see these differences now: the last one again, or the next.
  func number(of differences: [String: Double]) -> Int {
    seen.last == differences ? seen.count : seen.count + 1
  }
}
