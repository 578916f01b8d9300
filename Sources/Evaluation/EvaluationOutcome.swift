package import Book

/// What one evaluation gave, for a command to print.
package struct EvaluationOutcome: Sendable, Hashable, Codable {
  package let name: String
  /// "" where the evaluation scored versions itself.
  package let job: String
  /// ISO date: the morning on which it was judged.
  package let asOf: String
  /// Dates that stand in the target.
  package let nights: Int
  package let mature: Int
  /// Too young: counted and left out.
  package let immature: Int
  /// Of the mature ones, those whose figures were made anew, and those that were as they were.
  package let computed: Int
  package let unchanged: Int
  /// Records of the book that are new, differ or went.
  package let written: Int
  /// In the order of the configuration.
  package let metrics: [String]
  /// For each version its pooled record, then its nights, oldest first.
  package let records: [EvaluationRecord]
  /// Each version against the baseline, metric by metric.
  package let comparisons: [ComparisonRecord]
  /// By version, column and value.
  package let slices: [SliceRecord]
  /// Whether the book knew later nights already, and was left as it was.
  package let isLookBack: Bool

  enum CodingKeys: String, CodingKey {
    case name
    case job
    case asOf = "as_of"
    case nights
    case mature
    case immature
    case computed
    case unchanged
    case written
    case metrics
    case records
    case comparisons
    case slices
    case isLookBack = "is_look_back"
  }

  package init(
    name: String, job: String, asOf: String, nights: Int, mature: Int, immature: Int, computed: Int,
    unchanged: Int, written: Int, metrics: [String], records: [EvaluationRecord],
    comparisons: [ComparisonRecord], slices: [SliceRecord], isLookBack: Bool
  ) {
    self.name = name
    self.job = job
    self.asOf = asOf
    self.nights = nights
    self.mature = mature
    self.immature = immature
    self.computed = computed
    self.unchanged = unchanged
    self.written = written
    self.metrics = metrics
    self.records = records
    self.comparisons = comparisons
    self.slices = slices
    self.isLookBack = isLookBack
  }

  package var pooled: [EvaluationRecord] { records.filter { $0.date == nil } }

  /// `--json`: all figures with every digit, so that other programs can hold theirs against them.
  package func json() throws -> String { try RecordJSON.text(self, pretty: true) }
}
