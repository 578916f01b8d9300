import Foundation
import Statistics
import Testing

struct HistogramsInput: Decodable, Sendable {
  let reference, current: [Int]
  let points, edges: [Double]
}

struct SharesInput: Decodable, Sendable {
  let observed: [Int]
  let shares: [Double]
}

struct SamplesInput: Decodable, Sendable {
  let first, second, first_weights, second_weights: [Number]?
  let generated: GeneratedRows?
  let weighted: Bool?

  var rows: (first: [Double], second: [Double], firstWeights: [Double]?, secondWeights: [Double]?) {
    guard let generated else {
      return (
        first?.doubles ?? [], second?.doubles ?? [], first_weights?.doubles, second_weights?.doubles
      )
    }
    let (made, other) = (generated.make(), generated.second.make())
    let third = generated.rows / 3
    return (
      made.scores, Array(other.scores[..<third]), weighted == true ? made.weights : nil,
      weighted == true ? Array(other.weights[..<third]) : nil
    )
  }
}

struct TailInput: Decodable, Sendable {
  let grid: [[Double]]
}

@Suite("Measures of drift")
struct DriftMeasuresTests {
  @Test("of histograms equal scipy's", arguments: MeasureCase<HistogramsInput>.load("histograms"))
  func histograms(_ sample: MeasureCase<HistogramsInput>) throws {
    let input = sample.input
    let (a, b) = (input.reference, input.current)
    sample.check(absolute: 0) { key in
      switch key {
      case "chi2": return [try ChiSquareTest(reference: a, current: b).statistic]
      case "chi2_degrees": return [Double(try ChiSquareTest(reference: a, current: b).degrees)]
      case "chi2_p": return [try ChiSquareTest(reference: a, current: b).pValue]
      case "cramers_v": return [try ChiSquareTest(reference: a, current: b).effect]
      case "smallest_expected": return [try ChiSquareTest(reference: a, current: b).smallestExpected]
      case "points": return [try Wasserstein(points: input.points, reference: a, current: b).distance]
      case "edges": return [try Wasserstein(edges: input.edges, reference: a, current: b).distance]
      case "js_divergence": return [try JensenShannon(reference: a, current: b).divergence]
      case "psi": return [try PopulationStability(reference: a, current: b).index]
      default: throw UnknownMeasure(key: key)
      }
    }
  }

  @Test("counts against shares equal scipy's", arguments: MeasureCase<SharesInput>.load("shares"))
  func shares(_ sample: MeasureCase<SharesInput>) throws {
    let input = sample.input
    sample.check(absolute: 1e-300) { key in
      let test = try ChiSquareTest(observed: input.observed, shares: input.shares)
      return [key == "chi2" ? test.statistic : test.pValue]
    }
  }

  @Test("of samples equal scipy's", arguments: MeasureCase<SamplesInput>.load("samples"))
  func samples(_ sample: MeasureCase<SamplesInput>) throws {
    let (a, b, u, v) = sample.input.rows
    sample.check { key in
      switch key {
      case "wasserstein":
        let distance = try Wasserstein(first: a, second: b, firstWeights: u, secondWeights: v).distance
        let back = try Wasserstein(first: b, second: a, firstWeights: v, secondWeights: u).distance
        expectClose(back, distance)
        return [distance]
      case "ks": return [try TwoSampleKolmogorovSmirnov(first: a, second: b).statistic]
      case "ks_limit_p":
        let test = try TwoSampleKolmogorovSmirnov(first: a, second: b, exactPairs: 0)
        #expect(test.method == .limit)
        return [test.pValue]
      case "ks_exact_p":
        let test = try TwoSampleKolmogorovSmirnov(first: a, second: b)
        #expect(test.method == .exact && test.firstCount == a.count && test.secondCount == b.count)
        let below = { (sample: [Double]) in
          Double(sample.count { $0 <= test.location }) / Double(sample.count)
        }
        expectClose(below(a) - below(b), test.difference, absolute: 1e-15)
        return [test.pValue]
      default: throw UnknownMeasure(key: key)
      }
    }
  }

  @Test("the tail of χ² equals mpmath's", arguments: MeasureCase<TailInput>.load("tail"))
  func tail(_ sample: MeasureCase<TailInput>) throws {
    guard case .values(let wanted)? = sample.expected["above"] else { throw UnknownMeasure(key: "above") }
    for (pair, value) in zip(sample.input.grid, wanted) where value > 1e-290 {
      let distribution = try ChiSquared(degreesOfFreedom: pair[0])
      expectClose(distribution.above(pair[1]), value, relative: 1e-12, absolute: 0, "\(pair)")
    }
    let three = try ChiSquared(degreesOfFreedom: 3)
    #expect(three.above(0) == 1 && three.above(1e9) == 0)
  }

  @Test("edges, points and shares that don't fit are refused")
  func refused() {
    #expect(throws: Undefined.lengthsDiffer(1, 2)) {
      try Wasserstein(points: [1], reference: [1, 2], current: [1, 2])
    }
    #expect(throws: Undefined.lengthsDiffer(2, 3)) {
      try Wasserstein(edges: [1, 2], reference: [1, 2], current: [1, 2])
    }
    #expect(throws: Undefined.cutsNotAscending(at: 1)) {
      try Wasserstein(points: [1, 1], reference: [1, 2], current: [1, 2])
    }
    #expect(throws: Undefined.notAWeight(at: 0)) {
      try Wasserstein(first: [1], second: [2], firstWeights: [-1])
    }
    #expect(throws: Undefined.lengthsDiffer(2, 1)) { try ChiSquareTest(observed: [1, 2], shares: [1]) }
  }
}
