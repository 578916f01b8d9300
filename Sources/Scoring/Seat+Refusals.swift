import Models
import Tabular

extension Engine.Seat {
  /// The input that a refused row stumbled over, where that can be told.
  ///
  /// - Parameter hint: what the model itself says; -1 where it does not.
  func stumble(_ row: Int, _ batch: borrowing Batch, _ status: RowStatus, hint: Int) -> Int? {
    request.columns.indices.contains(hint) ? hint : stumbled(row, batch, status)
  }

  /// Which column it is, and a sentence about it.
  ///
  /// - Parameter said: the words of the model's own runtime about the row.
  func words(
    _ status: RowStatus, input: Int?, said: String?, _ layout: Layout
  ) -> (column: String?, reason: String) {
    if let said { return (nil, "\(label) refused the row: \(said)") }
    guard let input else { return (nil, "\(label) refused the row") }
    let column = layout.columns[request.columns[input]].source
    switch status {
    case .missingInput: return (column, "'\(column)' is missing, and \(label) needs it")
    case .invalidInput where model.signature.inputs[input].kind == .integer:
      return (column, "'\(column)' holds no whole number that \(label) takes")
    case .invalidInput: return (column, "'\(column)' holds a value that \(label) does not know")
    case .refused, .scored, .replaced: return (column, "\(label) refused the row over '\(column)'")
    }
  }

  /// The first input that explains the status, where the model itself does not say: a missing value that it
  /// needs, a category that it does not know.
  private func stumbled(_ row: Int, _ batch: borrowing Batch, _ status: RowStatus) -> Int? {
    for (index, input) in model.signature.inputs.enumerated() {
      let column = request.columns[index]
      switch (status, input.storage) {
      case (.missingInput, .number): if input.required, batch.numbers(column)[row].isNaN { return index }
      case (.missingInput, .category):
        if input.required, batch.codes(column)[row] == Storage.missingCode { return index }
      case (.missingInput, .text): if input.required, batch.slices(column)[row].isMissing { return index }
      case (.invalidInput, .category): if batch.codes(column)[row] == Storage.unseenCode { return index }
      case (.invalidInput, _), (.refused, _), (.scored, _), (.replaced, _): continue
      }
    }
    return nil
  }
}

extension Reject.Kind {
  /// Why a model has no answer for a row.
  init(_ status: RowStatus) {
    switch status {
    case .missingInput: self = .missingInput
    case .invalidInput: self = .unknownInput
    case .refused, .scored, .replaced: self = .refused
    }
  }
}

extension Predictions {
  /// A refused row has no prediction: what lies there from the batch before must not be profiled.
  func clear(_ row: Int) {
    for (index, output) in outputs.enumerated() {
      switch output.kind {
      case .number: numbers(index)[row] = .nan
      case .label: labels(index)[row] = -1
      case .text: slices(index)[row] = .missing
      }
    }
  }
}
