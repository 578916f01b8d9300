package import Diagnostics
import Tabular

/// Reads the fields of a record as cells of their columns' declared types.
struct TypedCells {
  struct Fault {
    let identifier: Diagnostic.Identifier
    let fault: CellFault
    /// The cell's text, where another setting of missing values could help.
    let cell: String?

    func next(dataset: String) -> String? {
      cell.map { "Add '\($0)' to missing_values of dataset '\(dataset)', or declare the column as text." }
    }
  }

  let context: ReadContext
  let kinds: [DeclaredColumn.Kind]

  /// `order[i]` is the field of column i.
  func read(
    _ fields: RecordFields, _ plan: FilePlan, _ order: [Int], into cells: UnsafeMutableBufferPointer<CSVCell>
  ) -> Fault? {
    if let malformed = fields.malformed {
      return Fault(
        identifier: .csvQuote, fault: .malformed(field: malformed, names: plan.names), cell: nil)
    }
    guard fields.count == plan.names.count else {
      let fault = CellFault.ragged(found: fields.count, expected: plan.names.count)
      return Fault(identifier: .csvRaggedRow, fault: fault, cell: nil)
    }
    for column in order.indices {
      let field = order[column]
      let cell = fields.text(field)
      if let start = cell.baseAddress, context.missing.contains(start, cell.count) {
        cells[column] = .missing
      } else if let fault = fill(cell, kinds[column], plan.names[field], &cells[column]) {
        return fault
      }
    }
    return nil
  }

  private func fill(
    _ cell: UnsafeBufferPointer<UInt8>, _ kind: DeclaredColumn.Kind, _ name: String, _ value: inout CSVCell
  ) -> Fault? {
    guard let start = cell.baseAddress else { return nil }
    if kind == .text {
      if let fault = TextCheck.fault(start, cell.count) {
        return Fault(identifier: .csvText, fault: .text(name, fault), cell: nil)
      }
      value = .text(cell)
      return nil
    }
    let text = DecimalText.trimmed(cell)
    if let start = text.baseAddress, context.missing.contains(start, text.count) {
      value = .missing
      return nil
    }
    let expected: String
    switch kind {
    case .text: return nil
    case .number:
      switch DecimalText.value(text, mark: context.dialect.decimal) {
      case .number(let number):
        value = .real(number)
        return nil
      case .notANumber: expected = "a number"
      case .tooLarge: expected = "a number below 1.8e308"
      }
    case .integer:
      if let number = DecimalText.integer(text) {
        value = .integer(number)
        return nil
      }
      expected = "an integer of 64 bits"
    case .boolean:
      if let truth = DecimalText.boolean(text) {
        value = .integer(truth ? 1 : 0)
        return nil
      }
      expected = "true, false, 1 or 0"
    case .date:
      if DecimalText.isDate(text) {
        value = .text(text)
        return nil
      }
      expected = "a date, yyyy-mm-dd"
    }
    return Fault(
      identifier: .csvCell,
      fault: .bad(name, cell, kind == .number ? .notANumber : .otherType, expected: expected),
      cell: CellFault.shown(cell))
  }
}

extension DecimalText {
  /// `yyyy-mm-dd`, a day that exists in the proleptic Gregorian calendar.
  static func isDate(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count == 10, text[4] == 0x2D, text[7] == 0x2D else { return false }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for index in range {
        guard text[index] &- 0x30 <= 9 else { return nil }
        value = value * 10 + Int(text[index] &- 0x30)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return false }
    guard (1...12).contains(month), day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= days[month - 1]
  }
}

extension Diagnostic.Identifier {
  package static let csvQuote = Self("csv-quote")
  package static let csvRaggedRow = Self("csv-ragged-row")
  package static let csvText = Self("csv-text")
  package static let csvCell = Self("csv-cell")
}
