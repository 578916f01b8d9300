import Foundation
import Statistics

extension Scenario {
  /// Figures of keys with ten rows each, whose rows are alike: scores share half of their variance within a key, and
  /// half of the keys have four times the positives of the others.
  static var clusters: [Scenario] { clusteredAreas + clusteredPairs + clusteredPrecision + clusteredRates }

  static let rowsOfKey = 10

  /// One number for each row, ten rows a key.
  static func keys(_ count: Int) -> Clusters {
    Clusters((0..<Int32(count * rowsOfKey)).map { $0 / Int32(rowsOfKey) })
  }

  private static func sizes(_ keys: Int) -> String { "\(keys) keys, \(keys * rowsOfKey) rows" }

  struct KeyedRows {
    var first: [Double] = []
    var second: [Double] = []
    var outcomes: [Bool] = []
  }

  /// Marginally normal scores, so that areas and precisions of the population are those of independent rows.
  static func keyedRows(
    _ draws: inout Draws, keys: Int, rate: Double, shifts: (Double, Double)
  ) -> KeyedRows {
    var rows = KeyedRows()
    for _ in 0..<keys {
      let own = draws.chance(0.5) ? 0.4 * rate : 1.6 * rate
      // What the two models share of a key, and what each has of its own.
      let shared = 0.5.squareRoot() * draws.normal()
      for _ in 0..<rowsOfKey {
        let isPositive = draws.chance(own)
        let common = shared + 0.3.squareRoot() * draws.normal()
        rows.first.append(common + 0.2.squareRoot() * draws.normal() + (isPositive ? shifts.0 : 0))
        rows.second.append(common + 0.2.squareRoot() * draws.normal() + (isPositive ? shifts.1 : 0))
        rows.outcomes.append(isPositive)
      }
    }
    return rows
  }

  static func clusteredArea(_ scores: [Double], _ outcomes: [Bool], _ clusters: Clusters) -> ClusteredArea? {
    guard let ranked = try? RankedRows(scores: scores, outcomes: outcomes) else { return nil }
    return try? ClusteredArea(ranked, clusters)
  }

  private static var clusteredAreas: [Scenario] {
    let cases = [(0.75, 0.1, 20), (0.75, 0.1, 100), (0.75, 0.1, 300), (0.95, 0.1, 100), (0.99, 0.02, 300)]
    return [true, false].flatMap { byKey in
      cases.map { target, rate, count in
        let shift = Truth.shift(area: target)
        let title = byKey ? "AUC by key (Obuchowski), by logit" : "AUC of rows of keys, taken as independent"
        return Scenario(title, "AUC \(target), \(Int(100 * rate)) % positive", sizes(count)) { draws in
          let rows = keyedRows(&draws, keys: count, rate: rate, shifts: (shift, shift))
          let clusters = byKey ? keys(count) : .rows(rows.first.count)
          return try? clusteredArea(rows.first, rows.outcomes, clusters)?.area().logitInterval().contains(
            target)
        }
      }
    }
  }

  private static var clusteredPairs: [Scenario] {
    [(1.0, 0.8, 0.1, 50), (1.0, 0.8, 0.1, 300), (2.5, 2.3, 0.1, 100)].map { first, second, rate, count in
      let (one, two) = (Truth.area(shift: first), Truth.area(shift: second))
      let name = "AUC \(rounded(one)) and \(rounded(two)), \(Int(100 * rate)) % positive"
      return Scenario("AUC by key, paired", name, sizes(count)) { draws in
        let rows = keyedRows(&draws, keys: count, rate: rate, shifts: (first, second))
        guard let own = clusteredArea(rows.first, rows.outcomes, keys(count)),
          let its = clusteredArea(rows.second, rows.outcomes, keys(count))
        else { return nil }
        return try? own.compared(with: its).interval().contains(one - two)
      }
    }
  }

  private static var clusteredPrecision: [Scenario] {
    let single = [(1.0, 0.1, 50), (1.0, 0.1, 300), (2.5, 0.02, 300)].map { shift, rate, count in
      let truth = Truth.averagePrecision(shift: shift, rate: rate)
      let name = "average precision \(rounded(truth)), \(Int(100 * rate)) % positive"
      return Scenario("average precision by key, by logit", name, sizes(count)) { draws in
        let rows = keyedRows(&draws, keys: count, rate: rate, shifts: (shift, shift))
        return try? averagePrecision(rows.first, rows.outcomes, keys(count))?.logitInterval().contains(truth)
      }
    }
    let pairs = [(1.0, 0.8, 0.1, 50), (1.0, 0.8, 0.1, 300)].map { first, second, rate, count in
      let one = Truth.averagePrecision(shift: first, rate: rate)
      let two = Truth.averagePrecision(shift: second, rate: rate)
      let name = "average precision \(rounded(one)) and \(rounded(two)), \(Int(100 * rate)) % positive"
      return Scenario("average precision by key, paired", name, sizes(count)) { draws in
        let rows = keyedRows(&draws, keys: count, rate: rate, shifts: (first, second))
        guard let own = averagePrecision(rows.first, rows.outcomes, keys(count)),
          let its = averagePrecision(rows.second, rows.outcomes, keys(count))
        else { return nil }
        return try? own.less(its).interval().contains(one - two)
      }
    }
    return single + pairs
  }

  private static var clusteredRates: [Scenario] {
    [(0.1, 20), (0.1, 100), (0.01, 100)].map { rate, count in
      Scenario("Wilson, by key", "proportion \(rate), half of the keys four times the others'", sizes(count))
      {
        draws in
        let hits = keyedRows(&draws, keys: count, rate: rate, shifts: (0, 0)).outcomes
        guard let share = try? ClusteredEstimate.mean(RowLosses(values: hits.map { $0 ? 1 : 0 }), keys(count))
        else { return nil }
        return try? Interval.wilson(of: share, rows: hits.count).contains(rate)
      }
    }
  }
}
