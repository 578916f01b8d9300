import Book
import Statistics
import Workspace

/// All figures of one sample, and why some have none.
struct Figures {
  var metrics: [EvaluationRecord.Metric] = []
  var undefined: [EvaluationRecord.Detail.UndefinedMetric] = []
  var calibration: [EvaluationRecord.CalibrationBand] = []
  var curves: [EvaluationRecord.Curve] = []

  /// What is to be computed, and how.
  struct Request {
    let metrics: [Configuration.Evaluation.Metric]
    let quantile: Double?
    /// Cut points of the version's bands; nil where it came without.
    let bands: [Double]?
    /// Points of a curve that are kept; 0 for no curves.
    let curvePoints: Int
    /// What the keys are called: "customer_id".
    let key: String
    let confidence = 0.95

    init(_ plan: EvaluationPlan, bands: [Double]?, curvePoints: Int) {
      metrics = plan.metrics
      quantile = plan.quantile
      self.bands = bands
      self.curvePoints = curvePoints
      key = plan.keys.joined(separator: ", ")
    }
  }

  /// Intervals allow for rows that share a key: a customer of many nights says less than as many customers.
  init(_ sample: Sample, _ request: Request) {
    for metric in request.metrics where metric.isCompared { measure(metric, sample, request) }
    if sample.kind == .binary {
      predict(sample)
      rate(sample, request)
    }
    if request.metrics.contains(.calibration) { calibrate(sample, request) }
    if request.curvePoints > 0, sample.kind == .binary { draw(sample, request) }
  }

  mutating func leaveOut(_ name: String, _ reason: String) {
    undefined.append(.init(name: name, reason: reason))
  }

  /// Why a sample can't be asked for a metric; nil where it can.
  static func refusal(_ metric: Configuration.Evaluation.Metric, _ sample: Sample) -> String? {
    if metric == .logLoss || metric == .brier || metric == .calibration, !sample.isProbability {
      return "the job writes no probability of this version"
    }
    if metric.family == .decision, !sample.decides, sample.rows > 0 {
      return "the job writes no class of this version"
    }
    return nil
  }

  private mutating func measure(
    _ metric: Configuration.Evaluation.Metric, _ sample: Sample, _ request: Request
  ) {
    if let reason = Figures.refusal(metric, sample) { return leaveOut(metric.rawValue, reason) }
    do throws(Undefined) {
      let measured = try Measurement(metric, sample, quantile: request.quantile)
      var interval: Interval?
      do throws(Undefined) {
        interval = try measured.interval(confidence: request.confidence)
      } catch {
        leaveOut("\(metric.rawValue)_interval", error.reason)
      }
      metrics.append(
        .init(
          name: metric.rawValue, value: measured.value, lower: interval?.lower, upper: interval?.upper,
          confidence: interval.map { _ in request.confidence },
          method: interval.map { _ in measured.method(paired: false, key: request.key) }))
    } catch {
      leaveOut(metric.rawValue, error.reason)
    }
  }

  private mutating func predict(_ sample: Sample) {
    guard sample.isProbability else { return }
    do throws(Undefined) {
      let mean = try sample.passes.mean { RowLosses(values: $0.scores) }
      metrics.append(.init(name: "mean_predicted", value: mean))
    } catch {
      leaveOut("mean_predicted", error.reason)
    }
  }

  private mutating func rate(_ sample: Sample, _ request: Request) {
    let positives = sample.positives
    do throws(Undefined) {
      let (interval, method) = try Figures.rate(sample, request)
      metrics.append(
        .init(
          name: "observed_rate", value: Double(positives) / Double(sample.rows), lower: interval.lower,
          upper: interval.upper, confidence: request.confidence, method: method))
    } catch {
      leaveOut("observed_rate", error.reason)
    }
  }

  private static func rate(
    _ sample: Sample, _ request: Request
  ) throws(Undefined) -> (Interval, String) {
    guard sample.keys < sample.rows else {
      let interval = try Interval.wilson(
        successes: sample.positives, of: sample.rows, confidence: request.confidence)
      return (interval, "Wilson")
    }
    let share = try ClusteredEstimate.mean(of: sample.passes) { RowLosses(values: $0.actual) }
    let interval = try Interval.wilson(of: share, rows: sample.rows, confidence: request.confidence)
    return (interval, "Wilson, by \(request.key)")
  }

  private mutating func calibrate(_ sample: Sample, _ request: Request) {
    if let reason = Figures.refusal(.calibration, sample) { return leaveOut("calibration", reason) }
    guard let cuts = request.bands else { return leaveOut("calibration", "the version has no bands") }
    do throws(Undefined) {
      let bands = try Bands(cuts: cuts)
      let found = try CalibrationByBand(of: sample.passes, bands: bands, confidence: request.confidence)
      let isClustered = sample.keys < sample.rows
      let place = sample.place
      for (index, band) in found.bands.enumerated() {
        guard let predicted = band.meanPredicted, let rate = band.observedRate else { continue }
        var interval = band.interval
        if isClustered {
          let own = sample.passes(rows: band.count) { bands.index(of: $0.scores[place][$1]) == index }
          let share = try ClusteredEstimate.mean(of: own) { RowLosses(values: $0.actual) }
          if share.clusters < band.count {
            interval = try .wilson(of: share, rows: band.count, confidence: request.confidence)
          }
        }
        calibration.append(
          .init(
            band: index + 1, rows: band.count, positives: band.positives, meanPrediction: predicted,
            rate: rate, lower: interval?.lower, upper: interval?.upper))
      }
      metrics.append(.init(name: "calibration_error", value: found.expectedError))
    } catch {
      leaveOut("calibration", error.reason)
    }
  }

  /// Curves of what was asked for; where they have none, the metric has told why.
  private mutating func draw(_ sample: Sample, _ request: Request) {
    guard let ranked = sample.ranked else { return }
    do throws(Undefined) {
      if request.metrics.contains(.auc) {
        let roc = try ranked.rocCurve(limit: request.curvePoints)
        curves.append(.init(name: "roc", x: roc.map(\.x), y: roc.map(\.y)))
        let gains = try ranked.cumulativeGain()
        curves.append(
          .init(
            name: "gain", x: (0...gains.count).map { Double($0) / Double(gains.count) }, y: [0] + gains))
      }
      if request.metrics.contains(.averagePrecision) {
        let curve = try ranked.precisionRecallCurve(limit: request.curvePoints)
        curves.append(.init(name: "precision_recall", x: curve.map(\.x), y: curve.map(\.y)))
      }
    } catch {}
  }
}
