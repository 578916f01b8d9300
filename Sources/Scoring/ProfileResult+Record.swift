import Book
import Diagnostics
import Statistics

extension ProfileResult {
  static let levels = (0...20).map { Double($0) / 20 }

  /// The book's form: quantiles, and a histogram in the training profile's own cells where there is one.
  ///
  /// - Parameter edges: the training's cells by column name; tenths of this run's values otherwise.
  func record(edges: [String: [Double]]) -> Profile {
    var inputs: [ColumnProfile] = []
    var outputs: [ColumnProfile] = []
    for (index, item) in plan.items.enumerated() {
      let column: ColumnProfile =
        switch item.measure {
        case .number: .number(number(index, edges[item.name]))
        case .category(let labels): .category(category(index, labels))
        }
      if case .input = item.place { inputs.append(column) } else { outputs.append(column) }
    }
    return Profile(rows: rows, inputs: inputs, outputs: outputs)
  }

  private func number(_ index: Int, _ edges: [Double]?) -> NumberProfile {
    let sketch = sketches[index]
    var quantiles = (try? sketch.quantiles(ProfileResult.levels)) ?? []
    // Between two whole numbers there is none: a sketch spreads values over its cell.
    if moments[index].isIntegral { quantiles = quantiles.map { $0.rounded(.down) } }
    let finite = quantiles.allSatisfy(\.isFinite)
    let cells = edges ?? ProfileResult.cells(quantiles)
    return NumberProfile(
      name: plan.items[index].name, count: sketch.count, missing: sketch.missing,
      mean: moments[index].mean, standardDeviation: moments[index].populationStandardDeviation,
      minimum: sketch.minimum, maximum: sketch.maximum, quantiles: finite ? quantiles : [],
      histogram: .init(edges: cells, counts: sketch.histogram(edges: cells)))
  }

  private func category(_ index: Int, _ labels: [String]) -> CategoryProfile {
    let counts = codes[index]
    let unseen = counts[labels.count]
    return CategoryProfile(
      name: plan.items[index].name, count: counts.dropLast().reduce(0, +), missing: counts[labels.count + 1],
      unseen: unseen,
      categories: zip(labels, counts).map { .init(label: $0, count: $1) })
  }

  /// Distinct tenths, rounded to 8 significant bits so that a sketch counts below them exactly.
  private static func cells(_ quantiles: [Double]) -> [Double] {
    guard quantiles.count == levels.count else { return [] }
    var cells: [Double] = []
    for index in stride(from: 2, through: 18, by: 2) {
      let value = quantiles[index]
      guard value.isFinite else { continue }
      let unit = value == 0 ? 1 : value.ulp * 0x1p45
      let cell = (value / unit).rounded() * unit
      if cells.last.map({ cell > $0 }) ?? true { cells.append(cell) }
    }
    return cells
  }
}
