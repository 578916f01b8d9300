import Statistics
import Testing

@testable import Evaluation

@Suite("Looks every night at variants of unequal shares")
struct ReadoutLooksTests {
  private func contrast(
    _ treated: (Int, of: Int), _ control: (Int, of: Int), planned: Int = 10_000
  ) throws -> ReadoutContrast {
    let counts = try TwoProportions(treated.0, of: treated.of, control.0, of: control.of)
    let samples = try counts.samples()
    return try ReadoutContrast(
      .proportions(counts),
      looks: .init(
        now: treated.of + control.of, planned: planned, samples: [samples.first, samples.second]))
  }

  /// Expected: theorem 2.2 of Waudby-Smith and others with the residual variance of an analysis of variance, by numpy
  /// and scipy. With the small group's own variance, which is zero, it would be p = 0.024.
  @Test("nobody of the small group is no finding: its error is that of all")
  func nobody() throws {
    let contrast = try contrast((0, of: 153), (15, of: 1_347))
    let bounds = try contrast.interval(confidence: 0.95)
    #expect(abs(try contrast.pValue() - 0.9272630145355686) < 1e-12)
    #expect(abs(bounds.lower + 0.041110916994493304) < 1e-14)
    #expect(abs(bounds.upper - 0.01883920207244431) < 1e-14)
  }

  /// 400 tests in which nothing happens, each looked at ten times: at most 5 % may find anything at any look, and three
  /// Monte Carlo errors more. With each group's own variance a sixth of them do.
  @Test("at 90 to 10, where one in a hundred buys, hardly any test of nothing finds anything at any look")
  func simulated() throws {
    var random = Xoshiro256(seed: 20_261_129)
    var found = 0
    for _ in 0..<400 {
      var (keys, buyers) = ([0, 0], [0, 0])
      var isFound = false
      for _ in 0..<10 {
        for _ in 0..<1_000 {
          let group = random.next() % 10 == 0 ? 0 : 1
          keys[group] += 1
          if random.next() % 100 == 0 { buyers[group] += 1 }
        }
        guard keys[0] >= ReadoutFigures.fewestSequentialKeys, buyers[0] + buyers[1] > 0 else { continue }
        let bounds = try contrast((buyers[0], of: keys[0]), (buyers[1], of: keys[1]))
          .interval(confidence: 0.95)
        isFound = isFound || bounds.lower > 0 || bounds.upper < 0
      }
      if isFound { found += 1 }
    }
    // 400 · (0.05 + 3·√(0.05·0.95/400))
    #expect(found <= 33, "\(found) of 400")
  }

  @Test("the lift has no interval where control's own holds zero at all looks, or its ends are far apart")
  func lift() throws {
    #expect(throws: Undefined.denominatorNearZero) {
      try contrast((20, of: 1_000), (3, of: 1_000)).liftInterval(confidence: 0.95)
    }
    #expect(throws: Undefined.denominatorNearZero) {
      try contrast((0, of: 1_000), (300, of: 1_000)).liftInterval(confidence: 0.95)
    }
    // Where it has one, its bounds are finite numbers around it.
    let lift = try contrast((330, of: 1_000), (300, of: 1_000)).liftInterval(confidence: 0.95)
    #expect(lift.lower < 0.1 && lift.upper > 0.1 && lift.upper < 1)
    // One buyer of a hundred against nine of ten: the ends would be more than a million times apart.
    #expect(throws: Undefined.overflow) {
      try contrast((1, of: 100), (9_000, of: 10_000), planned: 1_000_000).liftInterval(confidence: 0.95)
    }
  }
}
