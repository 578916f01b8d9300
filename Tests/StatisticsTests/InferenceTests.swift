import Foundation
import Statistics
import Testing

func logit(_ p: Double) -> Double { log(p / (1 - p)) }

@Suite("Inference")
struct InferenceTests {
  let expected: Expected

  init() throws { expected = try Expected.load() }

  @Test("Wilson's interval equals statsmodels', and is exact at 0/n and n/n")
  func wilson() throws {
    for sample in expected.wilson {
      let interval = try Interval.wilson(successes: sample.k, of: sample.n, confidence: sample.confidence)
      expectClose(interval.lower, sample.lower, "\(sample.k)/\(sample.n)")
      expectClose(interval.upper, sample.upper, "\(sample.k)/\(sample.n)")
      if sample.k == 0 { #expect(interval.lower == 0) }
      if sample.k == sample.n { #expect(interval.upper == 1) }
    }
    #expect(throws: Undefined.noObservations) { try Interval.wilson(successes: 0, of: 0) }
    #expect(throws: Undefined.negativeCount(at: 0)) { try Interval.wilson(successes: -1, of: 3) }
    #expect(throws: Undefined.negativeCount(at: 1)) { try Interval.wilson(successes: 4, of: 3) }
    #expect(throws: Undefined.levelOutOfRange) { try Interval.wilson(successes: 1, of: 3, confidence: 1) }
    #expect(throws: Undefined.levelOutOfRange) { try Interval.wilson(successes: 1, of: 3, confidence: .nan) }
  }

  @Test("the normal distribution equals scipy's, far into the tails")
  func normal() throws {
    for pair in expected.normal.quantiles { expectClose(try Normal.quantile(pair[0]), pair[1], "\(pair)") }
    for pair in expected.normal.below { expectClose(Normal.below(pair[0]), pair[1], "\(pair)") }
    for pair in expected.normal.log_two_sided {
      expectClose(Normal.logTwoSided(pair[0]), pair[1], absolute: 1e-15, "\(pair)")
    }
    #expect(Normal.twoSided(40) == 0)
    #expect(Normal.logTwoSided(1e9).isFinite)
    #expect(throws: Undefined.levelOutOfRange) { try Normal.quantile(0) }
    #expect(throws: Undefined.levelOutOfRange) { try Normal.quantile(1) }
    #expect(throws: Undefined.levelOutOfRange) { try Normal.quantile(.nan) }
  }

  @Test("drift measures equal scipy's")
  func drift() throws {
    for sample in expected.drift {
      let stability = try PopulationStability(reference: sample.reference, current: sample.current)
      expectClose(stability.index, sample.psi)
      expectClose(stability.terms.reduce(0, +), sample.psi)
      let shannon = try JensenShannon(reference: sample.reference, current: sample.current)
      // A distance near zero is the root of rounding.
      expectClose(shannon.distance, sample.js_distance, absolute: 2e-8)
      expectClose(shannon.divergence, sample.js_distance * sample.js_distance, absolute: 1e-15)
      let test = try KolmogorovSmirnov(reference: sample.reference, current: sample.current)
      expectClose(test.statistic, sample.ks)
      expectClose(test.pValue, sample.ks_p, relative: 1e-11)
    }
    #expect(throws: Undefined.noObservations) {
      try PopulationStability(reference: [0, 0], current: [1, 2])
    }
    #expect(throws: Undefined.noObservations) { try KolmogorovSmirnov(reference: [], current: []) }
    #expect(throws: Undefined.lengthsDiffer(1, 2)) { try JensenShannon(reference: [1], current: [1, 2]) }
    #expect(throws: Undefined.negativeCount(at: 1)) {
      try JensenShannon(reference: [1, 2], current: [1, -2])
    }
    #expect(throws: Undefined.tooManyObservations) {
      try PopulationStability(reference: [.max, 1], current: [1, 2])
    }
  }

  @Test("disjoint histograms are at distance one")
  func disjoint() throws {
    let shannon = try JensenShannon(reference: [4, 0], current: [0, 9])
    #expect(shannon.divergence == 1 && shannon.distance == 1)
    #expect(try KolmogorovSmirnov(reference: [4, 0], current: [0, 9]).statistic == 1)
  }
}
