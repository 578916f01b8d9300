import Book
import Statistics
import Workspace

/// All figures of one set of scores and outcomes, and why some have none.
struct Figures {
  var metrics: [EvaluationRecord.Metric] = []
  var undefined: [EvaluationRecord.Detail.UndefinedMetric] = []
  var calibration: [EvaluationRecord.CalibrationBand] = []
  var curves: [EvaluationRecord.Curve] = []

  /// What is to be computed, and how.
  struct Request {
    let metrics: Set<Configuration.Evaluation.Metric>
    /// Whether the scores are probabilities; else they only rank.
    let isProbability: Bool
    /// Cut points of the version's bands; nil where it came without.
    let bands: [Double]?
    /// Points of the ROC curve that are kept.
    let curvePoints: Int
    let confidence = 0.95
  }

  init() {}

  /// **Missing values:** none; leave pairs without a number out before.
  ///
  /// Intervals take rows as independent. Pooled dates share customers and overlap in their outcomes, so that
  /// a pooled interval is narrower than the truth.
  init(scores: [Double], outcomes: [Bool], _ request: Request) {
    if request.metrics.contains(.auc) { discriminate(scores, outcomes, request) }
    judgeProbabilities(scores, outcomes, request)
    if request.metrics.contains(.calibration) { calibrate(scores, outcomes, request) }
  }

  mutating func leaveOut(_ name: String, _ reason: String) {
    undefined.append(.init(name: name, reason: reason))
  }

  private mutating func discriminate(_ scores: [Double], _ outcomes: [Bool], _ request: Request) {
    do throws(Undefined) {
      let ranked = try RankedOutcomes(scores: scores, outcomes: outcomes)
      let area = try ranked.areaUnderROC()
      let interval = Figures.interval(scores, outcomes, request.confidence)
      metrics.append(
        .init(
          name: "auc", value: area, lower: interval?.lower, upper: interval?.upper,
          confidence: interval.map { _ in request.confidence }, method: interval.map { _ in "DeLong" }))
      let roc = try ranked.rocCurve(limit: request.curvePoints)
      curves.append(.init(name: "roc", x: roc.map(\.x), y: roc.map(\.y)))
      let gain = try ranked.gain()
      let tenths = Double(gain.count)
      curves.append(
        .init(
          name: "gain", x: (0...gain.count).map { Double($0) / tenths },
          y: [0] + gain.map(\.cumulativeGain)))
    } catch {
      leaveOut("auc", error.reason)
    }
  }

  /// nil where DeLong's variance says nothing: fewer than two rows in a class, or complete separation.
  private static func interval(_ scores: [Double], _ outcomes: [Bool], _ confidence: Double) -> Interval? {
    do throws(Undefined) {
      return try DeLong(scores: scores, outcomes: outcomes).area.interval(confidence: confidence)
    } catch {
      return nil
    }
  }

  private mutating func judgeProbabilities(_ scores: [Double], _ outcomes: [Bool], _ request: Request) {
    let asked = [Configuration.Evaluation.Metric.log_loss, .brier].filter { request.metrics.contains($0) }
    guard request.isProbability else {
      for metric in asked { leaveOut(metric.rawValue, Figures.noProbability) }
      rate(outcomes, request)
      return
    }
    do throws(Undefined) {
      let errors = try ProbabilityErrors(probabilities: scores, outcomes: outcomes)
      for metric in asked {
        metrics.append(
          .init(name: metric.rawValue, value: metric == .brier ? errors.brier : errors.logLoss))
      }
      metrics.append(.init(name: "mean_predicted", value: errors.meanPredicted))
    } catch {
      for metric in asked { leaveOut(metric.rawValue, error.reason) }
      leaveOut("mean_predicted", error.reason)
    }
    rate(outcomes, request)
  }

  private mutating func rate(_ outcomes: [Bool], _ request: Request) {
    let positives = outcomes.count { $0 }
    do throws(Undefined) {
      let interval = try Interval.wilson(
        successes: positives, of: outcomes.count, confidence: request.confidence)
      metrics.append(
        .init(
          name: "observed_rate", value: Double(positives) / Double(outcomes.count), lower: interval.lower,
          upper: interval.upper, confidence: request.confidence, method: "Wilson"))
    } catch {
      leaveOut("observed_rate", error.reason)
    }
  }

  private mutating func calibrate(_ scores: [Double], _ outcomes: [Bool], _ request: Request) {
    guard request.isProbability else { return leaveOut("calibration", Figures.noProbability) }
    guard let cuts = request.bands else { return leaveOut("calibration", "the version has no bands") }
    do throws(Undefined) {
      let bands = try CalibrationByBand(
        probabilities: scores, outcomes: outcomes, bands: try Bands(cuts: cuts),
        confidence: request.confidence)
      for (index, band) in bands.bands.enumerated() {
        guard let predicted = band.meanPredicted, let rate = band.observedRate else { continue }
        calibration.append(
          .init(
            band: index + 1, rows: band.count, positives: band.positives, meanPrediction: predicted,
            rate: rate, lower: band.interval?.lower, upper: band.interval?.upper))
      }
      metrics.append(.init(name: "calibration_error", value: bands.expectedError))
    } catch {
      leaveOut("calibration", error.reason)
    }
  }

  private static let noProbability = "the job writes no probability of this version"
}
