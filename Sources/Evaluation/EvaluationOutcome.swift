package import Book

/// What one evaluation gave, for a command to print.
package struct EvaluationOutcome: Sendable, Hashable, Codable {
  package let name: String
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
  /// For each version its pooled record, then its nights, oldest first.
  package let records: [EvaluationRecord]

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
    case records
  }

  package init(
    name: String, job: String, asOf: String, nights: Int, mature: Int, immature: Int, computed: Int,
    unchanged: Int, written: Int, records: [EvaluationRecord]
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
    self.records = records
  }

  package var pooled: [EvaluationRecord] { records.filter { $0.date == nil } }

  /// `--json`: all figures with every digit, so that other programs can hold theirs against them.
  package func json() throws -> String { try RecordJSON.text(self, pretty: true) }

  /// Versions over all of their dates, and with `nights` each date too.
  package func table(nights: Bool = false) -> ResultTable {
    let shown = nights ? records : pooled
    return ResultTable(
      headings: [
        "version", "role", "dates", "rows", "positives", "auc", "interval", "log loss", "Brier", "",
      ],
      numeric: [false, false, true, true, true, true, true, true, true, false],
      rows: shown.map { record in
        [
          "\(record.model)@\(record.number)", record.role.rawValue, record.date ?? String(record.dates),
          String(record.rows), String(record.positives), figure(record, "auc"), interval(record, "auc"),
          figure(record, "log_loss"), figure(record, "brier"), remark(record),
        ]
      })
  }

  private func figure(_ record: EvaluationRecord, _ name: String) -> String {
    record.metric(name).map { ResultTable.rounded($0.value, digits: 4) } ?? "–"
  }

  private func interval(_ record: EvaluationRecord, _ name: String) -> String {
    guard let metric = record.metric(name), let lower = metric.lower, let upper = metric.upper else {
      return "–"
    }
    return "\(ResultTable.rounded(lower, digits: 4))–\(ResultTable.rounded(upper, digits: 4))"
  }

  private func remark(_ record: EvaluationRecord) -> String {
    var parts: [String] = []
    if record.isFlagged { parts.append("not after trained_until") }
    if record.immature > 0 { parts.append("\(record.immature) too young") }
    if let flagged = record.detail?.flaggedDates, record.date == nil, flagged > 0 {
      parts.append("\(flagged) not after trained_until")
    }
    if let detail = record.detail {
      if detail.withoutOutcome > 0 { parts.append("\(detail.withoutOutcome) without outcome") }
      if detail.withoutPrediction > 0 { parts.append("\(detail.withoutPrediction) without prediction") }
      if let rows = detail.fallbacks { parts.append("\(rows) fallback row\(rows == 1 ? "" : "s") left out") }
      if let rows = detail.otherVersions {
        parts.append("\(rows) row\(rows == 1 ? "" : "s") of other variants left out")
      }
      if detail.notANumber > 0 { parts.append("\(detail.notANumber) not a number") }
      if let undefined = detail.undefined.first { parts.append("no \(undefined.name): \(undefined.reason)") }
    }
    return parts.joined(separator: "; ")
  }
}
