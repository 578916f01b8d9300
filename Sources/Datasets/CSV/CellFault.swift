import Tabular

/// Why a record is rejected, in the words that a person reads.
struct CellFault: Equatable {
  let column: String?
  let kind: Reject.Kind
  let reason: String

  static func ragged(found: Int, expected: Int) -> CellFault {
    CellFault(
      column: nil, kind: .fieldCount,
      reason: "the record has \(found) \(found == 1 ? "field" : "fields"); expected \(expected)")
  }

  static func malformed(field: Int, names: [String]) -> CellFault {
    let name = field < names.count ? names[field] : nil
    let what = name.map { "column '\($0)'" } ?? "field \(field + 1)"
    return CellFault(
      column: name, kind: .quoting, reason: "\(what) goes on after its closing quote; expected a delimiter")
  }

  static func bad(
    _ column: String, _ cell: UnsafeBufferPointer<UInt8>, _ kind: Reject.Kind, expected: String
  ) -> CellFault {
    CellFault(
      column: column, kind: kind, reason: "column '\(column)' holds '\(shown(cell))'; expected \(expected)")
  }

  static func text(_ column: String, _ fault: TextCheck.Fault) -> CellFault {
    switch fault {
    case .nul:
      CellFault(column: column, kind: .notText, reason: "column '\(column)' holds a NUL byte; expected text")
    case .notUTF8:
      CellFault(column: column, kind: .notText, reason: "column '\(column)' holds bytes that are not UTF-8")
    }
  }

  /// A cell as a message shows it: short, on one line, without control characters.
  static func shown(_ cell: UnsafeBufferPointer<UInt8>) -> String {
    let text = String(decoding: cell.prefix(60), as: UTF8.self)
    var result = ""
    for scalar in text.unicodeScalars.prefix(40) {
      let isControl = scalar.properties.generalCategory == .control
      result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
    }
    return cell.count > 60 || text.unicodeScalars.count > 40 ? result + "…" : result
  }
}
