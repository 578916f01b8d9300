import Book
import Diagnostics

extension PooledRecord {
  /// Slices of a column with what is found of the version against each rival within them.
  ///
  /// - Parameter slices: those of `slicing`, in its order. **Throws** where the scratch space is full.
  func compared(
    _ slices: [SliceRecord], _ slicing: Slicing, column: Int, _ pool: Pool, _ codes: EvaluationCodes,
    in space: ScratchSpace
  ) throws(Diagnostic) -> [SliceRecord] {
    guard !rivals.isEmpty else { return slices }
    var result = slices
    for place in result.indices { result[place].againstVersions = [] }
    for rival in rivals {
      let dates = comparedDates(rival.nights)
      let rows = pool.rows([version, rival.version], dates, codes.labels, plan.kind, slices: column)
      let found = try SliceComparison(
        slicing: slicing,
        comparison: Comparison(
          plan: plan, version: version, baseline: rival.version, dates: dates.count,
          own: pool.sample(rows, 0, of: version, plan, codes.labels, ranks: false),
          its: pool.sample(rows, 1, of: rival.version, plan, codes.labels, ranks: false), bands: nil,
          baselineBands: nil, now: slicing.now, space: space)
      ).found()
      for (place, against) in found { result[place].againstVersions?.append(against) }
    }
    return result
  }
}
