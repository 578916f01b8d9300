/// A small table of a plot: CSV or TSV with a header, or a list of maps.
struct DVCTable {
  static let mostRows = 1_000_000
  static let mostColumns = 1000

  let columns: [String]
  /// Rows of as many cells as there are columns; nil where one is missing.
  let rows: [[String?]]

  /// **Source:** RFC 4180, with a tabulator for TSV.
  static func read(_ bytes: [UInt8], delimiter: UInt8) throws(Unreadable) -> DVCTable {
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var position = 0
    func text() -> String { String(decoding: field, as: UTF8.self) }
    func keep() throws(Unreadable) {
      record.append(text())
      field.removeAll(keepingCapacity: true)
      if record.count > mostColumns { throw Unreadable(reason: "more than \(mostColumns) columns") }
    }
    func end() throws(Unreadable) {
      try keep()
      if record != [""] { records.append(record) }
      record = []
      if records.count > mostRows { throw Unreadable(reason: "more than \(mostRows) rows") }
    }
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if isQuoted {
        if byte != 0x22 {
          field.append(byte)
        } else if position < bytes.count, bytes[position] == 0x22 {
          field.append(byte)
          position += 1
        } else {
          isQuoted = false
        }
      } else if byte == 0x22, field.isEmpty {
        isQuoted = true
      } else if byte == delimiter {
        try keep()
      } else if byte == 0x0A {
        if field.last == 0x0D { field.removeLast() }
        try end()
      } else {
        field.append(byte)
      }
    }
    if isQuoted { throw Unreadable(reason: "a quote that is not closed") }
    if !field.isEmpty || !record.isEmpty { try end() }
    guard let header = records.first else { return DVCTable(columns: [], rows: []) }
    return DVCTable(
      columns: header,
      rows: records.dropFirst().map { row in
        header.indices.map { $0 < row.count && !row[$0].isEmpty ? row[$0] : nil }
      })
  }

  /// The first list of maps in a value: DVC takes a list, or a map that holds one.
  static func of(_ value: PlainValue) throws(Unreadable) -> DVCTable {
    let list = value.list ?? value.map?.compactMap { $0.value.list }.first ?? []
    var columns: [String] = []
    var places: [String: Int] = [:]
    for row in list {
      for entry in row.map ?? [] where places[entry.key] == nil {
        places[entry.key] = columns.count
        columns.append(entry.key)
      }
      if columns.count > mostColumns { throw Unreadable(reason: "more than \(mostColumns) columns") }
    }
    return DVCTable(
      columns: columns,
      rows: list.map { row in
        var cells = [String?](repeating: nil, count: columns.count)
        for entry in row.map ?? [] {
          if let place = places[entry.key] { cells[place] = entry.value.text }
        }
        return cells
      })
  }
}
