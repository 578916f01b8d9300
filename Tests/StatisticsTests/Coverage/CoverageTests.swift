import Foundation
import Statistics
import Testing

@Suite("Coverage")
struct CoverageTests {
  @Test("ordinary scenarios cover about 95 % in few repetitions, and repeat to the last one")
  func few() {
    let chosen = Scenario.fixed.filter {
      ["Wilson", "Newcombe", "Welch"].contains($0.interval)
        && ["100", "200 + 200", "100 + 100"].contains($0.sizes)
        && !$0.population.contains("lognormal")
    }
    #expect(chosen.count == 4)
    for scenario in chosen {
      let outcome = scenario.run(seed: 1, repetitions: 300)
      #expect(outcome.undefined == 0)
      #expect(outcome.coverage > 0.87, "\(scenario.interval), \(scenario.population), \(scenario.sizes)")
      let again = scenario.run(seed: 1, repetitions: 300)
      #expect(again.held == outcome.held)
    }
  }

  /// Writes site/reference/coverage.md. A test and not a program of its own, since what it measures is not public
  /// outside the package; some five minutes of one core in release mode:
  /// `SCOREBOOK_COVERAGE=site/reference/coverage.md swift test -c release --filter CoverageTests`.
  @Test(
    "the page of coverages is made again",
    .enabled(if: ProcessInfo.processInfo.environment["SCOREBOOK_COVERAGE"] != nil))
  func page() throws {
    let path = try #require(ProcessInfo.processInfo.environment["SCOREBOOK_COVERAGE"])
    var page = CoveragePage()
    for (place, scenario) in (Scenario.fixed + Scenario.sequential + Scenario.bootstrap + Scenario.late)
      .enumerated()
    {
      let start = Date()
      let outcome = scenario.run(seed: CoveragePage.seed &+ UInt64(place))
      page.add(scenario, outcome)
      print(
        scenario.interval, "|", scenario.population, "|", scenario.sizes, outcome.coverage, outcome.error,
        outcome.undefined, "\(Int(Date().timeIntervalSince(start))) s")
      if scenario.interval.hasPrefix("sequential"), !scenario.population.contains("second unit"),
        !(scenario.population.contains("against normal") && scenario.sizes.hasPrefix("100 to"))
      {
        #expect(outcome.coverage >= 0.95, "\(scenario.population), \(scenario.sizes)")
      }
    }
    try page.text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
