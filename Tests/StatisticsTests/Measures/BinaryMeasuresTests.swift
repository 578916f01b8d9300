import Statistics
import Testing

struct BinaryInput: Decodable, Sendable {
  let probabilities: [Number]?
  let outcomes: [Bool]?
  let weights: [Number]?
  let generated: GeneratedRows?
  let weighted: Bool?

  var rows: (probabilities: [Double], outcomes: [Bool], weights: [Double]?) {
    if let generated {
      let made = generated.make()
      return (made.scores, made.outcomes, weighted == true ? made.weights : nil)
    }
    return (probabilities?.doubles ?? [], outcomes ?? [], weights?.doubles)
  }
}

@Suite("Measures of probabilities")
struct BinaryMeasuresTests {
  @Test(
    "equal the oracles', or are refused for the reason", arguments: MeasureCase<BinaryInput>.load("binary"))
  func measures(_ sample: MeasureCase<BinaryInput>) throws {
    let (p, y, w) = sample.input.rows
    sample.check { key in
      switch key {
      case "auc": return [try RankedRows(scores: p, outcomes: y).areaUnderROC(weights: w)]
      case "average_precision": return [try RankedRows(scores: p, outcomes: y).averagePrecision(weights: w)]
      case "log_loss": return [try RowLosses.logLoss(probabilities: p, outcomes: y).mean(weights: w)]
      case "brier": return [try RowLosses.brier(probabilities: p, outcomes: y).mean(weights: w)]
      case "accuracy":
        return [try ConfusionMatrix(scores: p, outcomes: y, threshold: 0.5, weights: w).accuracy]
      case "ks": return [try RankedOutcomes(scores: p, outcomes: y).separation().statistic]
      case "gini": return [try RankedOutcomes(scores: p, outcomes: y).gini()]
      case "large", "large_error":
        let shift = try CalibrationIntercept(margins: p.map { logit($0) }, outcomes: y, weights: w)
        return [key == "large" ? shift.intercept : shift.standardError]
      case "slope", "intercept", "slope_error", "intercept_error":
        let line = try CalibrationLine(margins: p.map { logit($0) }, outcomes: y, weights: w)
        switch key {
        case "slope": return [line.slope]
        case "intercept": return [line.intercept]
        case "slope_error": return [line.slopeError]
        default: return [line.interceptError]
        }
      default: break
      }
      if key.hasPrefix("mass_") || ["width_ece", "width_mce", "width_rms", "width_bins"].contains(key) {
        let bands = try key.hasPrefix("mass_") ? Bands.equalMass(p, count: 10) : Bands.equalWidth(10)
        let error = try CalibrationError(probabilities: p, outcomes: y, bands: bands, weights: w)
        switch key.split(separator: "_")[1] {
        case "ece": return [error.expected]
        case "mce": return [error.maximum]
        case "rms": return [error.rootMeanSquare]
        default: return [Double(error.bins)]
        }
      }
      let bands = try key.hasPrefix("width_") ? Bands.equalWidth(10) : nil
      let parts = try BrierDecomposition(probabilities: p, outcomes: y, bands: bands, weights: w)
      switch key.split(separator: "_", maxSplits: 1)[1] {
      case "reliability": return [parts.reliability]
      case "resolution": return [parts.resolution]
      case "uncertainty": return [parts.uncertainty]
      case "within_variance": return [parts.withinVariance]
      case "within_covariance": return [parts.withinCovariance]
      default: throw UnknownMeasure(key: key)
      }
    }
  }

  @Test(
    "the parts of the Brier score add up to it; other ways to a measure agree",
    arguments: MeasureCase<BinaryInput>.load("binary"))
  func agreement(_ sample: MeasureCase<BinaryInput>) throws {
    let (p, y, w) = sample.input.rows
    guard case .values(let brier)? = sample.expected["brier"] else { return }
    for bands in [nil, try Bands.equalWidth(10), try Bands.equalMass(p, count: 7), try Bands(cuts: [])] {
      let parts = try BrierDecomposition(probabilities: p, outcomes: y, bands: bands, weights: w)
      expectClose(
        parts.reliability - parts.resolution + parts.uncertainty + parts.withinVariance
          - parts.withinCovariance, brier[0], relative: 1e-11, absolute: 1e-15)
      expectClose(parts.brier, brier[0])
      if bands == nil { #expect(parts.withinVariance == 0 && parts.withinCovariance == 0) }
    }
    let errors = try ProbabilityErrors(probabilities: p, outcomes: y, weights: w)
    expectClose(errors.brier, brier[0])
    expectClose(errors.logLoss, try RowLosses.logLoss(probabilities: p, outcomes: y).mean(weights: w))
    let wrong = try RowLosses.misclassification(scores: p, outcomes: y, threshold: 0.5)
    expectClose(
      1 - (try wrong.mean(weights: w)),
      try ConfusionMatrix(scores: p, outcomes: y, threshold: 0.5, weights: w).accuracy)
    guard case .values? = sample.expected["auc"] else { return }
    let area = try RankedRows(scores: p, outcomes: y).areaUnderROC(weights: w)
    if w == nil {
      let ranked = try RankedOutcomes(scores: p, outcomes: y)
      #expect(try ranked.areaUnderROC() == area)
      expectClose(try ranked.averagePrecision(), try RankedRows(scores: p, outcomes: y).averagePrecision())
      let sketch = try {
        var sketch = try AreaSketch(limit: 1 << 16)
        try sketch.add(scores: p, outcomes: y)
        return try sketch.area()
      }()
      #expect(sketch.isExact && sketch.lower == ranked.pairCount)
    }
  }

  @Test(
    "whole weights are multiplicities: the rows written out give the same",
    arguments: MeasureCase<BinaryInput>.load("binary"))
  func multiplicities(_ sample: MeasureCase<BinaryInput>) throws {
    let (p, y, w) = sample.input.rows
    guard let w, w.allSatisfy({ $0 >= 0 && $0 == $0.rounded() && $0 < 100 }),
      case .values? = sample.expected["auc"]
    else { return }
    var scores: [Double] = []
    var outcomes: [Bool] = []
    for (row, times) in w.enumerated() {
      scores += Array(repeating: p[row], count: Int(times))
      outcomes += Array(repeating: y[row], count: Int(times))
    }
    let written = try RankedOutcomes(scores: scores, outcomes: outcomes)
    let rows = try RankedRows(scores: p, outcomes: y)
    #expect(try rows.areaUnderROC(weights: w) == written.areaUnderROC())
    expectClose(try rows.averagePrecision(weights: w), try written.averagePrecision())
    let counted = try w.map { UInt32($0) }.withUnsafeBufferPointer { try rows.pairCount(multiplicities: $0) }
    #expect(counted == written.pairCount)
    let errors = try ProbabilityErrors(probabilities: p, outcomes: y, weights: w)
    let other = try ProbabilityErrors(probabilities: scores, outcomes: outcomes)
    expectClose(errors.logLoss, other.logLoss)
    expectClose(errors.brier, other.brier)
    expectClose(errors.observedRate, other.observedRate)
    let losses = try RowLosses.logLoss(probabilities: p, outcomes: y)
    let median = try RowLosses.logLoss(probabilities: scores, outcomes: outcomes).median()
    #expect(try losses.median(weights: w) == median)
  }

  @Test("lengths and parameters that don't fit are refused")
  func refused() throws {
    #expect(throws: Undefined.lengthsDiffer(2, 1)) { try RankedRows(scores: [1, 2], outcomes: [true]) }
    #expect(throws: Undefined.lengthsDiffer(2, 1)) {
      try RowLosses.logLoss(probabilities: [0.1, 0.2], outcomes: [true])
    }
    let rows = try RankedRows(scores: [1, 2], outcomes: [true, false])
    #expect(throws: Undefined.lengthsDiffer(2, 3)) { try rows.areaUnderROC(weights: [1, 2, 3]) }
    #expect(throws: Undefined.overflow) { try rows.areaUnderROC(weights: [1e308, 1e308]) }
    #expect(throws: Undefined.lengthsDiffer(2, 1)) {
      try [UInt32(1)].withUnsafeBufferPointer { try rows.pairCount(multiplicities: $0) }
    }
    #expect(throws: Undefined.tooManyObservations) {
      try [UInt32.max, UInt32.max].withUnsafeBufferPointer { try rows.pairCount(multiplicities: $0) }
    }
    #expect(throws: Undefined.parameterOutOfRange("the threshold")) {
      try RowLosses.misclassification(scores: [1], outcomes: [true], threshold: .nan)
    }
    #expect(throws: Undefined.oneClass) {
      try BrierDecomposition(probabilities: [0.5], outcomes: [true]).skill()
    }
    #expect(throws: Undefined.levelOutOfRange) { try Bands.equalMass([1, 2], count: 0) }
    #expect(throws: Undefined.tooManyObservations) { try Bands.equalMass([1, 2], count: .max) }
    #expect(try Bands.equalMass([3, 1, 2, 4], count: 1000).cuts == [2, 3, 4])
    #expect(try Bands.equalMass([1, 1, 1], count: 3).cuts == [])
    #expect(throws: Undefined.separated) {
      try CalibrationIntercept(margins: [1e6, -1e6], outcomes: [true, false])
    }
    #expect(throws: Undefined.noObservations) { try RowLosses(values: []).median() }
  }
}
