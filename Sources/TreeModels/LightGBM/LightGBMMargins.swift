import Models

/// The margins of tiles of 256 rows, by whichever way the model allows; the scratch of one worker.
package final class LightGBMMargins {
  private enum Way {
    case tiles(ForestScorer)
    case linear(LinearForestScorer)
    /// Row by row, for forests that have no plan.
    case walk
  }

  private let model: LightGBMModel
  private let way: Way
  private var row: [Double] = []

  /// `plainly`: walks the trees row by row even where there is a faster way, to hold the two against each other.
  package init(_ model: LightGBMModel, plainly: Bool = false) {
    self.model = model
    if !plainly, let plan = model.plan {
      way = .tiles(ForestScorer(plan))
    } else if !plainly, let plan = model.linearPlan {
      way = .linear(LinearForestScorer(plan))
    } else {
      way = .walk
      row = [Double](repeating: 0, count: model.forest.features)
    }
  }

  /// **Shape:** as `ForestScorer.score`; rows from `rows` on may be left as they are.
  package func score(
    _ input: (_ feature: Int) -> ForestInput, rows: Int, into margins: UnsafeMutablePointer<Double>
  ) {
    switch way {
    case .tiles(let scorer): scorer.score(input, into: margins)
    case .linear(let scorer): scorer.score(input, into: margins)
    case .walk: walk(input, rows: rows, into: margins)
    }
  }

  private func walk(
    _ input: (_ feature: Int) -> ForestInput, rows: Int, into margins: UnsafeMutablePointer<Double>
  ) {
    for offset in 0..<rows {
      for feature in row.indices {
        switch input(feature) {
        case .numbers(let numbers): row[feature] = numbers[offset]
        case .codes(let codes): row[feature] = codes[offset] < 0 ? .nan : Double(codes[offset])
        }
      }
      for (output, margin) in model.margins(of: row).enumerated() {
        margins[output * ForestPlan.tileRows + offset] = margin
      }
    }
  }
}
