import Book
import Statistics
import Workspace

/// The effects of all variants on all metrics, before they are corrected and judged.
struct ReadoutFigures {
  /// Fewest keys of a variant of which an effect is told: all intervals but Newcombe's are those of large samples.
  static let fewestKeys = 30
  /// Fewest with a look each night, where the spread must have settled.
  static let fewestSequentialKeys = 100
  /// Fewest values that are cut of which the cut point and the number are told: of fewer, the point is one key's own.
  static let fewestCut = 5
  static let confidence = 0.95

  let plan: ReadoutPlan
  let keys: ReadoutKeys
  /// Whether no variant can have touched the covariate. **Source:** `CUPED`'s: it must be known before.
  let isCovariateClean: Bool
  /// What could not be done as declared.
  private(set) var notes: [String] = []

  init(_ plan: ReadoutPlan, _ keys: ReadoutKeys, isCovariateClean: Bool = true) {
    self.plan = plan
    self.keys = keys
    self.isCovariateClean = isCovariateClean
  }

  /// What one metric is made of, by variant.
  private struct Values {
    /// Cut as declared, not adjusted.
    var raw: [Double] = []
    var samples: [Statistics.Sample] = []
    /// Zeros and ones that are compared as counts.
    var successes: [Int]?
    var varianceReduction: Double?
    var cutAt: Double?
    var cut: Int?
    /// Why there is nothing to compare.
    var reason: String?
    var words: [String] = []
  }

  /// By metric, then variant; each contrast beside its effect, nil where there is none.
  mutating func effects() -> [(effect: ReadoutEffect, contrast: ReadoutContrast?)] {
    let counted = keys.tally(plan.variants.count) { keys.state[$0] == .counted }
    let covariates = plan.readout.covariate.flatMap { _ in
      isCovariateClean ? keys.covariates(variants: plan.variants.count) : nil
    }
    if let covariate = plan.readout.covariate, !isCovariateClean {
      notes.append(
        "Nothing is adjusted by \(covariate): keys were in variants before, and it may hold what these did.")
    } else if let covariate = plan.readout.covariate, covariates == nil, counted.contains(where: { $0 > 0 }) {
      notes.append("\(covariate) is missing for every key: nothing is adjusted by it")
    }
    return plan.readout.metrics.flatMap { metric in
      effects(metric, counted, covariates)
    }
  }

  private mutating func effects(
    _ metric: Configuration.Readout.Metric, _ counted: [Int], _ covariates: [[Double]]?
  ) -> [(effect: ReadoutEffect, contrast: ReadoutContrast?)] {
    let others = plan.variants.indices.filter { $0 != plan.control && counted[$0] > 0 }
    let fewest =
      plan.readout.looks == .sequential ? ReadoutFigures.fewestSequentialKeys : ReadoutFigures.fewestKeys
    // Groups too small to be told are not allowed to spoil the adjustment of the others.
    let used = [plan.control] + others.filter { counted[$0] >= fewest }
    let values: Result<Values, Undefined> =
      counted[plan.control] < fewest
      ? .failure(.tooFewObservations(needed: fewest, found: counted[plan.control]))
      : Result { () throws(Undefined) in try self.values(metric, used, covariates) }
    return others.map { variant in
      var effect = ReadoutEffect(
        metric: metric.name, measure: metric.measure.word, variant: plan.variants[variant],
        isGuardrail: metric.isGuardrail, isHigherBetter: metric.direction == .up,
        worseByAtMost: metric.worseByAtMost, correction: plan.readout.correction.rawValue)
      effect.keys = counted[variant]
      effect.controlKeys = counted[plan.control]
      let small = [variant, plan.control].first { counted[$0] < fewest }
      if let small {
        effect.reason =
          "too few keys to tell: \(counted[small]) of \(fewest) in \(plan.variants[small])"
        return (effect, nil)
      }
      do throws(Undefined) {
        let values = try values.get()
        let place = used.firstIndex(of: variant) ?? 0
        if let reason = values.reason {
          effect.value = values.raw[place]
          effect.controlValue = values.raw[0]
          effect.reason = reason
          return (effect, nil)
        }
        let contrast = try fill(&effect, values, place)
        return (effect, contrast)
      } catch {
        effect.reason = error.reason
        return (effect, nil)
      }
    }
  }

  private func fill(
    _ effect: inout ReadoutEffect, _ values: Values, _ place: Int
  ) throws(Undefined) -> ReadoutContrast {
    effect.value = values.raw[place]
    effect.controlValue = values.raw[0]
    effect.cutAt = values.cutAt
    effect.cut = values.cut
    effect.varianceReduction = values.varianceReduction
    let groups: ReadoutContrast.Groups
    if let successes = values.successes {
      groups = .proportions(
        try TwoProportions(successes[place], of: effect.keys, successes[0], of: effect.controlKeys))
    } else {
      groups = .means(values.samples[place], control: values.samples[0])
    }
    let readout = plan.readout
    let now = keys.state.count { $0 == .counted }
    let contrast = try ReadoutContrast(
      groups,
      looks: readout.looks == .sequential
        ? .init(
          now: now, planned: readout.plannedKeys ?? Configuration.Readout.standardKeys,
          samples: values.samples) : nil)
    let bounds = try contrast.interval(confidence: ReadoutFigures.confidence)
    effect.difference = contrast.difference
    effect.standardError = contrast.standardError
    effect.lower = bounds.lower
    effect.upper = bounds.upper
    effect.confidence = ReadoutFigures.confidence
    effect.pValue = try contrast.pValue()
    let base =
      readout.looks == .sequential ? "always valid" : values.successes != nil ? "Newcombe" : "Welch"
    effect.method = ([base] + values.words).joined(separator: ", ")
    // Of a loss, a share has the other sign: less of it would read as worse.
    guard contrast.control.mean > 0 else {
      effect.liftReason =
        "\(plan.variants[plan.control])'s value is not above zero, so that no share of it says how much"
      return contrast
    }
    do throws(Undefined) {
      effect.lift = try contrast.lift()
      let lift = try contrast.liftInterval(confidence: ReadoutFigures.confidence)
      effect.liftLower = lift.lower
      effect.liftUpper = lift.upper
    } catch {
      effect.liftReason = liftReason(error, contrast, variant: effect.variant)
    }
    return contrast
  }

  private func liftReason(_ error: Undefined, _ contrast: ReadoutContrast, variant: String) -> String {
    switch error {
    case .denominatorNearZero where contrast.treated.mean <= 0 && plan.readout.looks == .sequential:
      "\(variant)'s value is not above zero, so that its ratio to control's has no logarithm"
    case .denominatorNearZero:
      "\(plan.variants[plan.control])'s value can't be told from zero, so that no share of it says how much"
    case .overflow: "the share is too uncertain to be told"
    default: error.reason
    }
  }

  /// Tells of a mean whose interval may be too short: with variants of unequal size their skewness does not cancel.
  ///
  /// **Source:** R. Kohavi et al., "Seven rules of thumb for web site experimenters", KDD 2014: a variant needs some
  /// 355·s² units, with s the skewness, before its mean is near to normal.
  private mutating func warn(of metric: Configuration.Readout.Metric, _ groups: [[Double]]) {
    let sizes = groups.map(\.count)
    guard let least = sizes.min(), let most = sizes.max(), most * 4 > least * 5 else { return }
    let skewness = groups.map(ReadoutFigures.skewness).max { $0.magnitude < $1.magnitude } ?? 0
    let needed = 355 * skewness * skewness
    guard Double(least) < needed, needed < 1e15 else { return }
    let advice = metric.winsorise == nil ? "declare winsorise, or split evenly" : "split evenly, or wait"
    notes.append(
      "\(metric.name) is skewed (\(ResultTable.rounded(skewness, digits: 1))), and variants of unequal size find "
        + "differences that are not there: the smallest has \(least) of some \(Int(needed)) keys; \(advice).")
  }

  /// The third standardised moment; 0 where nothing varies.
  private static func skewness(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    var (squares, cubes) = (0.0, 0.0)
    for value in values {
      let distance = value - mean
      squares += distance * distance
      cubes += distance * distance * distance
    }
    let variance = squares / count
    let skewness = cubes / count / (variance * variance.squareRoot())
    return skewness.isFinite ? skewness : 0
  }

  /// - Parameter used: variants, control first.
  private mutating func values(
    _ metric: Configuration.Readout.Metric, _ used: [Int], _ covariates: [[Double]]?
  ) throws(Undefined) -> Values {
    func all(_ name: String) -> [[Double]] {
      plan.columns.firstIndex(of: name).map { keys.values($0, variants: plan.variants.count) } ?? []
    }
    func column(_ name: String) -> [[Double]] {
      let all = all(name)
      return all.isEmpty ? [] : used.map { all[$0] }
    }
    var result = Values()
    var groups: [[Double]]
    switch metric.measure {
    case .proportion(let name):
      groups = column(name)
      let successes = groups.map { group in group.count { $0 == 1 } }
      result.raw = zip(successes, groups).map { Double($0) / Double($1.count) }
      if covariates == nil { result.successes = successes }
    case .mean(let name):
      groups = column(name)
      if let quantile = metric.winsorise {
        // Those too few to be told are asked as well: the quantile is that of all.
        let everyone = all(name).flatMap { $0 }
        let cut = try Winsorising(of: everyone, upperQuantile: quantile)
        let moved = cut.moved(everyone)
        if moved > 0, cut.upper == cut.lower {
          result.reason =
            "winsorise cuts at the smallest value, so that nothing varies; its quantile must lie above that"
          for group in groups { result.raw.append(try Statistics.Sample(group).mean) }
          return result
        }
        if moved >= ReadoutFigures.fewestCut {
          result.cut = moved
          result.cutAt = ReadoutFigures.twoFigures(cut.upper)
        }
        groups = groups.map(cut.apply)
        result.words.append("winsorised")
      }
      for group in groups { result.raw.append(try Statistics.Sample(group).mean) }
      warn(of: metric, groups)
    case .ratio(let name, let per):
      groups = []
      for (above, below) in zip(column(name), column(per)) {
        let line = try RatioOfMeans.linearised(numerators: above, denominators: below)
        result.raw.append(line.ratio)
        groups.append(line.values)
      }
      warn(of: metric, groups)
      result.words.append("delta method")
    }
    for group in groups { result.samples.append(try Statistics.Sample(group)) }
    guard let covariates, let covariate = plan.readout.covariate else { return result }
    do throws(Undefined) {
      let adjusted = try CUPED(
        zip(groups, used).map { CUPED.Group(outcomes: $0, covariates: covariates[$1]) })
      result.samples = adjusted.adjusted
      result.varianceReduction = adjusted.varianceReduction
      result.words.append("CUPED by \(covariate)")
    } catch {
      notes.append("\(metric.name) is not adjusted by \(covariate): \(error.reason)")
      if case .proportion = metric.measure {
        result.successes = groups.map { group in group.count { $0 == 1 } }
      }
    }
    return result
  }
}

extension ReadoutFigures {
  /// Rounded to two significant figures, so that it is nobody's own value.
  static func twoFigures(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    var (size, tens, parts) = (value.magnitude, 1.0, 1.0)
    while size >= 100 {
      size /= 10
      tens *= 10
    }
    while size < 10, parts < 1e300 {
      size *= 10
      parts *= 10
    }
    return (value / tens * parts).rounded() * tens / parts
  }
}

extension Configuration.Readout.Measure {
  var word: String {
    switch self {
    case .proportion: "proportion"
    case .mean: "mean"
    case .ratio: "ratio"
    }
  }
}
