import Foundation

/// The Markdown page of all scenarios' coverages.
struct CoveragePage {
  static let seed: UInt64 = 19_971_102

  private var sections: [(title: String, rows: [String])] = []

  mutating func add(_ scenario: Scenario, _ outcome: Scenario.Outcome) {
    let verdict = verdict(outcome, scenario)
    let row =
      "| \(scenario.population) | \(scenario.sizes) | \(scenario.repetitions) | \(percent(outcome.coverage)) "
      + "| \(percent(outcome.error)) | \(outcome.undefined) | \(verdict) |"
    if let place = sections.firstIndex(where: { $0.title == scenario.interval }) {
      sections[place].rows.append(row)
    } else {
      sections.append((scenario.interval, [row]))
    }
  }

  /// Two Monte Carlo errors to either side count as chance.
  private func verdict(_ outcome: Scenario.Outcome, _ scenario: Scenario) -> String {
    let nominal = scenario.interval.contains("0.001") ? 0.999 : 0.95
    if outcome.held + outcome.missed == 0 { return "undefined" }
    if outcome.coverage + 2 * max(outcome.error, 1e-4) < nominal { return "**short**" }
    if outcome.coverage - 2 * outcome.error > nominal + (1 - nominal) / 2 { return "wide" }
    return "holds"
  }

  private func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }

  var text: String {
    let tables = sections.map { section in
      """
      ## \(section.title)

      | population | sample sizes | repetitions | coverage | Monte Carlo error | undefined | verdict |
      | --- | --- | ---: | ---: | ---: | ---: | --- |
      \(section.rows.joined(separator: "\n"))
      """
    }
    return """
      ---
      title: Coverage
      description: How often each interval holds the truth, by simulation, and where it fails.
      weight: 6
      ---

      # Coverage

      An interval of 95 % should hold the truth in 95 of 100 samples. This page tells how often it does, on populations
      whose truth is known. It is made by a program:

      ```sh
      SCOREBOOK_COVERAGE=site/reference/coverage.md swift test -c release --filter CoverageTests
      ```

      The random numbers are seeded (\(Self.seed) and the scenario's number; repetition r takes stream r), so the same
      page comes out again. **Undefined** counts the samples for which the interval has no value and says why, such as
      classes that are separated completely; they count neither as held nor as missed. **Verdict:** *holds* within two
      Monte Carlo errors of 95 % or above; **short** below that; *wide* where fewer than half of the allowed misses occur.
      Among this many rows a few are called short by chance alone. For A/A rows the coverage is the share of tests that,
      rightly, find nothing.

      \(tables.joined(separator: "\n\n"))

      ## What to take from it

      - **An area near 1 with few positives.** DeLong's interval is short, and undefined where the classes are separated;
        the percentile bootstrap is as short. The interval by logit and BCa are nearer to 95 % throughout, yet short too
        where a few positives stand against thousands of negatives: what matters is the number of positives that
        overlap with negatives, and a handful of these tells little.
      - **Skewed money.** With few rows and lognormal values of σ = 2 no interval for a mean holds. Winsorise at a quantile
        declared in advance, or wait. Two groups alike in size and skewness do better than their skewness suggests,
        since it cancels in the difference.
      - **Proportions.** Wilson's and Newcombe's intervals hold on average over proportions and may be short at single
        ones; Clopper–Pearson is never short and often wide. The unpooled interval of a difference is short in small
        groups, and has no value where neither group shows any variation.
      - **Paired areas.** The interval of a difference holds far better than those of the two areas.
      - **Few units.** CUPED with 10 units a group and the delta method with up to 200 units are short.
      - **Looks.** A fixed-sample interval looked at again and again misses far more often than 5 % of the time. The
        sequential one holds under a look after every unit, if the first look waits for the variance to settle: from the
        second unit on it does not hold. For very skewed values in one group only it does not hold from 100 units on,
        even cut at a quantile; cut, and from 500 units on, it does.

      """
  }
}
