import Foundation
import Statistics
import Testing

@Suite("Coverage")
struct CoverageTests {
  @Test("ordinary scenarios cover about 95 % in few repetitions, and repeat to the last one")
  func few() async {
    let chosen = (Scenario.proportions + Scenario.means).filter {
      ["Wilson", "Newcombe", "Welch"].contains($0.interval)
        && ["100", "200 + 200", "100 + 100"].contains($0.sizes)
        && !$0.population.contains("lognormal")
    }
    #expect(chosen.count == 4)
    for scenario in chosen {
      let outcome = await scenario.run(seed: 1, repetitions: 300)
      #expect(outcome.undefined == 0)
      #expect(outcome.coverage > 0.87, "\(scenario.interval), \(scenario.population), \(scenario.sizes)")
      let again = await scenario.run(seed: 1, repetitions: 300)
      #expect(again.held == outcome.held)
    }
  }

  @Test("no two scenarios of the page are called the same, so that none draws another's numbers")
  func names() {
    let names = CoveragePage.scenarios.map { "\($0.interval)|\($0.population)|\($0.sizes)" }
    #expect(Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys.sorted() == [])
  }

  /// Writes site/reference/coverage.md, which says how. A test and not a program of its own, since what it measures is
  /// not public outside the package.
  @Test(
    "the page of coverages is made again",
    .enabled(if: ProcessInfo.processInfo.environment["SCOREBOOK_COVERAGE"] != nil))
  func page() async throws {
    let path = try #require(ProcessInfo.processInfo.environment["SCOREBOOK_COVERAGE"])
    var page = CoveragePage()
    for scenario in CoveragePage.scenarios {
      let start = Date()
      let outcome = await scenario.run(seed: CoveragePage.seed)
      page.add(scenario, outcome)
      print(
        scenario.interval, "|", scenario.population, "|", scenario.sizes, outcome.coverage, outcome.error,
        outcome.undefined, String(format: "%.1f s", Date().timeIntervalSince(start)))
      if CoveragePage.isPromised(scenario) {
        #expect(outcome.coverage >= 0.95, "\(scenario.interval), \(scenario.population), \(scenario.sizes)")
      }
    }
    try page.text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
