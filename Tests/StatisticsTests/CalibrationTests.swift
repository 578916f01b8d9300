import Statistics
import Testing

@Suite("Calibration")
struct CalibrationTests {
  let expected: Expected

  init() throws { expected = try Expected.load() }

  @Test("log loss, Brier score and means equal scikit-learn's, with its clipping")
  func errors() throws {
    for sample in expected.discrimination {
      let errors = try ProbabilityErrors(probabilities: sample.probabilities, outcomes: sample.outcomes)
      expectClose(errors.logLoss, sample.log_loss, "\(sample.name)")
      expectClose(errors.brier, sample.brier, "\(sample.name)")
      expectClose(errors.meanPredicted, sample.mean_predicted, "\(sample.name)")
      expectClose(errors.observedRate, sample.observed_rate, "\(sample.name)")
    }
  }

  @Test("bands hold counts, rates and Wilson's intervals")
  func bands() throws {
    for sample in expected.discrimination {
      let result = try CalibrationByBand(
        probabilities: sample.probabilities, outcomes: sample.outcomes, bands: Bands(cuts: sample.bands))
      #expect(result.bands.count == sample.calibration.count)
      for (band, wanted) in zip(result.bands, sample.calibration) {
        #expect(band.count == wanted.count && band.positives == wanted.positives)
        #expect((band.interval == nil) == (wanted.count == 0))
        expectClose(band.meanPredicted ?? -1, wanted.predicted ?? -1)
        expectClose(band.observedRate ?? -1, wanted.observed ?? -1)
        // statsmodels leaves rounding noise where the bound is 0 or 1.
        expectClose(band.interval?.lower ?? -1, wanted.lower ?? -1, absolute: 1e-15)
        expectClose(band.interval?.upper ?? -1, wanted.upper ?? -1, absolute: 1e-15)
      }
      expectClose(result.expectedError, sample.expected_error, "\(sample.name)")
    }
  }

  @Test("slope and intercept equal statsmodels' logistic regression")
  func line() throws {
    for sample in expected.discrimination {
      guard let wanted = sample.line else { continue }
      let margins = sample.probabilities.map { logit($0) }
      let line = try CalibrationLine(margins: margins, outcomes: sample.outcomes)
      // Two Newton iterations stop at different last bits, and the margins' logarithms differ by an ulp.
      expectClose(line.slope, wanted.slope, relative: 1e-10, "\(sample.name)")
      expectClose(line.intercept, wanted.intercept, relative: 1e-10, absolute: 1e-12, "\(sample.name)")
      expectClose(line.slopeError, wanted.slope_error, relative: 1e-10, "\(sample.name)")
      expectClose(line.interceptError, wanted.intercept_error, relative: 1e-10, "\(sample.name)")
    }
    #expect(throws: Undefined.separated) {
      try CalibrationLine(margins: [1, 2, 3, 4], outcomes: [false, false, true, true])
    }
    #expect(throws: Undefined.separated) {
      try CalibrationLine(margins: [1, 2, 2, 4], outcomes: [false, false, true, true])
    }
    #expect(throws: Undefined.zeroVariance) {
      try CalibrationLine(margins: [1, 1], outcomes: [false, true])
    }
    #expect(throws: Undefined.notANumber(at: 0)) {
      try CalibrationLine(margins: [.infinity, 1], outcomes: [false, true])
    }
  }

  @Test("a value on a cut lies above it, without multiplication")
  func cuts() throws {
    let hundredths = try Bands.equalWidth(100)
    for k in 0..<100 { #expect(hundredths.index(of: Double(k) / 100) == k) }
    #expect(hundredths.index(of: 0.29) == 29 && Int(0.29 * 100) == 28)
    #expect(hundredths.index(of: 1) == 99 && hundredths.index(of: -.infinity) == 0)
    #expect(hundredths.index(of: .nan) == nil)
    #expect(throws: Undefined.cutsNotAscending(at: 1)) { try Bands(cuts: [0.2, 0.2]) }
    #expect(throws: Undefined.cutsNotAscending(at: 0)) { try Bands(cuts: [.nan]) }
    #expect(try Bands(cuts: []).count == 1)
    #expect(try Bands.equalWidth(1).count == 1)
  }

  @Test("what is no probability is refused with its place")
  func refused() {
    for bad in [1.0000001, -0.1, .nan, .infinity] {
      #expect(throws: Undefined.notAProbability(at: 1)) {
        try ProbabilityErrors(probabilities: [0.5, bad], outcomes: [true, false])
      }
      #expect(throws: Undefined.notAProbability(at: 1)) {
        try CalibrationByBand(
          probabilities: [0.5, bad], outcomes: [true, false], bands: Bands(cuts: [0.5]))
      }
    }
    #expect(throws: Undefined.noObservations) { try ProbabilityErrors(probabilities: [], outcomes: []) }
    #expect(throws: Undefined.lengthsDiffer(1, 0)) { try ProbabilityErrors(probabilities: [0], outcomes: []) }
  }
}
