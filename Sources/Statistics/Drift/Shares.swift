/// Two histograms over the same bins, as shares: the ground of all distances in this folder.
struct Shares {
  let reference: [Double]
  let current: [Double]
  let referenceCount: Int
  let currentCount: Int

  /// **Throws:** `lengthsDiffer`, `negativeCount`, `noObservations` when either histogram is empty.
  init(reference: [Int], current: [Int]) throws(Undefined) {
    guard reference.count == current.count else { throw .lengthsDiffer(reference.count, current.count) }
    func shares(_ counts: [Int]) throws(Undefined) -> ([Double], Int) {
      var total = 0
      for (position, count) in counts.enumerated() {
        guard count >= 0 else { throw .negativeCount(at: position) }
        let (sum, overflow) = total.addingReportingOverflow(count)
        guard !overflow else { throw .tooManyObservations }
        total = sum
      }
      guard total > 0 else { throw .noObservations }
      return (counts.map { Double($0) / Double(total) }, total)
    }
    (self.reference, referenceCount) = try shares(reference)
    (self.current, currentCount) = try shares(current)
  }
}
