import Foundation
import Statistics

extension Readout {
  /// 0 or 1.
  static func conversion(_ rate: Double, lift: Double) -> Readout {
    Readout(
      measure: .mean, population: "conversion \(rate), lift \(percent(lift))", difference: rate * lift,
      control: rate
    ) { draws, isTreated in (draws.chance(isTreated ? rate * (1 + lift) : rate) ? 1 : 0, 0) }
  }

  /// Money a unit, every amount a share higher where it is treated.
  static func money(_ sigma: Double, lift: Double) -> Readout {
    Readout(
      measure: .mean, population: "money, lognormal, σ = \(Int(sigma)), lift \(percent(lift))",
      difference: lift,
      control: 1
    ) { draws, isTreated in (draws.lognormal(sigma) * (isTreated ? 1 + lift : 1), 0) }
  }

  /// Most units spend nothing.
  static func buyers(_ rate: Double, _ sigma: Double, lift: Double) -> Readout {
    Readout(
      measure: .mean,
      population: "money, \(percent(rate)) buy, lognormal, σ = \(Int(sigma)), lift \(percent(lift))",
      difference: lift, control: 1
    ) { draws, isTreated in
      guard draws.chance(rate) else { return (0, 0) }
      return (draws.lognormal(sigma) / rate * (isTreated ? 1 + lift : 1), 0)
    }
  }

  /// Money over orders: 1 + binomial(10, 0.2) orders of a unit, 20 an order and a share more where treated.
  static func revenuePerOrder(lift: Double) -> Readout {
    Readout(
      measure: .ratioOfSums,
      population: "revenue per order, 1 to 11 orders a unit, lognormal, σ = 1, lift \(percent(lift))",
      difference: 20 * lift, control: 20
    ) { draws, isTreated in
      let orders = 1 + draws.successes(0.2, of: 10)
      var sum = 0.0
      for _ in 0..<orders { sum += 20 * draws.lognormal(1) * (isTreated ? 1 + lift : 1) }
      return (sum, Double(orders))
    }
  }

  /// Money cut at the quantile of both groups; the truth is of both distributions cut at the quantile of their mixture.
  static func winsorised(_ level: Double, _ sigma: Double, lift: Double) -> Readout {
    let cut = Truth.quantile(level, sigma: sigma, scales: (1, 1 + lift))
    let control = Truth.cutMean(cut, sigma: sigma)
    let treated = Truth.cutMean(cut, sigma: sigma, scale: 1 + lift)
    return Readout(
      measure: .winsorised(level),
      population:
        "money, lognormal, σ = \(Int(sigma)), every amount \(percent(lift)) higher, winsorised at \(level)",
      difference: treated - control, control: control
    ) { draws, isTreated in (draws.lognormal(sigma) * (isTreated ? 1 + lift : 1), 0) }
  }

  /// Normal values of mean 1 and deviation 1 with a covariate; every value a share higher where treated.
  static func cuped(_ correlation: Double, lift: Double) -> Readout {
    Readout(
      measure: .cuped, population: "normal, mean 1, correlation \(correlation), lift \(percent(lift))",
      difference: lift, control: 1
    ) { draws, isTreated in
      let covariate = draws.normal()
      let own = (1 - correlation * correlation).squareRoot() * draws.normal()
      return ((1 + correlation * covariate + own) * (isTreated ? 1 + lift : 1), covariate)
    }
  }

  /// Money now and money before, lognormal both, their logarithms correlated.
  static func cupedMoney(_ sigma: Double, lift: Double) -> Readout {
    Readout(
      measure: .cuped,
      population: "money now and before, lognormal, σ = \(Int(sigma)), correlation of logarithms 0.7, "
        + "lift \(percent(lift))",
      difference: lift, control: 1
    ) { draws, isTreated in
      let before = draws.normal()
      let now = 0.7 * before + 0.51.squareRoot() * draws.normal()
      let shift = sigma * sigma / 2
      return (exp(sigma * now - shift) * (isTreated ? 1 + lift : 1), exp(sigma * before - shift))
    }
  }

  private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
}
