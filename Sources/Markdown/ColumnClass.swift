/// How the cells of a table's column are set.
enum ColumnClass {
  case plain, short, number, center, centerShort

  /// A column without a longer cell is not broken into lines: dates, names, digests.
  private static let longestShortCell = 20

  /// The start tag of a cell.
  var cell: StaticString {
    switch self {
    case .plain: "<td>"
    case .short: "<td class=\"short\">"
    case .number: "<td class=\"number\">"
    case .center: "<td class=\"center\">"
    case .centerShort: "<td class=\"center short\">"
    }
  }

  /// The start tag of a column's head.
  var head: StaticString {
    switch self {
    case .plain: "<th scope=\"col\">"
    case .short: "<th scope=\"col\" class=\"short\">"
    case .number: "<th scope=\"col\" class=\"number\">"
    case .center: "<th scope=\"col\" class=\"center\">"
    case .centerShort: "<th scope=\"col\" class=\"center short\">"
    }
  }

  /// What is known of a column's cells so far.
  private struct Column {
    let alignment: Node.ColumnAlignment
    var numbers = NumericColumn()
    var isShort = true

    mutating func take(_ text: UnsafeBufferPointer<UInt8>) {
      if alignment == .none { numbers.take(text) }
      if isShort { isShort = ColumnClass.isShort(text) }
    }

    var kind: ColumnClass {
      switch alignment {
      case .right: .number
      case .none where numbers.holdsNumbers: .number
      case .center: isShort ? .centerShort : .center
      default: isShort ? .short : .plain
      }
    }
  }

  /// How each column is set.
  static func of(_ rows: [ParsedNode], _ alignments: [Node.ColumnAlignment]) -> [ColumnClass] {
    var columns = alignments.map { Column(alignment: $0) }
    var scratch: [UInt8] = []
    for row in rows {
      var cell = row.firstChild
      for index in columns.indices {
        guard let current = cell else { break }
        cell = current.next
        if columns[index].alignment == .right { continue }
        current.withPlainText(&scratch) { columns[index].take($0) }
      }
    }
    return columns.map(\.kind)
  }

  /// A character has a byte at least, and one byte is one character but where CR LF stands.
  private static func isShort(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if text.count <= longestShortCell { return true }
    if text.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "\r") }) { return false }
    return String(decoding: text, as: UTF8.self).count <= longestShortCell
  }
}
