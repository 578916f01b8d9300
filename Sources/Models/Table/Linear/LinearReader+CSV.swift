import Diagnostics
import Yams

/// A coefficient table, as R's `coef()` and broom's `tidy()` give it.
extension LinearReader {
  private static let settingKeys = ["link", "labels", "categories", "missing"]
  private static let sizeLimit = 8 << 20
  /// Columns that statistics programs write beside a coefficient, and that say nothing about the prediction.
  static let ignored = ["std.error", "statistic", "p.value", "conf.low", "conf.high"]
  /// What a term may be called to mean the intercept.
  static let interceptNames = ["(Intercept)", "Intercept"]

  /// Levels of an input, and what its missing and other values add.
  struct Factor {
    let levels: [String]
    let values: [String: Node]
    let mark: Mark?
  }

  /// One record: its coefficients by class.
  struct Row {
    let term: String
    let coefficients: [Double]
    let mean: Double
    let scale: Double
    let field: TableRecords.Field
  }

  /// Reads the CSV form.
  ///
  /// **Throws:** every mistake at once.
  mutating func readCSV(_ bytes: [UInt8]) throws(Problems) -> Linear {
    let head = TableFile.settings(bytes)
    guard bytes.count <= LinearReader.sizeLimit else {
      yaml.add(.linearSyntax, at: nil, "the file is too large", expected: "at most 8 MiB")
      return try finish(nil)
    }
    var values: [String: Node] = [:]
    var root: Node?
    if !head.isEmpty {
      root = yaml.root(head.yaml, syntax: .linearSyntax)
      guard let root, let read = yaml.mapping(root, of: "the settings", keys: LinearReader.settingKeys) else {
        return try finish(nil)
      }
      values = read
    }
    let link = link(values["link"])
    let factors = values["categories"].map { self.factors($0) } ?? [:]
    let table = bytes.withUnsafeBufferPointer { bytes -> (labels: [String]?, rows: [Row])? in
      var records = TableRecords(bytes, start: head.start, line: head.line)
      do throws(TableRecords.Fault) { return try rows(&records, link) } catch {
        yaml.add(
          .linearSyntax, line: error.line, column: error.column, "the record can't be read: \(error.summary)")
        return nil
      }
    }
    let labels: [String]?
    if link == .softmax, values["labels"] == nil {
      labels = table?.labels
    } else {
      labels = self.labels(values["labels"], link, at: root)
      if link == .softmax, let labels, let found = table?.labels, labels != found {
        yaml.add(
          .linearLabels, at: values["labels"]?.mark, "the columns are not the labels",
          expected: YAMLReader.list(labels),
          found: YAMLReader.list(found))
      }
    }
    guard let link, let labels, let table else { return try finish(nil) }
    let linear = assemble(
      table.rows, factors, values["missing"], link, labels, classes: link == .softmax ? labels.count : 1)
    return try finish(linear)
  }

  private mutating func factors(_ node: Node) -> [String: Factor] {
    guard let mapping = node.mapping else {
      yaml.add(.linearValue, at: node.mark, "'categories' is not a mapping", expected: "'input: [levels]'")
      return [:]
    }
    var factors: [String: Factor] = [:]
    for (key, value) in mapping {
      guard let input = yaml.text(key, of: "an input") else { continue }
      var values: [String: Node] = [:]
      var list = value
      if value.mapping != nil {
        guard let read = yaml.mapping(value, of: quoted(input), keys: ["levels", "missing", "other"]) else {
          continue
        }
        guard let levels = read["levels"] else {
          yaml.add(.linearKey, at: value.mark, "\(quoted(input)) has no 'levels'")
          continue
        }
        (values, list) = (read, levels)
      }
      guard let nodes = yaml.sequence(list, of: "the levels of \(quoted(input))") else { continue }
      let levels = nodes.compactMap { yaml.text($0, of: "a level") }
      if levels.isEmpty || !isDistinct(levels) || input.isEmpty {
        yaml.add(
          .linearTerm, at: list.mark, "the levels of \(quoted(input)) do not fit",
          expected: "different texts, none empty")
        continue
      }
      factors[input] = Factor(levels: levels, values: values, mark: key.mark)
    }
    return factors
  }

  private mutating func rows(
    _ records: inout TableRecords, _ link: Linear.Link?
  ) throws(TableRecords.Fault) -> (labels: [String]?, rows: [Row])? {
    guard try records.next() else {
      yaml.add(.linearColumn, at: nil, "the file has no header", expected: "'term,coefficient'")
      return nil
    }
    guard let columns = columns(records, link) else { return nil }
    let width = records.fields.count
    var rows: [Row] = []
    while yaml.problems.list.count < YAMLReader.problemLimit, try records.next() {
      let fields = records.fields
      guard fields.count == width else {
        yaml.add(
          .linearTerm, line: fields[0].line, column: fields[0].column,
          "the record has \(fields.count) fields",
          expected: "\(width), as the header")
        continue
      }
      guard rows.count < LinearReader.termLimit else {
        yaml.add(
          .linearTerm, line: fields[0].line, column: nil, "there are too many terms",
          expected: "at most \(LinearReader.termLimit)")
        return nil
      }
      func number(_ column: Int?, _ name: String, or standard: Double) -> Double? {
        guard let column else { return standard }
        let text = records.text(fields[column]) ?? ""
        if text.isEmpty, name != "coefficient" { return standard }
        if let number = DecimalNumber.parse(text), number.isFinite { return number }
        yaml.add(
          .linearValue, line: fields[column].line, column: fields[column].column,
          "the \(name) is not a number",
          expected: "a finite decimal number", found: quoted(text))
        return nil
      }
      guard let term = records.text(fields[columns.term]), !term.isEmpty else {
        yaml.add(
          .linearTerm, line: fields[columns.term].line, column: fields[columns.term].column,
          "the term has no name in UTF-8")
        continue
      }
      let numbers = columns.coefficients.map { number($0, "coefficient", or: 0) }
      let (mean, scale) = (number(columns.mean, "mean", or: 0), number(columns.scale, "scale", or: 1))
      if scale == 0 { yaml.add(.linearValue, line: fields[0].line, column: nil, "'scale' is 0") }
      guard let mean, let scale, !numbers.contains(nil) else { continue }
      rows.append(
        Row(
          term: term, coefficients: numbers.compactMap { $0 }, mean: mean, scale: scale,
          field: fields[columns.term]))
    }
    return (columns.labels, rows)
  }

  private mutating func columns(
    _ records: TableRecords, _ link: Linear.Link?
  ) -> (term: Int, coefficients: [Int], mean: Int?, scale: Int?, labels: [String]?)? {
    let names = records.fields.prefix(LinearReader.labelLimit + 20).map { records.text($0) ?? "" }
    let before = yaml.problems.list.count
    let isSoftmax = link == .softmax
    var known: [String: Int] = [:]
    var labels: [String] = []
    var coefficients: [Int] = []
    for (column, name) in names.enumerated() {
      let field = records.fields[column]
      if known[name] != nil || name.isEmpty {
        yaml.add(
          .linearColumn, line: field.line, column: field.column,
          name.isEmpty ? "a column has no name" : "the column \(quoted(name)) is there twice")
      }
      known[name] = column
      if ["term", "mean", "scale"].contains(name) || LinearReader.ignored.contains(name) { continue }
      if isSoftmax || name == "coefficient" || name == "estimate" {
        labels.append(name)
        coefficients.append(column)
      } else {
        let all = ["term", "coefficient", "estimate", "mean", "scale"]
        yaml.add(
          .linearColumn, line: field.line, column: field.column,
          "there is the unknown column \(quoted(name))",
          expected: YAMLReader.list(all + LinearReader.ignored),
          next: yaml.suggestion(for: name, among: all))
      }
    }
    let line = records.fields[0].line
    if known["term"] == nil { yaml.add(.linearColumn, line: line, column: nil, "there is no column 'term'") }
    if isSoftmax ? coefficients.count < 2 : coefficients.count != 1 {
      yaml.add(
        .linearColumn, line: line, column: nil, "the columns of coefficients do not fit",
        expected: isSoftmax ? "one for each label, two or more" : "'coefficient' or 'estimate'")
    }
    if names.count > LinearReader.labelLimit {
      yaml.add(.linearColumn, line: line, column: nil, "there are too many columns")
    }
    guard yaml.problems.list.count == before, let term = known["term"] else { return nil }
    return (term, coefficients, known["mean"], known["scale"], isSoftmax ? labels : nil)
  }
}
