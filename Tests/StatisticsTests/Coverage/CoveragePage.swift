import Foundation

/// The Markdown page of all scenarios' coverages.
struct CoveragePage {
  static let seed: UInt64 = 19_971_102

  private var rows: [String: [String]] = [:]

  static let scenarios: [Scenario] = groups.flatMap(\.scenarios)

  mutating func add(_ scenario: Scenario, _ outcome: Scenario.Outcome) {
    var cells = [scenario.population, scenario.sizes]
    switch scenario.kind {
    case .interval:
      cells += [percent(outcome.coverage), percent(outcome.error)]
    case .test(let level):
      cells += ["\(level * 100) %", percent(1 - outcome.coverage), percent(outcome.error)]
    }
    cells += ["\(outcome.undefined)", verdict(outcome, scenario.kind)]
    rows[title(scenario), default: []].append("| \(cells.joined(separator: " | ")) |")
  }

  private func title(_ scenario: Scenario) -> String {
    scenario.kind == .interval ? scenario.interval : "Test: \(scenario.interval)"
  }

  /// Two Monte Carlo errors to either side count as chance.
  private func verdict(_ outcome: Scenario.Outcome, _ kind: Scenario.Kind) -> String {
    if outcome.held + outcome.missed == 0 { return "undefined" }
    let missed = 1 - outcome.coverage
    let allowed = if case .test(let level) = kind { level } else { 0.05 }
    if missed - 2 * max(outcome.error, 1e-4) > allowed {
      return kind == .interval ? "**short**" : "**too many**"
    }
    if missed + 2 * outcome.error < allowed / 2 { return kind == .interval ? "wide" : "few" }
    return "holds"
  }

  private func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }

  private func section(_ group: CoverageGroup) -> String {
    var titles: [String] = []
    for scenario in group.scenarios where !titles.contains(title(scenario)) { titles.append(title(scenario)) }
    let tables = titles.map { title in
      let head =
        title.hasPrefix("Test: ")
        ? """
        | population | sample sizes | level | false positives | Monte Carlo error | undefined | verdict |
        | --- | --- | ---: | ---: | ---: | ---: | --- |
        """
        : """
        | population | sample sizes | coverage | Monte Carlo error | undefined | verdict |
        | --- | --- | ---: | ---: | ---: | --- |
        """
      return "### \(title.replacing("Test: ", with: "").capitalisedFirst)\n\n\(head)\n"
        + (rows[title] ?? []).joined(separator: "\n")
    }
    return "## \(group.title)\n\n\(group.truth)\n\n\(tables.joined(separator: "\n\n"))"
  }

  var text: String {
    """
    ---
    title: Coverage
    description: How often each interval holds the truth, by simulation, and where it fails.
    weight: 6
    ---

    # Coverage

    An interval of 95 % should hold the truth in 95 of 100 samples, and a test at 5 % should find something where there
    is nothing in 5 of 100. This page tells how often they do, on populations whose truth is known. It is made by a
    program:

    ```sh
    SCOREBOOK_COVERAGE=site/reference/coverage.md swift test -c release -Xswiftc -enable-testing --filter CoverageTests
    ```

    \(CoverageLessons.duration)

    Each row is of 10,000 samples. The random numbers are seeded (\(Self.seed) and the name of the row; repetition r takes
    stream r), so the same page comes out again. **Undefined** counts the samples for which the
    interval has no value and says why, such as classes that are separated completely; they count neither as held nor as
    missed. **Verdict:** *holds* within two Monte Carlo errors of 95 % or above; **short** below that; *wide* where fewer
    than half of the allowed misses occur. For tests it is *holds*, **too many** and *few*. Among so many rows a few are
    called short by chance alone: a coverage of 94.5 % is no fault.

    ## What to take from it

    \(CoverageLessons.text)

    \(Self.groups.map(section).joined(separator: "\n\n"))

    """
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
