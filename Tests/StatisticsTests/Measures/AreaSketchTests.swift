import Statistics
import Testing

struct SketchInput: Decodable, Sendable {
  let limit: Int
  let shift: Double?
  let generated: GeneratedRows

  var rows: (scores: [Double], outcomes: [Bool]) {
    let made = generated.make()
    return (made.scores.map { $0 + (shift ?? 0) }, made.outcomes)
  }
}

@Suite("Area sketch")
struct AreaSketchTests {
  @Test(
    "holds the true area between its bounds, which equal numpy's",
    arguments: MeasureCase<SketchInput>.load("sketch"))
  func bounds(_ sample: MeasureCase<SketchInput>) throws {
    let rows = sample.input.rows
    var sketch = try AreaSketch(limit: sample.input.limit)
    try sketch.add(scores: rows.scores, outcomes: rows.outcomes)
    let area = try sketch.area()
    let exact = try RankedOutcomes(scores: rows.scores, outcomes: rows.outcomes)
    #expect(area.lower.doubledWins <= exact.pairCount.doubledWins)
    #expect(area.upper.doubledWins >= exact.pairCount.doubledWins)
    #expect(abs(area.estimate - (try exact.areaUnderROC())) <= area.error)
    #expect(sketch.bins.count <= sample.input.limit && sketch.count == rows.scores.count)
    sample.check { key in
      guard key == "bounds" else { return [try exact.areaUnderROC()] }
      return [sketch.bits, area.lower.doubledWins, area.upper.doubledWins, area.lower.pairs].map(Double.init)
    }
  }

  @Test(
    "merges to the same bins in any order and however rows are cut",
    arguments: MeasureCase<SketchInput>.load("sketch"))
  func merging(_ sample: MeasureCase<SketchInput>) throws {
    let rows = sample.input.rows
    var whole = try AreaSketch(limit: sample.input.limit)
    try whole.add(scores: rows.scores, outcomes: rows.outcomes)
    for parts in [2, 7] {
      var sketches: [AreaSketch] = []
      for part in 0..<parts {
        var sketch = try AreaSketch(limit: sample.input.limit)
        let own = rows.scores.indices.filter { $0 % parts == part }
        try sketch.add(scores: own.map { rows.scores[$0] }, outcomes: own.map { rows.outcomes[$0] })
        sketches.append(sketch)
      }
      for order in [Array(sketches.indices), sketches.indices.reversed()] {
        var merged = try AreaSketch(limit: sample.input.limit)
        for part in order { merged.merge(sketches[part]) }
        #expect(merged.bins == whole.bins && merged.bits == whole.bits)
        #expect(merged.positives == whole.positives && merged.negatives == whole.negatives)
        if whole.positives > 0, whole.negatives > 0 { #expect(try merged.area() == whole.area()) }
      }
    }
  }

  @Test("ranks infinities and both zeros as comparison does, and refuses NaN")
  func special() throws {
    var sketch = try AreaSketch(limit: 256)
    let scores = [-Double.infinity, -1, -0.0, 0, .leastNonzeroMagnitude, 1, .infinity, .infinity]
    let outcomes = [false, true, true, false, false, true, true, false]
    try sketch.add(scores: scores, outcomes: outcomes)
    let area = try sketch.area()
    #expect(area.isExact && area.error == 0 && sketch.bins.count == 6)
    #expect(area.lower == (try RankedOutcomes(scores: scores, outcomes: outcomes).pairCount))
    #expect(throws: Undefined.notANumber(at: 1)) {
      try sketch.add(scores: [1, .nan], outcomes: [true, true])
    }
    #expect(throws: Undefined.lengthsDiffer(1, 0)) { try sketch.add(scores: [1], outcomes: []) }
    #expect(throws: Undefined.parameterOutOfRange("the number of bins")) { try AreaSketch(limit: 255) }
    #expect(throws: Undefined.parameterOutOfRange("the number of bins")) { try AreaSketch(limit: 1 << 23) }
    #expect(throws: Undefined.oneClass) { try AreaSketch(limit: 256).area() }
  }

  @Test("two hundred thousand spread scores in 2¹² bins are known to four digits")
  func precision() throws {
    let made = GeneratedRows(rows: 200_000, seed: 3, levels: nil).make()
    var sketch = try AreaSketch(limit: 1 << 12)
    try sketch.add(scores: made.scores, outcomes: made.outcomes)
    let area = try sketch.area()
    let exact = try RankedOutcomes(scores: made.scores, outcomes: made.outcomes).areaUnderROC()
    #expect(!area.isExact && area.error < 1e-3)
    #expect(area.interval.lower <= exact && exact <= area.interval.upper)
    #expect(abs(area.estimate - exact) < 1e-5)
  }
}
