import Statistics
import Testing

@Suite("The exact binomial test")
struct BinomialTwoSidedTests {
  private static let cases: [(Int, Int, Double, Double)] = [
    (1, 5, 0.01, 0.049009950100000005), (4, 5, 0.99, 0.049009950100000046),
    (4, 5, 0.01, 4.960000000000001e-08),
    (12, 400, 0.01, 0.0008492846916503846), (14, 400, 0.01, 6.780201270376969e-05),
    (0, 450, 0.01, 0.027432890669254084), (0, 1_000, 0.01, 8.520045585902545e-05), (2, 9, 0.3, 1),
    (5, 9, 0.3, 0.13916226699999998), (3, 7, 0.5, 1), (4, 7, 0.5, 1), (0, 10, 0.01, 1),
  ]

  /// Expected: `scipy.stats.binomtest` 1.17.
  @Test("two-sided p values are scipy's", arguments: cases)
  func scipy(_ successes: Int, _ trials: Int, _ probability: Double, _ expected: Double) throws {
    let found = try Binomial(trials: trials, probability: probability).twoSided(successes)
    #expect(abs(found / expected - 1) < 1e-11, "\(found)")
  }

  @Test("where only one count is possible it has p = 1, and every other 0")
  func certain() throws {
    #expect(try Binomial(trials: 5, probability: 0).twoSided(0) == 1)
    #expect(try Binomial(trials: 5, probability: 1).twoSided(5) == 1)
    #expect(try Binomial(trials: 5, probability: 0).twoSided(1) == 0)
    #expect(try Binomial(trials: 0, probability: 0.5).twoSided(0) == 1)
  }
}
