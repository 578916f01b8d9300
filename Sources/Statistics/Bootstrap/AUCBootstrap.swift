/// The bootstrap of one area under the ROC curve, or of two on the same rows and their difference.
///
/// Scores are sorted once. A resample costs O(n): multiplicities are drawn, brought into the order of each model's
/// scores, and the pairs counted in integers, eight rows at a time, ties by halves.
/// **Missing values:** none. Reproducible from the seed and the order of the rows.
package struct AUCBootstrap: Sendable {
  private let rows: Int
  private let plan: ResamplingPlan
  private let first: WeightedPairCount
  private let second: WeightedPairCount?
  private let closedForm: [[Double]]?

  /// Distributions and jackknife values of a run.
  package struct Result: Sendable {
    /// The first model's area.
    package let first: BootstrapDistribution
    package let second: BootstrapDistribution?
    /// First area less second.
    package let difference: BootstrapDistribution?
  }

  /// **Throws:** `lengthsDiffer`, `noObservations`, `notANumber`, `oneClass`, `tooManyObservations`.
  package init(
    first: [Double], second: [Double]? = nil, outcomes: [Bool], resampling: Resampling = .rows
  ) throws(Undefined) {
    let ranked = try RankedOutcomes(scores: first, outcomes: outcomes)
    guard ranked.positiveCount > 0, ranked.negativeCount > 0 else { throw .oneClass }
    rows = outcomes.count
    let plan = try ResamplingPlan(resampling, rows: rows)
    self.plan = plan
    // Rows drawn all alike may be numbered in any order: in that of the first model nothing has to be looked up.
    let order = WeightedPairCount.order(first, outcomes)
    var cells: [UInt32]?
    if plan.cellOfRow == nil {
      var places = [UInt32](repeating: 0, count: rows)
      for (place, row) in order.enumerated() { places[row] = UInt32(place) }
      cells = places
    }
    let cellOfRow = plan.cellOfRow ?? cells ?? []
    self.first = WeightedPairCount(
      first, outcomes, order: order, cellOfRow: plan.cellOfRow == nil ? nil : cellOfRow)
    if let second {
      _ = try RankedOutcomes(scores: second, outcomes: outcomes)
      self.second = WeightedPairCount(
        second, outcomes, order: WeightedPairCount.order(second, outcomes), cellOfRow: cellOfRow)
    } else {
      self.second = nil
    }
    if case .clusters = resampling {
      closedForm = nil
    } else {
      closedForm =
        [try Self.leaveOneOut(first, outcomes)]
        + (second == nil ? [] : [try Self.leaveOneOut(second ?? [], outcomes)])
    }
  }

  /// Draws and evaluates all resamples; those with one class only are undefined.
  package func run(_ bootstrap: Bootstrap) -> Result {
    let models = [first, second].compactMap(\.self)
    let width = models.count == 2 ? 3 : 1
    let cells = plan.cells
    let rows = rows
    let plan = plan
    @Sendable func evaluate(
      _ drawn: Scratch<UInt8>, _ sorted: Scratch<UInt8>, _ into: UnsafeMutablePointer<Double>
    ) {
      let a = models[0].count(drawn.pointer, sorted.pointer)
      guard a.pairs > 0 else {
        for k in 0..<width { into[k] = .nan }
        return
      }
      let pairs = 2 * Double(a.pairs)
      into[0] = Double(a.doubledWins) / pairs
      guard width == 3 else { return }
      let b = models[1].count(drawn.pointer, sorted.pointer)
      into[1] = Double(b.doubledWins) / pairs
      into[2] = Double(a.doubledWins - b.doubledWins) / pairs
    }
    let values = bootstrap.replicate(width: width) {
      let drawn = Scratch<UInt8>(cells)
      let sorted = Scratch<UInt8>(rows)
      return { random, into in
        plan.draw(drawn.pointer, &random)
        evaluate(drawn, sorted, into)
      }
    }
    let ones = Scratch<UInt8>(cells)
    ones.pointer.update(repeating: 1, count: cells)
    var whole = [0.0, 0, 0]
    whole.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { evaluate(ones, Scratch<UInt8>(rows), base) }
    }
    func distribution(_ place: Int) -> BootstrapDistribution {
      BootstrapDistribution(
        estimate: whole[place], values: stride(from: place, to: values.count, by: width).map { values[$0] })
    }
    return Result(
      first: distribution(0), second: width == 3 ? distribution(1) : nil,
      difference: width == 3 ? distribution(2) : nil)
  }

  /// What BCa needs for the first area and, with two models, for the difference.
  ///
  /// Row by row in closed form; by groups of clusters where clusters are drawn. **Throws:** `noObservations` for
  /// fewer than two clusters that leave both classes.
  package func jackknife() throws(Undefined) -> (first: [Double], difference: [Double]?) {
    if let closedForm {
      let difference = closedForm.count == 2 ? zip(closedForm[0], closedForm[1]).map { $0 - $1 } : nil
      return (closedForm[0], difference)
    }
    let groups = min(200, plan.cells)
    let weights = Scratch<UInt8>(plan.cells)
    let sorted = Scratch<UInt8>(rows)
    var areas: [Double] = []
    var differences: [Double] = []
    for group in 0..<groups {
      for cell in 0..<plan.cells { weights.pointer[cell] = cell % groups == group ? 0 : 1 }
      let a = first.count(weights.pointer, sorted.pointer)
      guard a.pairs > 0 else { continue }
      areas.append(Double(a.doubledWins) / (2 * Double(a.pairs)))
      guard let second else { continue }
      let b = second.count(weights.pointer, sorted.pointer)
      differences.append(Double(a.doubledWins - b.doubledWins) / (2 * Double(a.pairs)))
    }
    guard areas.count >= 2 else { throw .noObservations }
    return (areas, second == nil ? nil : differences)
  }

  /// The area without each row, positives first; a row that is alone in its class is left out.
  private static func leaveOneOut(_ scores: [Double], _ outcomes: [Bool]) throws(Undefined) -> [Double] {
    let positives = outcomes.count(where: \.self)
    let negatives = outcomes.count - positives
    guard positives >= 2, negatives >= 2 else { return [] }
    let parts = try DeLong(scores: scores, outcomes: outcomes)
    let wins = parts.positiveWins.reduce(0, +)
    let withoutPositive = 2 * Double(positives - 1) * Double(negatives)
    let withoutNegative = 2 * Double(positives) * Double(negatives - 1)
    return parts.positiveWins.map { Double(wins - $0) / withoutPositive }
      + parts.negativeWins.map { Double(wins - $0) / withoutNegative }
  }
}
