package import Diagnostics

/// Inputs with the predictions that the training framework gave, read against a model's signature.
///
/// A table of text: a column for each input, and `expected_` with an output's name for each prediction; other
/// columns are ignored.
/// **Missing values:** an empty input field. An empty expected field says that the model refuses the row.
package struct VerificationCases: Sendable, Hashable {
  /// What one output of one case shall be.
  package enum Expectation: Sendable, Hashable {
    case number(Double)
    case text(String)
    case refused
  }

  /// By case, then by input of the signature: the fields as they are written.
  package let inputs: [[String]]
  /// The indices of the signature's outputs that are compared.
  package let outputs: [Int]
  /// By case, then by position in `outputs`.
  package let expected: [[Expectation]]

  /// Mistakes that are told at once.
  private static let mostProblems = 20
  /// Columns among which the nearest name is sought.
  private static let mostSuggested = 1000

  /// **Shape:** rows as long as the header. **Throws:** every mistake at once, up to 20.
  package init(
    header: [String], rows: [[String]], signature: Signature, file: String
  ) throws(Problems) {
    var problems = Problems()
    let place = Diagnostic.Place(file: file, line: 1)
    let columnOf = Dictionary(header.enumerated().map { ($1, $0) }) { first, _ in first }
    let known = header.prefix(Self.mostSuggested)
    let inputColumns = signature.inputs.map { input -> Int? in
      let column = columnOf[input.name]
      if column == nil, problems.list.count < Self.mostProblems {
        problems.add(
          Diagnostic(
            .modelVerificationColumn, .configuration, at: place,
            "the verification cases have no column for the input '\(input.name)'",
            next: nearestName(to: input.name, among: known).map { "Did you mean '\($0)'?" }))
      }
      return column
    }
    let names = signature.outputs.map(\.name)
    var outputs: [(output: Int, column: Int)] = []
    for (column, name) in header.enumerated() where name.hasPrefix("expected_") {
      let wanted = String(name.dropFirst("expected_".count))
      guard let output = names.firstIndex(of: wanted) else {
        guard problems.list.count < Self.mostProblems else { continue }
        problems.add(
          Diagnostic(
            .modelVerificationColumn, .configuration, at: place,
            "the model has no output '\(wanted)' to compare with '\(name)'",
            expected: names.map { "'expected_\($0)'" }.joined(separator: ", "),
            next: nearestName(to: wanted, among: names).map { "Did you mean 'expected_\($0)'?" }))
        continue
      }
      outputs.append((output, column))
    }
    if outputs.isEmpty || rows.isEmpty {
      problems.add(
        Diagnostic(
          .modelVerificationEmpty, .configuration, at: Diagnostic.Place(file: file),
          rows.isEmpty
            ? "there are no verification cases" : "no column of the verification cases is compared",
          expected: "rows with \(names.map { "'expected_\($0)'" }.joined(separator: " or "))"))
    }
    try problems.throwIfAny()

    let columns = inputColumns.compactMap { $0 }
    var inputs: [[String]] = []
    var expected: [[Expectation]] = []
    var wrongLabels: [Int: WrongLabels] = [:]
    for (index, row) in rows.enumerated() {
      func fault(_ column: Int, _ wanted: String) {
        guard problems.list.count < Self.mostProblems else { return }
        problems.add(
          Diagnostic(
            .modelVerificationCell, .configuration, at: Diagnostic.Place(file: file),
            "case \(index + 1) holds '\(row[column].prefix(32))' in column '\(header[column])'",
            expected: wanted))
      }
      guard row.count == header.count else {
        problems.add(
          Diagnostic(
            .modelVerificationCell, .configuration, at: Diagnostic.Place(file: file),
            "case \(index + 1) has \(row.count) fields", expected: "\(header.count) of them"))
        break
      }
      for (input, column) in zip(signature.inputs, columns) where !input.accepts(row[column]) {
        fault(column, input.expectation)
      }
      var expectations: [Expectation] = []
      for (output, column) in outputs {
        let field = row[column]
        switch signature.outputs[output].kind {
        case _ where field.isEmpty: expectations.append(.refused)
        case .number:
          if let number = DecimalNumber.parse(field), number.isFinite {
            expectations.append(.number(number))
          } else {
            fault(column, "a decimal number")
          }
        case .label(let labels):
          if !labels.contains(field) {
            wrongLabels[column, default: WrongLabels(labels: labels, first: (index, field))].add(field)
          }
          expectations.append(.text(field))
        case .text: expectations.append(.text(field))
        }
      }
      inputs.append(columns.map { row[$0] })
      expected.append(expectations)
    }
    for (column, wrong) in wrongLabels.sorted(by: { $0.key < $1.key }) {
      problems.add(wrong.problem(column: header[column], file: file))
    }
    try problems.throwIfAny()
    self.inputs = inputs
    self.outputs = outputs.map(\.output)
    self.expected = expected
  }

  package var count: Int { inputs.count }
}

extension Input {
  /// Whether a field can be a value of this input.
  fileprivate func accepts(_ field: String) -> Bool {
    if field.isEmpty { return true }
    switch kind {
    case .number: return DecimalNumber.parse(field) != nil
    case .integer:
      return DecimalNumber.parse(field).map { $0 == $0.rounded() && $0.magnitude <= 9_007_199_254_740_992 }
        ?? false
    case .category, .text: return true
    }
  }

  fileprivate var expectation: String {
    if case .integer = kind { "a whole number" } else { "a decimal number" }
  }
}
