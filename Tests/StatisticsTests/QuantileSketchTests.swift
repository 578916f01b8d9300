import Statistics
import Testing

@Suite("Quantile sketch")
struct QuantileSketchTests {
  let expected: Expected.Sketch

  init() throws { expected = try Expected.load().sketch }

  func sketch(_ values: [Double]) -> QuantileSketch {
    var sketch = QuantileSketch()
    values.withUnsafeBufferPointer { values in
      if let base = values.baseAddress { sketch.add(base, count: values.count) }
    }
    return sketch
  }

  @Test("counts below edges of eight significant bits are exact")
  func counts() {
    let sketch = sketch(expected.values)
    #expect(sketch.count == expected.values.count && sketch.zeros == expected.zeros)
    #expect(sketch.counts(below: expected.edges) == expected.below)
    #expect(sketch.count(below: 10) == expected.below[expected.edges.firstIndex(of: 10) ?? 0])
    let histogram = sketch.histogram(edges: expected.edges)
    #expect(histogram.reduce(0, +) == sketch.count)
    #expect(histogram[0] == expected.below[0])
    #expect(sketch.minimum == -1e300 && sketch.maximum == 1e300)
  }

  @Test("quantiles lie within a bin of the ranks around them")
  func quantiles() throws {
    let sketch = sketch(expected.values)
    let quantiles = try sketch.quantiles(expected.levels)
    for (value, bounds) in zip(quantiles, expected.quantiles) {
      #expect(
        value >= bounds[0] - bounds[0].magnitude / 128 && value <= bounds[1] + bounds[1].magnitude / 128)
    }
    #expect(quantiles.first == sketch.minimum && quantiles.last == sketch.maximum)
    for (level, value) in zip(expected.levels, quantiles) { #expect(try sketch.quantile(level) == value) }
  }

  @Test("bins are closed below on both sides of zero")
  func bins() {
    for value in expected.values + [
      1, -1, 1.0078125, -1.0078125, 128, -128, 255, -255, .leastNonzeroMagnitude,
      -.leastNonzeroMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    ] {
      let bins = sketch([value]).bins
      #expect(bins.count == 1)
      for bin in bins {
        if value == 0 {
          #expect(bin.key == 0)
        } else {
          #expect(bin.lower <= value && value < bin.upper, "\(value) in \(bin)")
        }
      }
    }
    #expect(sketch([-1]).bins.first?.lower == -1)
    #expect(sketch([1]).bins.first?.lower == 1)
  }

  @Test("merged parts equal the whole, in any order")
  func merging() {
    let whole = sketch(expected.values)
    let parts = stride(from: 0, to: expected.values.count, by: 97).map {
      sketch(Array(expected.values[$0..<min($0 + 97, expected.values.count)]))
    }
    for order in [parts, parts.reversed()] {
      var merged = QuantileSketch()
      for part in order { merged.merge(part) }
      #expect(merged.bins == whole.bins)
      #expect(
        merged.count == whole.count && merged.minimum == whole.minimum && merged.maximum == whole.maximum)
    }
  }

  @Test("missing and infinite values are counted apart")
  func special() throws {
    let sketch = sketch([.nan, 1, .infinity, -.infinity, 3, -.nan, .signalingNaN, 0, -0.0])
    #expect(sketch.missing == 3 && sketch.count == 6 && sketch.finiteCount == 4 && sketch.zeros == 2)
    #expect(sketch.positiveInfinities == 1 && sketch.negativeInfinities == 1)
    #expect(sketch.minimum == 0 && sketch.maximum == 3 && sketch.sum == 4 && sketch.mean == 1)
    #expect(try sketch.quantile(0) == -.infinity)
    #expect(try sketch.quantile(1) == .infinity)
    #expect(
      sketch.count(below: -5) == 1 && sketch.count(below: .infinity) == 5 && sketch.count(below: .nan) == 0)
    #expect(sketch.histogram(edges: [0, 2]) == [1, 3, 2])
    let empty = QuantileSketch()
    #expect(empty.mean == nil && empty.minimum == nil && empty.count(below: 3) == 0)
    #expect(throws: Undefined.noObservations) { try empty.quantile(0.5) }
    #expect(throws: Undefined.levelOutOfRange) { try sketch.quantile(1.5) }
    #expect(throws: Undefined.levelOutOfRange) { try sketch.quantile(.nan) }
    var infinite = QuantileSketch()
    infinite.add(-.infinity)
    #expect(try infinite.quantile(0.5) == -.infinity)
    var overflowing = QuantileSketch()
    for _ in 0..<3 { overflowing.add(.greatestFiniteMagnitude) }
    #expect(overflowing.mean == nil)
    #expect(try overflowing.quantile(0.5) == .greatestFiniteMagnitude)
  }

  @Test("a constant column has that constant at every level")
  func constant() throws {
    let sketch = sketch([Double](repeating: 0.1, count: 50))
    for q in [0, 0.3, 0.5, 1] { #expect(try sketch.quantile(q) == 0.1) }
    #expect(sketch.count(below: 0.1) == 0)
    #expect(sketch.count(below: 0.1.nextUp) == 50)
  }

  @Test("a stored sketch comes back, and a damaged one is refused")
  func stored() throws {
    let whole = sketch(expected.values + [.nan, .infinity])
    let keys = whole.bins.map { (key: $0.key, count: $0.count) }
    let restored = try QuantileSketch(
      bins: keys, missing: whole.missing, positiveInfinities: 1, negativeInfinities: 0, sum: whole.sum,
      minimum: whole.minimum, maximum: whole.maximum)
    #expect(restored.bins == whole.bins && restored.count == whole.count && restored.missing == 1)
    #expect(try restored.quantiles(expected.levels) == whole.quantiles(expected.levels))
    func damaged(_ bins: [(key: Int, count: Int)], _ low: Double?, _ high: Double?) throws {
      _ = try QuantileSketch(
        bins: bins, missing: 0, positiveInfinities: 0, negativeInfinities: 0, sum: 0, minimum: low,
        maximum: high)
    }
    #expect(throws: Undefined.negativeCount(at: 0)) { try damaged([(5, -1)], 0, 1) }
    #expect(throws: Undefined.negativeCount(at: 0)) { try damaged([(.min, 1)], 0, 1) }
    #expect(throws: Undefined.negativeCount(at: 0)) { try damaged([(2047 << 7 + 1, 1)], 0, 1) }
    #expect(throws: Undefined.tooManyObservations) { try damaged([(1, .max), (2, 1)], 0, 1) }
    #expect(throws: Undefined.notANumber(at: 0)) { try damaged([(1, 1)], .nan, 1) }
    #expect(throws: Undefined.notANumber(at: 0)) { try damaged([(1, 1)], nil, nil) }
    #expect(throws: Undefined.notANumber(at: 0)) { try damaged([], 1, 2) }
    #expect(throws: Undefined.notANumber(at: 0)) { try damaged([(1, 1)], 2, 1) }
  }
}
