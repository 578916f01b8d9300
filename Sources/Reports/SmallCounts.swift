import Book

/// Counts of categories for a page: what fewer than five rows have in common could name them.
enum SmallCounts {
  static let fewest = 5
  static let other = "other (fewer than 5 rows)"

  /// Categories with at least five rows by label, then all others as one; those without rows are left out.
  static func pooled(_ categories: [CategoryProfile.Category]) -> [(label: String, count: Int)] {
    let kept = categories.filter { $0.count >= fewest }.map { (label: $0.label, count: $0.count) }
    let rest = categories.filter { $0.count < fewest }.reduce(0) { $0 + max(0, $1.count) }
    return kept + (rest > 0 ? [(label: other, count: rest)] : [])
  }

  /// Rows from which on the median, and the quantiles at 5 and 95%, are no longer a single row's value; of fewer than
  /// for those there is no histogram either.
  static let forMedian = 10
  static let forTails = 100
}
