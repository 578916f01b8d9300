import Book
import Diagnostics
import Workspace

/// A version against another within the slices of one column, by the first metric that both can be judged by.
struct SliceComparison {
  /// Of all rows of the version.
  let slicing: Slicing
  /// Of the rows that both have scored, which carry the codes of the column's labels.
  let comparison: Comparison

  /// What was found, by the slice's place in `slicing`.
  ///
  /// Values of few keys are pooled on the rows of both as they are on all rows of one: nothing is told of fewer than five
  /// keys, nor could it be had by subtraction. The rows of both are laid out by slice once. **Throws** where the space is
  /// full.
  func found() throws(Diagnostic) -> [Int: SliceRecord.AgainstVersion] {
    guard comparison.own.rows > 0, let metric = metric else { return [:] }
    let rows = comparison.own.evaluated
    let choice = SliceChoice(rows, slicing.labels)
    var wholes: [Sample] = []
    for sample in [comparison.own, comparison.its] {
      wholes.append(
        try Sample(
          rows.marked(choice.marks), sample.place, classes: sample.classes,
          isProbability: sample.isProbability, kind: sample.kind, ranks: metric.ranks,
          in: comparison.space))
    }
    let parts = try SliceParts(wholes, slices: choice.codes.count, in: comparison.space)
    var lacking = LackingKeys(limit: rows.limit)
    var found: [Int: SliceRecord.AgainstVersion] = [:]
    for (mark, code) in choice.codes.enumerated() {
      guard let place = slicing.slices.codes.firstIndex(of: code) else { continue }
      let part = Comparison(
        plan: comparison.plan, version: comparison.version, baseline: comparison.baseline,
        dates: comparison.dates, own: parts.samples[mark][0], its: parts.samples[mark][1], bands: nil,
        baselineBands: nil, now: comparison.now, space: comparison.space)
      if let reason = refusal(parts, mark, place, &lacking) {
        found[place] = .init(
          baseline: "\(comparison.baseline)", metric: metric.rawValue, isHigherBetter: metric.isHigherBetter,
          rows: part.own.rows, keys: part.own.keys, reason: reason)
      } else {
        found[place] = .init(try part.record(metric))
      }
    }
    return found
  }

  private var metric: Configuration.Evaluation.Metric? {
    slicing.plan.metrics.first {
      $0.isCompared && Figures.refusal($0, comparison.own) == nil
        && Figures.refusal($0, comparison.its) == nil
    }
  }

  /// Why nothing is told of the rows of a slice that both have scored; nil where it is.
  private func refusal(
    _ parts: SliceParts, _ mark: Int, _ place: Int, _ lacking: inout LackingKeys
  ) -> String? {
    guard parts.samples[mark][0].keys >= Slicing.fewestKeys else {
      return "both have scored fewer than \(Slicing.fewestKeys) of its keys"
    }
    let count = lacking.count(of: slicing.parts, place, in: parts, mark)
    guard (1..<Slicing.fewestKeys).contains(count) else { return nil }
    return "fewer than \(Slicing.fewestKeys) keys have rows that only one of them has scored"
  }
}

/// Counts the keys of a slice that have fewer rows in another.
private struct LackingKeys {
  /// By key; 0 between two slices.
  private var rows: [Int32]

  init(limit: Int) { rows = [Int32](repeating: 0, count: limit) }

  mutating func count(of whole: SliceParts, _ place: Int, in part: SliceParts, _ mark: Int) -> Int {
    whole.forEachKey(place) { rows[$0] += 1 }
    part.forEachKey(mark) { rows[$0] -= 1 }
    var count = 0
    for key in whole.numbers(place) {
      if rows[Int(key)] > 0 { count += 1 }
      rows[Int(key)] = 0
    }
    for key in part.numbers(mark) { rows[Int(key)] = 0 }
    return count
  }
}
