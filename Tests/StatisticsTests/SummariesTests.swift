import Statistics
import Testing

@Suite("Summaries")
struct SummariesTests {
  let expected: Expected

  init() throws { expected = try Expected.load() }

  @Test("mean and variance keep their digits at 1e9, whole and merged")
  func moments() throws {
    for sample in expected.moments {
      var whole = Moments()
      var parts = [Moments(), Moments(), Moments()]
      for (place, value) in sample.values.enumerated() {
        whole.add(value)
        parts[place * 3 / sample.values.count].add(value)
      }
      var merged = Moments()
      for part in parts { merged.merge(part) }
      for moments in [whole, merged] {
        #expect(moments.count == sample.values.count)
        expectClose(try #require(moments.mean), sample.mean)
        expectClose(try moments.variance(), sample.variance)
      }
    }
    var empty = Moments()
    empty.add(.nan)
    empty.add(.infinity)
    #expect(empty.count == 0 && empty.skipped == 2 && empty.mean == nil)
    #expect(throws: Undefined.tooFewObservations(needed: 2, found: 0)) { try empty.variance() }
  }

  @Test("a compensated sum keeps what a plain sum loses")
  func compensated() {
    var sum = CompensatedSum()
    for value in [1, 1e100, 1, -1e100] { sum.add(value) }
    #expect(sum.value == 2)
    var infinite = CompensatedSum()
    for value in [1, .infinity, 2] { infinite.add(value) }
    #expect(infinite.value == .infinity)
  }

  @Test("control limits equal their formulas, gaps left out")
  func limits() throws {
    let limits = try XmRLimits(expected.xmr.values)
    expectClose(limits.mean, expected.xmr.mean)
    expectClose(limits.meanRange, expected.xmr.mean_range)
    expectClose(limits.lower, expected.xmr.lower)
    expectClose(limits.upper, expected.xmr.upper)
    expectClose(limits.rangeLimit, expected.xmr.range_limit)
    #expect(throws: Undefined.noObservations) { try XmRLimits([nil, nil]) }
    #expect(throws: Undefined.tooFewObservations(needed: 2, found: 2)) { try XmRLimits([1, nil, 2]) }
    #expect(throws: Undefined.notANumber(at: 1)) { try XmRLimits([1, .nan]) }
    #expect(throws: Undefined.zeroVariance) { try XmRLimits([1, 1, nil, 2, 2]) }
    #expect(throws: Undefined.noObservations) { try XmRLimits([1, 2], baseline: 5..<9) }
    let first = try XmRLimits([1, 2, 100, 1000], baseline: 0..<2)
    #expect(first.mean == 1.5 && first.meanRange == 1)
  }

  @Test("signals are told at the point that completes them")
  func signals() throws {
    // Limits 10 ± 2.66, range limit 3.268, two thirds at ± 1.7733.
    let limits = try XmRLimits([9.5, 10.5, 9.5, 10.5])
    #expect(limits.mean == 10 && limits.meanRange == 1)
    func found(_ values: [Double?]) -> [String] {
      limits.signals(in: values).map { "\($0.position) \($0.rule) \($0.side.map(\.rawValue) ?? "-")" }
    }
    #expect(found([10, 12.6, 10]) == [])
    #expect(found([10, 12.7]) == ["1 beyondLimit above"])
    #expect(found([10, 7.3]) == ["1 beyondLimit below"])
    #expect(found([8.5, 12]) == ["1 rangeBeyondLimit -"])
    #expect(found([12, 10, 12]) == ["2 twoOfThree above"])
    #expect(found([12, 12]) == ["1 twoOfThree above"])
    #expect(found([12, 10, 10, 12]) == [])
    #expect(found([12, nil, 12]) == [])
    #expect(found([11, 11, 11, 11, 11, 11, 11]) == [])
    #expect(found([11, 11, 11, 11, 11, 11, 11, 11]) == ["7 runOfEight above"])
    #expect(found([11, 11, 11, 11, 10, 11, 11, 11, 11]) == [])
    #expect(found([9, 9, 9, nil, 9, 9, 9, 9, 9]) == [])
    #expect(found([9, 9, 9, 9, 9, 9, 9, 9, 9]) == ["7 runOfEight below", "8 runOfEight below"])
  }

  @Test("a constant series gives no signal, though a tenth has no exact mean")
  func constant() throws {
    let values = [Double?](repeating: 0.1, count: 23)
    let limits = try XmRLimits(values)
    #expect(limits.mean == 0.1 && limits.lower == 0.1 && limits.upper == 0.1)
    #expect(limits.signals(in: values).isEmpty)
  }
}
