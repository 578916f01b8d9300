import Diagnostics

extension LookupReader {
  private static let sizeLimit = 1 << 30

  /// Reads the CSV form.
  ///
  /// **Throws:** every mistake at once, up to a hundred; the first one that makes the rest unreadable ends it.
  mutating func readCSV(_ bytes: [UInt8]) throws(Problems) -> Lookup {
    let head = TableFile.settings(bytes)
    guard bytes.count <= LookupReader.sizeLimit else {
      yaml.add(.lookupSyntax, at: nil, "the file is too large", expected: "at most 1 GiB")
      return try finish(nil)
    }
    var settings: Settings?
    if head.isEmpty {
      yaml.add(
        .lookupKey, line: 1, column: nil, "the settings have no 'input'",
        next: "Write '# input: NAME' in line 2, with the column that is the key.")
    } else if let root = yaml.root(head.yaml, syntax: .lookupSyntax) {
      settings = self.settings(root, of: "the settings", keys: ["input", "inputs", "outputs"])
    }
    guard let settings, !settings.inputs.isEmpty else { return try finish(nil) }
    let lookup = bytes.withUnsafeBufferPointer { bytes -> Lookup? in
      var records = TableRecords(bytes, start: head.start, line: head.line)
      do throws(TableRecords.Fault) { return try table(&records, settings, size: bytes.count) } catch {
        yaml.add(
          .lookupSyntax, line: error.line, column: error.column, "the record can't be read: \(error.summary)",
          next: "Put fields with commas, quotes or line ends between quotes, and double the quotes inside.")
        return nil
      }
    }
    return try finish(lookup)
  }

  private mutating func table(
    _ records: inout TableRecords, _ settings: Settings, size: Int
  ) throws(TableRecords.Fault) -> Lookup? {
    guard let order = try header(&records, settings) else { return nil }
    var settings = settings
    settings.outputs = order.outputs
    var builder = LookupBuilder(inputs: settings.inputs, outputs: settings.outputs, size: size)
    let width = order.columns.count
    let keys = settings.inputs.count
    var faults = 0
    while faults < YAMLReader.problemLimit, try records.next() {
      guard records.fields.count == width else {
        faults += 1
        ragged(records.fields, width)
        continue
      }
      builder.startRow()
      let row = records.fields[0].line
      var field = records.fields[0]
      var output: Int?
      var start = 0
      do throws(LookupBuilder.Fault) {
        for (position, column) in order.columns.enumerated() {
          field = records.fields[column]
          if position < keys { builder.startPart() }
          start = builder.arena.count
          guard records.copy(field, to: &builder.arena) else {
            yaml.add(.lookupSyntax, line: field.line, column: field.column, "the field is not UTF-8")
            throw .partialKey
          }
          if position < keys {
            builder.endPart(from: start)
            if position == keys - 1 { try builder.endKey() }
          } else {
            output = position - keys
            try builder.endValue(position - keys, from: start)
          }
        }
        try builder.endRow(line: row)
      } catch {
        faults += 1
        if records.text(field) != nil {
          let text = records.text(field) ?? ""
          tell(error, settings, output.map { ($0, text) }, line: field.line, column: field.column)
        }
      }
      if builder.isFull {
        yaml.add(.lookupRow, line: row, column: nil, "the file has more rows than can be held")
        return nil
      }
    }
    if builder.isEmpty, faults == 0 {
      yaml.add(
        .lookupRow, at: nil, "the file has no rows", expected: "a record for each key below the header")
    }
    return finish(builder)
  }

  private mutating func ragged(_ fields: [TableRecords.Field], _ width: Int) {
    let place = fields.count > width ? fields[width] : fields[0]
    yaml.add(
      .lookupRow, line: place.line, column: place.column,
      "the record has \(fields.count) field\(fields.count == 1 ? "" : "s")",
      expected: "\(width), as the header",
      next: fields.count == 1 ? "Part the fields with commas." : nil)
  }

  /// The columns of the keys, then of the values; nil with mistakes.
  private mutating func header(
    _ records: inout TableRecords, _ settings: Settings
  ) throws(TableRecords.Fault) -> (columns: [Int], outputs: [Lookup.Column])? {
    guard try records.next() else {
      yaml.add(
        .lookupColumn, at: nil, "the file has no header",
        expected: "the names of the columns below the settings")
      return nil
    }
    let before = yaml.problems.list.count
    var names: [String] = []
    var seen = Set<String>()
    for field in records.fields.prefix(LookupReader.columnLimit + 1) {
      let name = records.text(field) ?? ""
      if name.isEmpty || name.utf8.count > 200 {
        yaml.add(
          .lookupColumn, line: field.line, column: field.column, "a column has no fitting name",
          expected: "UTF-8, 1 to 200 bytes")
      } else if !seen.insert(name.lowercased()).inserted {
        yaml.add(
          .lookupColumn, line: field.line, column: field.column, "the column \(quoted(name)) is there twice")
      }
      names.append(name)
    }
    let line = records.fields[0].line
    if names.count > LookupReader.columnLimit {
      yaml.add(
        .lookupColumn, line: line, column: nil, "there are too many columns",
        expected: "at most \(LookupReader.columnLimit)")
    }
    for name in settings.inputs + settings.outputs.map(\.name) where !names.contains(name) {
      yaml.add(
        .lookupColumn, line: line, column: nil, "there is no column \(quoted(name))",
        expected: YAMLReader.list(Array(names.prefix(20))),
        next: yaml.suggestion(for: name, among: names))
    }
    var outputs: [Lookup.Column] = []
    var columns = settings.inputs.compactMap { names.firstIndex(of: $0) }
    for (column, name) in names.enumerated() where !settings.inputs.contains(name) {
      columns.append(column)
      outputs.append(settings.outputs.first { $0.name == name } ?? Lookup.Column(name: name, kind: .text))
    }
    if outputs.isEmpty {
      yaml.add(.lookupColumn, line: line, column: nil, "there is no column of values")
    }
    return yaml.problems.list.count == before ? (columns, outputs) : nil
  }
}
