import Tabular

/// The careful way from a record's fields to the tiles of a batch: the reference, and where the quick way
/// hands over what it does not understand.
struct RecordDecoder {
  let context: ReadContext
  let plan: FilePlan

  /// Writes the record to row `row`, or tells why it is rejected: first a field that goes on after its
  /// closing quote, then the number of fields, then the first bad cell. `text` keeps a text's bytes.
  func decode(
    _ fields: RecordFields, into batch: borrowing Batch, row: Int,
    text: (UnsafeBufferPointer<UInt8>) -> TextSlice
  ) -> CellFault? {
    if let malformed = fields.malformed { return .malformed(field: malformed, names: plan.names) }
    guard fields.count == plan.names.count else {
      return .ragged(found: fields.count, expected: plan.names.count)
    }
    for step in plan.steps {
      let fault = write(fields.text(step.field), step, batch, row, text)
      if let fault { return fault }
    }
    return nil
  }

  private func write(
    _ cell: UnsafeBufferPointer<UInt8>, _ step: ReadStep, _ batch: borrowing Batch, _ row: Int,
    _ text: (UnsafeBufferPointer<UInt8>) -> TextSlice
  ) -> CellFault? {
    guard let start = cell.baseAddress else { return nil }
    let name = plan.names[step.field]
    switch step.kind {
    case .number, .integer, .boolean:
      switch RecordDecoder.number(cell, step.kind, context) {
      case .number(let value): batch.numbers(step.column)[row] = value
      case .notANumber:
        let kind: Reject.Kind = step.kind == .number ? .notANumber : .otherType
        return .bad(name, cell, kind, expected: RecordDecoder.expected(step.kind))
      case .tooLarge: return .bad(name, cell, .numberTooLarge, expected: "a number below 1.8e308")
      }
    case .category:
      let code = context.categories[step.column]?.code(start, cell.count) ?? Storage.unseenCode
      if code == Storage.unseenCode, let fault = TextCheck.fault(start, cell.count) {
        return .text(name, fault)
      }
      batch.codes(step.column)[row] = code
    case .text:
      if context.missing.contains(start, cell.count) {
        batch.slices(step.column)[row] = .missing
      } else {
        if let fault = TextCheck.fault(start, cell.count) { return .text(name, fault) }
        batch.slices(step.column)[row] = text(cell)
      }
    }
    return nil
  }

  private static func expected(_ kind: ReadStep.Kind) -> String {
    switch kind {
    case .integer: "an integer of at most 2^53"
    case .boolean: "true, false, 1 or 0"
    default: "a number"
    }
  }

  /// The value of a cell of a number column, blanks around it not counted; NaN for a missing one.
  static func number(_ cell: UnsafeBufferPointer<UInt8>, _ kind: ReadStep.Kind, _ context: ReadContext)
    -> DecimalText.Value
  {
    let text = DecimalText.trimmed(cell)
    if isMissing(cell, context) || isMissing(text, context) { return .number(.nan) }
    switch kind {
    case .integer:
      guard let value = DecimalText.integer(text), value.magnitude <= 1 << 53 else { return .notANumber }
      return .number(Double(value))
    case .boolean:
      guard let value = DecimalText.boolean(text) else { return .notANumber }
      return .number(value ? 1 : 0)
    default: return DecimalText.value(text, mark: context.dialect.decimal)
    }
  }

  private static func isMissing(_ cell: UnsafeBufferPointer<UInt8>, _ context: ReadContext) -> Bool {
    guard let start = cell.baseAddress else { return false }
    return context.missing.contains(start, cell.count)
  }
}
