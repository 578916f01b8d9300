import Foundation
import Statistics

/// What the readout of an A/B test computes of two groups of units, and a population where its truth is known.
struct Readout: Sendable {
  enum Measure: Sendable {
    /// The mean of the values; a proportion where they are 0 and 1.
    case mean
    /// The sum of the values over the sum of the others, such as revenue per order.
    case ratioOfSums
    /// The mean of values cut at a quantile of both groups together.
    case winsorised(Double)
    /// The mean of values adjusted by the others, known before the test.
    case cuped
  }

  /// A value, and what goes with it: a denominator, or a covariate.
  struct Groups: Sendable {
    var values: [[Double]] = [[], []]
    var others: [[Double]] = [[], []]
  }

  let measure: Measure
  let population: String
  /// Treated mean less control's; its share of control's is the lift.
  let difference: Double
  let control: Double
  let unit: @Sendable (inout Draws, _ isTreated: Bool) -> (value: Double, other: Double)

  var lift: Double { difference / control }

  /// A group's mean or ratio with its squared error, and its sample where it is a mean.
  private struct Part {
    let value: Double
    let square: Double
    let sample: Sample?

    init(_ sample: Sample) {
      value = sample.mean
      square = sample.squaredError
      self.sample = sample
    }

    init(_ ratio: RatioOfMeans) {
      value = ratio.ratio
      square = ratio.standardError * ratio.standardError
      sample = nil
    }
  }

  func add(_ count: Int, to groups: inout Groups, _ draws: inout Draws) {
    for _ in 0..<count {
      for group in 0..<2 {
        let (value, other) = unit(&draws, group == 1)
        groups.values[group].append(value)
        groups.others[group].append(other)
      }
    }
  }

  private func parts(_ groups: Groups) throws(Undefined) -> (control: Part, treated: Part) {
    switch measure {
    case .ratioOfSums:
      return (
        Part(try RatioOfMeans(numerators: groups.values[0], denominators: groups.others[0])),
        Part(try RatioOfMeans(numerators: groups.values[1], denominators: groups.others[1]))
      )
    case .mean: return (Part(try Sample(groups.values[0])), Part(try Sample(groups.values[1])))
    case .winsorised(let quantile):
      let cut = try Winsorising(of: groups.values[0] + groups.values[1], upperQuantile: quantile)
      return (
        Part(try Sample(cut.apply(groups.values[0]))), Part(try Sample(cut.apply(groups.values[1])))
      )
    case .cuped:
      let adjusted = try CUPED([
        .init(outcomes: groups.values[0], covariates: groups.others[0]),
        .init(outcomes: groups.values[1], covariates: groups.others[1]),
      ]).adjusted
      return (Part(adjusted[0]), Part(adjusted[1]))
    }
  }

  /// The interval of the difference at a size fixed in advance: Welch's, or a normal one for ratios.
  func fixedDifference(_ groups: Groups) throws(Undefined) -> Interval {
    let (control, treated) = try parts(groups)
    if let first = treated.sample, let second = control.sample {
      return try TTest.welch(first, second).interval()
    }
    return try differenceEstimate(groups).interval()
  }

  /// The difference with its standard error.
  func differenceEstimate(_ groups: Groups) throws(Undefined) -> Estimate {
    let (control, treated) = try parts(groups)
    return try Estimate(
      value: treated.value - control.value, standardError: (treated.square + control.square).squareRoot())
  }

  func relativeLift(_ groups: Groups) throws(Undefined) -> RelativeLift {
    let (control, treated) = try parts(groups)
    return try RelativeLift(
      treated: treated.value, squaredError: treated.square, control: control.value,
      controlSquaredError: control.square)
  }
}
