package import Diagnostics

/// A look-up, opened: one or several values for each key.
///
/// **Missing values:** a row whose key is missing, or empty, in some column gets what `missing` says, and is
/// refused as `missingInput` without it. A key that is not listed gets what `other` says, and is refused as
/// `invalidInput` without it. A value that is empty in the table is no value, and its row is scored.
package struct LookupModel: Model {
  package let table: Lookup
  package let signature: Signature
  private let form: String

  /// Many rows at once, so that waiting for memory overlaps.
  package var batchRows: Int { 256 }
  package var importance: [FeatureImportance] { [] }

  init(_ table: Lookup, isCSV: Bool) {
    self.table = table
    form = isCSV ? "look-up (CSV)" : "look-up (YAML)"
    signature = Signature(
      task: .lookup,
      inputs: table.inputs.map { Input(name: $0, kind: .text, required: !table.hasMissing) },
      outputs: table.outputs.map { column in
        let kind: Output.Kind =
          switch column.kind {
          case .text: .text
          case .number: .number
          case .label(let labels): .label(labels)
          }
        return Output(name: column.name, kind: kind)
      })
  }

  package var facts: [(name: String, value: String)] {
    [
      ("format", form),
      ("keys", String(table.rows)),
      ("longest key", "\(table.longestKey) byte\(table.longestKey == 1 ? "" : "s")"),
      ("unknown key", table.hasOther ? "has values of its own" : "refused"),
      ("missing key", table.hasMissing ? "has values of its own" : "refused"),
    ]
  }

  package var remarks: [String] {
    var remarks: [String] = []
    if table.rows == 0 {
      remarks.append("It lists no key: every row gets the values for an unknown or missing one.")
    }
    for (index, column) in table.outputs.enumerated() {
      let empty: UInt64 =
        switch column.kind {
        case .text: Lookup.noText
        case .number: Lookup.noNumber
        case .label: Lookup.noLabel
        }
      var count = 0
      for row in 0..<table.rows where table.records[row * table.stride + index + 1] == empty { count += 1 }
      if count > 0, count < table.rows {
        remarks.append("\(quoted(column.name)) is empty for \(count) of \(table.rows) keys.")
      } else if count > 0 {
        remarks.append("\(quoted(column.name)) is empty for every key.")
      }
    }
    return remarks
  }

  package func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    LookupScorer(self, request)
  }
}
