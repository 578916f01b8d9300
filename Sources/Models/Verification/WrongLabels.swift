import Diagnostics

/// Cells of one expected column that are none of its output's labels: one mistake, however many cases show it.
struct WrongLabels {
  private static let mostShown = 8
  let labels: [String]
  let first: (index: Int, field: String)
  private var count = 0
  /// Different ones, in the order in which they were met.
  private var fields: [String] = []

  init(labels: [String], first: (index: Int, field: String)) {
    self.labels = labels
    self.first = first
  }

  mutating func add(_ field: String) {
    count += 1
    if fields.count <= WrongLabels.mostShown, !fields.contains(field) { fields.append(field) }
  }

  func problem(column: String, file: String) -> Diagnostic {
    let others = count > 1 ? ", and \(count - 1) more cases what is no label either" : ""
    return Diagnostic(
      .modelVerificationCell, .configuration, at: Diagnostic.Place(file: file),
      "case \(first.index + 1) holds '\(first.field.prefix(32))' in column '\(column)'\(others)",
      expected: "one of \(WrongLabels.shown(labels))",
      found: count > 1 ? WrongLabels.shown(fields) : nil,
      next: "Correct the labels of the model, or the cases.")
  }

  private static func shown(_ labels: [String]) -> String {
    labels.prefix(mostShown).map { "'\($0.prefix(32))'" }.joined(separator: ", ")
      + (labels.count > mostShown ? ", …" : "")
  }
}
