import Foundation
import Statistics
import Testing

@Suite("Edges of inference")
struct InferenceEdgesTests {
  @Test("a sample from counts and one from values agree, and bad ones have a named reason")
  func samples() throws {
    let two = try TwoProportions(2, of: 5, 1, of: 4)
    let fromCounts = try two.samples()
    let fromValues = try Sample([1, 0, 0, 1, 0])
    expectClose(fromCounts.first.mean, fromValues.mean)
    expectClose(fromCounts.first.variance, fromValues.variance)
    #expect(throws: Undefined.tooFewObservations(needed: 2, found: 1)) {
      try TwoProportions(1, of: 1, 1, of: 4).samples()
    }
    #expect(try Sample([0.1, 0.1, 0.1]).variance == 0)
    #expect(throws: Undefined.zeroVariance) { try Sample([0.1, 0.1]).estimate() }
    #expect(throws: Undefined.parameterOutOfRange("the spread of the values")) {
      try Sample([1e200, -1e200, 1e300])
    }
    #expect(throws: Undefined.parameterOutOfRange("the variance")) {
      try Sample(count: 3, mean: 0, variance: -1)
    }
    #expect(throws: Undefined.notANumber(at: 0)) { try Sample(count: 3, mean: .nan, variance: 1) }
  }

  @Test("a lift by logarithms has its error, and none of a mean that is not positive")
  func logarithms() throws {
    let lift = try RelativeLift(treated: 2, squaredError: 0.04, control: 1, controlSquaredError: 0.01)
    let estimate = try lift.logEstimate()
    expectClose(estimate.value, 0.6931471805599453)
    expectClose(estimate.standardError, 0.02.squareRoot())
    expectClose(try lift.logDelta().lower, 2 * exp(-1.959963984540054 * 0.02.squareRoot()) - 1)
    let negative = try RelativeLift(treated: 2, squaredError: 0.04, control: -1, controlSquaredError: 0.01)
    #expect(throws: Undefined.denominatorNearZero) { try negative.logEstimate() }
  }

  @Test("quantiles of Student's t come in a few steps for any degrees", arguments: [19.0, 2019, 4199])
  func steps(degrees: Double) throws {
    let start = clock()
    let student = try StudentT(degreesOfFreedom: degrees)
    for _ in 0..<1000 { _ = try student.twoSidedQuantile(confidence: 0.95) }
    // Of CPU time: rounding once kept it going for 2,000 steps at these degrees.
    #expect(Double(clock() - start) / Double(CLOCKS_PER_SEC) < 5)
  }

  @Test("an estimate less another adds their variances")
  func estimates() throws {
    let one = try Estimate(value: 5, standardError: 3)
    let two = try Estimate(value: 1, standardError: 4)
    let difference = try one.less(two)
    #expect(difference.value == 4 && difference.standardError == 5 && difference.z() == 0.8)
    expectClose(difference.pValue(), exp(difference.logPValue()))
    #expect(try Estimate(value: 1, standardError: 1e-9).pValue() == 0)
    #expect(try Estimate(value: 1, standardError: 1e-9).logPValue() < -1e17)
    #expect(throws: Undefined.zeroVariance) { try Estimate(value: 1, standardError: 0) }
    #expect(throws: Undefined.notANumber(at: 0)) { try Estimate(value: .nan, standardError: 1) }
    #expect(throws: Undefined.levelOutOfRange) { try one.interval(confidence: 0) }
  }

  @Test("a sequential interval leaves a hypothesis out exactly where its p value is below the level")
  func sequential() throws {
    let sequence = try SequentialInterval(plannedStandardError: 0.5)
    for z in stride(from: 0.0, through: 6, by: 0.25) {
      let estimate = try Estimate(value: z * 0.4, standardError: 0.4)
      let interval = try sequence.interval(estimate)
      #expect((interval.lower > 0) == (sequence.pValue(estimate) < 0.05))
    }
    #expect(throws: Undefined.parameterOutOfRange("the mixture")) { try SequentialInterval(mixture: 0) }
    #expect(throws: Undefined.levelOutOfRange) {
      try SequentialInterval(plannedStandardError: 1, confidence: 1)
    }
    #expect(throws: Undefined.zeroVariance) {
      try sequence.interval(Sample([1, 1]), less: Sample([1, 1]))
    }
  }

  @Test("CUPED with a covariate that explains everything has no error left")
  func explained() throws {
    let group = CUPED.Group(outcomes: [1, 2, 3], covariates: [1, 2, 3])
    let cuped = try CUPED([group, group])
    #expect(cuped.theta == 1 && cuped.varianceReduction == 1)
    #expect(throws: Undefined.zeroVariance) { try cuped.difference(0, less: 1) }
    #expect(throws: Undefined.parameterOutOfRange("the group")) { try cuped.difference(0, less: 2) }
    #expect(throws: Undefined.tooFewObservations(needed: 1, found: 0)) { try CUPED([]) }
  }

  @Test("every reason can be told to a person")
  func reasons() {
    let all: [Undefined] = [.parameterOutOfRange("the mixture"), .denominatorNearZero, .resamplesOneSided]
    #expect(
      all.map(\.reason) == [
        "the mixture lies outside its range", "the mean that divides can't be told from zero",
        "all resamples lie on one side of the estimate",
      ])
  }

  @Test("Mann–Whitney's exact p values add up over all orders")
  func orders() throws {
    // Of the 10 ways to take 2 of 5 places, U = 0 and U = 6 are one each.
    #expect(try MannWhitney([1, 2], [3, 4, 5]).pValue == 0.2)
    #expect(try MannWhitney([4, 5], [1, 2, 3]).pValue == 0.2)
    #expect(try MannWhitney([1, 4], [2, 3, 5]).pValue == 0.8)
    #expect(try MannWhitney([1], [2]).pValue == 1)
  }
}
