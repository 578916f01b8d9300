import Foundation
import Statistics

extension Scenario {
  /// An A/B test's readout at sizes fixed in advance: differences and relative lifts.
  static var readouts: [Scenario] {
    let cases: [(Readout, [Int])] = [
      (.conversion(0.05, lift: 0.1), [200, 500, 5000]),
      (.conversion(0.01, lift: 0.2), [500]),
      (.money(1, lift: 0.1), [200]),
      (.money(2, lift: 0.1), [100, 2000]),
      (.buyers(0.05, 1, lift: 0.1), [500, 5000]),
      (.revenuePerOrder(lift: 0.1), [20, 200, 2000]),
      (.winsorised(0.99, 2, lift: 0.1), [200, 2000]),
      (.winsorised(0.99, 2, lift: 1), [2000]),
      (.cuped(0.7, lift: 0.2), [10, 100]),
      (.cuped(0.9, lift: 0.2), [1000]),
      (.cuped(0, lift: 0.2), [100]),
      (.cuped(0.9, lift: 1), [1000]),
      (.cupedMoney(1, lift: 0.1), [200, 2000]),
      (.cupedMoney(2, lift: 0.1), [2000]),
    ]
    func all(
      _ kind: String, _ holds: @escaping @Sendable (Readout, Readout.Groups) throws(Undefined) -> Bool
    ) -> [Scenario] {
      cases.flatMap { readout, sizes in
        sizes.map { n in
          Scenario(kind, readout.population, "\(n) + \(n)") { draws in
            var groups = Readout.Groups()
            readout.add(n, to: &groups, &draws)
            return try? holds(readout, groups)
          }
        }
      }
    }
    return all("readout: difference") { readout, groups throws(Undefined) in
      try readout.fixedDifference(groups).contains(readout.difference)
    }
      + all("readout: relative lift, log delta") { readout, groups throws(Undefined) in
        try readout.relativeLift(groups).logDelta().contains(readout.lift)
      }
      + all("readout: relative lift, Fieller") { readout, groups throws(Undefined) in
        try readout.relativeLift(groups).fieller().contains(readout.lift)
      }
  }

  /// The same looked at every night while it grows: the truth must lie inside at every look.
  static var nightly: [Scenario] {
    let cases: [(Readout, perNight: Int, first: Int)] = [
      (.conversion(0.05, lift: 0.1), 100, 100), (.conversion(0.05, lift: 0.1), 100, 500),
      (.buyers(0.05, 1, lift: 0.1), 150, 450),
      (.money(1, lift: 0.1), 100, 100), (.money(2, lift: 0.1), 150, 450),
      (.revenuePerOrder(lift: 0.1), 50, 100),
      (.winsorised(0.99, 2, lift: 0.1), 150, 450), (.winsorised(0.99, 2, lift: 1), 150, 450),
      (.cuped(0.7, lift: 0.2), 50, 100), (.cupedMoney(1, lift: 0.1), 100, 100),
      (.cupedMoney(2, lift: 0.1), 150, 450),
    ]
    func all(
      _ kind: String, truth: @escaping @Sendable (Readout) -> Double,
      _ estimate: @escaping @Sendable (Readout, Readout.Groups) throws(Undefined) -> Estimate
    ) -> [Scenario] {
      cases.map { readout, perNight, first in
        let sizes = "\(first) to \(14 * perNight) each, \(perNight) a night"
        return Scenario(kind, readout.population, sizes) { draws in
          // τ from a pilot of half the planned size, as from past data.
          var pilot = Readout.Groups()
          readout.add(7 * perNight, to: &pilot, &draws)
          guard let planned = try? estimate(readout, pilot),
            let sequence = try? SequentialInterval(plannedStandardError: planned.standardError)
          else { return nil }
          var groups = Readout.Groups()
          var looks = 0
          for night in 1...14 {
            readout.add(perNight, to: &groups, &draws)
            guard night * perNight >= first, let now = try? estimate(readout, groups) else { continue }
            looks += 1
            guard let interval = try? sequence.interval(now) else { continue }
            if !interval.contains(truth(readout)) { return false }
          }
          return looks > 0 ? true : nil
        }
      }
    }
    return all("readout, looked at each of 14 nights: difference", truth: { $0.difference }) {
      readout, groups throws(Undefined) in try readout.differenceEstimate(groups)
    }
      + all("readout, looked at each of 14 nights: relative lift", truth: { log1p($0.lift) }) {
        readout, groups throws(Undefined) in try readout.relativeLift(groups).logEstimate()
      }
  }
}
