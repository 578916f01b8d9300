import Book
import Workspace

extension EvaluationOutcome {
  /// Versions over all of their dates, and with `nights` each date too.
  package func table(nights: Bool = false) -> ResultTable {
    let shown = nights ? records : pooled
    let hasPositives = shown.contains { $0.metric("observed_rate") != nil }
    let columns = figureColumns(shown.map { record in { record.metric($0) } })
    let count = hasPositives ? ["positives"] : []
    let rows = zip(shown, columns.rows).map { record, figures -> [String] in
      var row = ["\(record.model)@\(record.number)", record.role.rawValue]
      row.append(record.date ?? String(record.dates))
      row.append(String(record.rows))
      if hasPositives { row.append(String(record.positives)) }
      return row + figures + [remark(record)]
    }
    let headings = ["version", "role", "dates", "rows"] + count + columns.headings
    return ResultTable(
      headings: headings + [""], numeric: headings.indices.map { $0 > 1 } + [false], rows: rows)
  }

  /// Verdicts, one a line.
  package var verdicts: [String] { comparisons.map(\.sentence) }

  /// How many rows each pair of versions decides differently, a sentence each.
  package var changes: [String] {
    var told: Set<[String]> = []
    return comparisons.compactMap { comparison in
      guard let changed = comparison.changed, comparison.rows > 0,
        told.insert([comparison.reference, comparison.baseline]).inserted
      else { return nil }
      let share = ResultTable.rounded(100 * Double(changed.rows) / Double(comparison.rows), digits: 1)
      var words =
        "\(comparison.reference) and \(comparison.baseline) put \(changed.rows) of \(comparison.rows) rows "
        + "(\(share) %) into different \(changed.by == "band" ? "bands" : "classes")"
      if let right = changed.onlyVersionRight, let wrong = changed.onlyBaselineRight {
        words +=
          "; of these only \(comparison.reference) is right on \(right), only \(comparison.baseline) on \(wrong)"
      }
      return words + "."
    }
  }

  /// Slices by version, column and value.
  package func sliceTable() -> ResultTable {
    let columns = figureColumns(slices.map { slice in { slice.metric($0) } })
    let rows = zip(slices, columns.rows).map { slice, figures -> [String] in
      let rest = slice.againstRest
      let digits = rest.map { Verdicts.digits($0.standardError) } ?? 0
      let difference = rest.map { ResultTable.rounded($0.difference, digits: digits) } ?? "–"
      let p = rest?.adjustedPValue.map { ResultTable.rounded($0, digits: 4) } ?? "–"
      let reason = slice.undefined.first { !$0.name.hasSuffix("_interval") }
      let remark =
        reason.map {
          $0.name == "against_rest" ? "not compared: \($0.reason)" : "no \($0.name): \($0.reason)"
        }
        ?? ""
      let head = [slice.reference, slice.title, String(slice.rows), String(slice.keys)]
      return head + figures + [difference, p, remark]
    }
    let headings = ["version", "slice", "rows", "keys"] + columns.headings + ["to the rest", "p"]
    return ResultTable(
      headings: headings + [""], numeric: headings.indices.map { $0 > 1 } + [false], rows: rows)
  }

  /// The slices that do worse than the rest, worst first, a sentence each.
  package var worstSlices: [String] {
    slices.filter { $0.againstRest?.rank != nil }.sorted {
      ($0.reference, $0.againstRest?.rank ?? 0) < ($1.reference, $1.againstRest?.rank ?? 0)
    }.map { slice in
      guard let rest = slice.againstRest, let p = rest.adjustedPValue else { return "" }
      let digits = Verdicts.digits(rest.standardError)
      func number(_ value: Double) -> String { ResultTable.rounded(value, digits: digits) }
      let words = Configuration.Evaluation.Metric(rawValue: rest.metric)?.words ?? rest.metric
      let chance = p < 0.001 ? "p < 0.001" : "p = \(ResultTable.rounded(p, digits: 3))"
      return "\(slice.reference), \(slice.title) (\(slice.rows) rows): \(words) differs from the rest by "
        + "\(number(rest.difference)) (95 % interval \(number(rest.lower)) to \(number(rest.upper)), \(chance))."
    }
  }

  /// A column for each metric that some row has; the first that has an interval shows it.
  private func figureColumns(
    _ rows: [(String) -> EvaluationRecord.Metric?]
  ) -> (headings: [String], rows: [[String]]) {
    let shown = metrics.filter { $0 != "calibration" }
    let leading = shown.first { name in rows.contains { $0(name)?.lower != nil } }
    var headings: [String] = []
    for name in shown {
      headings.append(Self.headings[name] ?? name)
      if name == leading { headings.append("interval") }
    }
    let texts = rows.map { metric in
      shown.flatMap { name -> [String] in
        let value = metric(name).map { ResultTable.rounded($0.value, digits: 4) } ?? "–"
        guard name == leading else { return [value] }
        guard let lower = metric(name)?.lower, let upper = metric(name)?.upper else { return [value, "–"] }
        return [
          value, "\(ResultTable.rounded(lower, digits: 4))–\(ResultTable.rounded(upper, digits: 4))",
        ]
      }
    }
    return (headings, texts)
  }

  private static let headings = [
    "average_precision": "avg precision", "log_loss": "log loss", "brier": "Brier",
    "balanced_accuracy": "balanced acc.",
  ]

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
      if let rows = detail.lateOutcomes {
        parts.append(
          "\(rows) outcome\(rows == 1 ? "" : "s") came after the window and count\(rows == 1 ? "s" : "") as 0"
        )
      }
      if let undefined = detail.undefined.first { parts.append("no \(undefined.name): \(undefined.reason)") }
    }
    return parts.joined(separator: "; ")
  }
}
