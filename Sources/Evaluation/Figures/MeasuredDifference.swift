import Statistics

/// A difference that can be told from zero or not.
struct MeasuredDifference {
  /// What the error is made of. Its word begins the method of a record: "Obuchowski, paired, by customer_id".
  enum Basis: String {
    case deLong = "DeLong"
    case obuchowski = "Obuchowski"
    case rowLosses = "row losses"
    case jackknife = "infinitesimal jackknife"

    /// nil for a method of another program.
    init?(method: String) {
      self.init(rawValue: method.split(separator: ",").first.map(String.init) ?? "")
    }

    /// How difference and error spread around each other.
    ///
    /// - Parameter keys: different keys among the rows.
    func spread(keys: Int) -> Spread {
      switch self {
      case .deLong, .obuchowski: .normal
      case .rowLosses, .jackknife: .studentT(degreesOfFreedom: keys - 1)
      }
    }
  }

  enum Spread {
    case normal
    case studentT(degreesOfFreedom: Int)
  }

  let value: Double
  /// More than zero.
  let standardError: Double
  let interval: Interval
  /// Two-sided.
  let pValue: Double

  /// **Throws:** `zeroVariance` without an error, `levelOutOfRange`, `parameterOutOfRange` for no degree of freedom.
  init(
    value: Double, standardError: Double, spread: Spread, confidence: Double
  ) throws(Undefined) {
    let normal = try Estimate(value: value, standardError: standardError)
    self.value = value
    self.standardError = standardError
    switch spread {
    case .normal:
      interval = try normal.interval(confidence: confidence)
      pValue = normal.pValue()
    case .studentT(let degrees):
      let distribution = try StudentT(degreesOfFreedom: Double(degrees))
      let half = try distribution.twoSidedQuantile(confidence: confidence) * standardError
      interval = Interval(lower: value - half, upper: value + half)
      pValue = distribution.twoSided(value / standardError)
    }
  }

  /// By influences.
  init(_ estimate: ClusteredEstimate, confidence: Double) throws(Undefined) {
    try self.init(
      value: estimate.value, standardError: try estimate.standardError(),
      spread: .studentT(degreesOfFreedom: estimate.clusters - 1), confidence: confidence)
  }
}
