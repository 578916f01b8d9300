import Book
import Diagnostics
import Evaluation
import Markdown
import Reports
import Workspace

/// A comparison of trials as a terminal, a comment on a change, and a spreadsheet show it.
enum TrialComparisonText {
  /// More candidates are counted; JSON and CSV have all.
  static let mostGroups = 50
  private static let mostParameters = 8

  static func terminal(_ comparison: TrialComparison) -> String {
    var text = ""
    if let question = comparison.question { text += "question   \(visible(question))\n" }
    text += "compared   \(visible(compared(comparison)))\n\n"
    text += lines(comparison.verdicts(groups: mostGroups)) + "\n"
    text += table(comparison.groupTable(groups: mostGroups, parameters: mostParameters)) + "\n"
    text += table(comparison.metricTable(groups: mostGroups)) + "\n"
    text += lines(comparison.details(groups: mostGroups) + rest(comparison))
    return text
  }

  static func markdown(_ comparison: TrialComparison) -> String {
    var writer = MarkdownWriter()
    writer.heading(3, "Comparison of \(TrialText.cell(comparison.experiment, 100))")
    if let question = comparison.question { writer.paragraph("\(question)") }
    writer.list(comparison.verdicts(groups: mostGroups).map { .strong("\($0)") })
    writer.paragraph("\(compared(comparison)).")
    table(comparison.groupTable(groups: mostGroups, parameters: mostParameters), &writer)
    table(comparison.metricTable(groups: mostGroups), &writer)
    writer.list((comparison.details(groups: mostGroups) + rest(comparison)).map { "\($0)" })
    return writer.text
  }

  /// A line for each candidate and metric, and for each slice of it, numbers with all digits.
  static func csv(_ comparison: TrialComparison) -> String {
    let header = [
      "trial", "metric", "direction", "evaluation", "version", "baseline_version", "runs", "baseline_runs",
      "value",
      "deviation", "baseline", "baseline_deviation", "difference", "lower", "upper", "p", "adjusted_p",
      "verdict",
      "tolerance", "tolerance_exceeded", "reason", "slice", "pairs", "method",
    ]
    var lines = [header.joined(separator: ",")]
    func text(_ text: String?) -> String { CSVText.field(text ?? "", isNumber: false) }
    func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    for candidate in comparison.candidates {
      for metric in candidate.metrics + candidate.slices {
        let (own, its) = (metric.candidate, metric.baseline)
        let fields = [
          text(candidate.group.name), text(metric.metric), text(metric.direction),
          text(metric.rows?.evaluation),
          text(metric.rows?.version), text(metric.rows?.baseline),
          metric.rows == nil ? String(own.count) : "", metric.rows == nil ? String(its.count) : "",
          number(own.mean), number(own.deviation), number(its.mean), number(its.deviation),
          number(metric.difference), number(metric.lower), number(metric.upper), number(metric.pValue),
          number(metric.adjustedPValue), metric.verdict.rawValue, number(metric.tolerance?.allowed),
          metric.tolerance?.isExceeded.map { String($0) } ?? "", text(metric.reason),
          text(metric.rows?.slice), metric.pairs.map { String($0) } ?? "", text(metric.method),
        ]
        lines.append(fields.joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// "2 candidates against rfm: 10 trials; 2 are not finished and left out; p after Holm's correction of 6 tests"
  private static func compared(_ comparison: TrialComparison) -> String {
    var text =
      "\(Quantity.count(comparison.candidates.count, "candidate")) against "
      + "\(TrialText.cell(comparison.baseline.name, 60)): \(Quantity.count(comparison.trials, "trial"))"
    if comparison.unfinished > 0 {
      text += "; \(Quantity.count(comparison.unfinished)) not finished, left out"
    }
    text += "; \(Quantity.count(comparison.tests, "test"))"
    switch TrialComparisonPlan.Correction(rawValue: comparison.correction) {
    case .holm where comparison.tests > 1: text += ", Holm's correction"
    case .benjaminiHochberg where comparison.tests > 1: text += ", Benjamini and Hochberg's correction"
    default: break
    }
    return text
  }

  private static func rest(_ comparison: TrialComparison) -> [String] {
    var found: [String] = []
    let parameters = comparison.differing.count - mostParameters
    if parameters > 0 {
      found.append("\(Quantity.count(parameters, "more parameter")) in which they differ: --json.")
    }
    let groups = comparison.candidates.count - mostGroups
    if groups > 0 { found.append("\(Quantity.count(groups, "more candidate")): --json or --csv.") }
    return found
  }

  private static func lines(_ sentences: [String]) -> String {
    sentences.map { visible($0) + "\n" }.joined()
  }

  private static func table(_ table: ResultTable) -> String {
    var text = TextTable(
      zip(table.headings, table.numeric).map { (TrialText.cell($0, 40), $1 ? .right : .left) })
    for row in table.rows { text.add(row.map { TrialText.cell($0, 48) }) }
    return text.text
  }

  private static func table(_ table: ResultTable, _ writer: inout MarkdownWriter) {
    writer.table(
      zip(table.headings, table.numeric).map { heading, isNumeric in
        .init("\(TrialText.cell(heading, 60))", isNumeric ? .right : .left)
      }, table.rows.map { row in row.map { "\(TrialText.cell($0, 60))" } })
  }
}
