/// A version's predictions held against actual outcomes, for one date or pooled.
package struct EvaluationRecord: Sendable, Hashable, Codable {
  /// A metric with its uncertainty.
  package struct Metric: Sendable, Hashable, Codable {
    package let name: String
    package let value: Double
    /// Bounds of the interval; nil where there is none.
    package let lower: Double?
    package let upper: Double?
    /// 0…1: 0.95.
    package let confidence: Double?
    /// How the interval was made: "DeLong".
    package let method: String?

    package init(
      name: String, value: Double, lower: Double? = nil, upper: Double? = nil, confidence: Double? = nil,
      method: String? = nil
    ) {
      self.name = name
      self.value = value
      self.lower = lower
      self.upper = upper
      self.confidence = confidence
      self.method = method
    }

    /// Whether it says how good predictions are: a mean of them, or of outcomes, says how many.
    package var tellsQuality: Bool { name != "mean_predicted" && name != "observed_rate" }
  }

  /// Predicted against seen in one band of scores.
  package struct CalibrationBand: Sendable, Hashable, Codable {
    /// From 1.
    package let band: Int
    package let rows: Int
    package let positives: Int
    package let meanPrediction: Double
    /// Share of positives, with its interval.
    package let rate: Double
    package let lower: Double?
    package let upper: Double?

    package init(
      band: Int, rows: Int, positives: Int, meanPrediction: Double, rate: Double, lower: Double?,
      upper: Double?
    ) {
      self.band = band
      self.rows = rows
      self.positives = positives
      self.meanPrediction = meanPrediction
      self.rate = rate
      self.lower = lower
      self.upper = upper
    }
  }

  /// Points of a figure: "roc" with x the false and y the true positive rate.
  package struct Curve: Sendable, Hashable, Codable {
    package let name: String
    package let x: [Double]
    package let y: [Double]

    package init(name: String, x: [Double], y: [Double]) {
      self.name = name
      self.x = x
      self.y = y
    }
  }

  /// The evaluation's name in the configuration.
  package let name: String
  /// "" where the evaluation scored versions itself.
  package let job: String
  package let model: String
  package let number: Int
  package let role: RunRecord.Version.Role
  /// ISO date; nil for all dates pooled.
  package let date: String?
  /// Dates that went into it: 1, or those pooled.
  package let dates: Int
  /// Rows with a prediction and an outcome.
  package let rows: Int
  package let positives: Int
  /// Dates too young to be judged; counted in the pooled record, and left out of it.
  package let immature: Int
  /// On or before the version's `trained_until`: the model may have seen these outcomes.
  package let isFlagged: Bool
  package let metrics: [Metric]
  package let calibration: [CalibrationBand]
  package let curves: [Curve]
  /// Digest of the predictions and outcomes that were compared.
  package let dataDigest: String
  /// RFC 3339.
  package let computedAt: String
  /// nil in records of programs that did not keep it.
  package var detail: Detail?

  package init(
    name: String, job: String, model: String, number: Int, role: RunRecord.Version.Role, date: String?,
    dates: Int, rows: Int, positives: Int, immature: Int, isFlagged: Bool, metrics: [Metric],
    calibration: [CalibrationBand], curves: [Curve], dataDigest: String, computedAt: String,
    detail: Detail? = nil
  ) {
    self.name = name
    self.job = job
    self.model = model
    self.number = number
    self.role = role
    self.date = date
    self.dates = dates
    self.rows = rows
    self.positives = positives
    self.immature = immature
    self.isFlagged = isFlagged
    self.metrics = metrics
    self.calibration = calibration
    self.curves = curves
    self.dataDigest = dataDigest
    self.computedAt = computedAt
    self.detail = detail
  }

  package func metric(_ name: String) -> Metric? { metrics.first { $0.name == name } }

  /// The same as if computed at another time.
  package func computed(at time: String) -> EvaluationRecord {
    EvaluationRecord(
      name: name, job: job, model: model, number: number, role: role, date: date, dates: dates, rows: rows,
      positives: positives, immature: immature, isFlagged: isFlagged, metrics: metrics,
      calibration: calibration, curves: curves, dataDigest: dataDigest, computedAt: time,
      detail: detail)
  }
}
