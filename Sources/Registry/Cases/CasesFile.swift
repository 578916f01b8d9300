import Diagnostics
import Models

/// Verification cases: a small CSV file with inputs and `expected_…` columns.
///
/// **Source:** RFC 4180; lines end with LF or CR LF, quoted fields may hold both.
struct CasesFile: Sendable, Hashable {
  static let largest = 64 << 20

  let header: [String]
  /// **Shape:** each row has as many fields as the header.
  let rows: [[String]]

  /// **Throws** for text that is no UTF-8, ragged rows, quotes out of place and a column that stands twice.
  init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
    let read = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(Diagnostic) in try CasesFile.read(buffer, file: file) }
    }
    (header, rows) = try read.get()
  }

  private static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, file: String
  ) throws(Diagnostic) -> (header: [String], rows: [[String]]) {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var records = TableRecords(bytes, start: hasMark ? 3 : 0, line: 1, silent: .emptyLines)
    guard let header = try next(&records, file) else {
      throw Diagnostic(
        .registryCases, .configuration, at: .init(file: file), "the verification cases are empty")
    }
    var names: Set<String> = []
    for name in header where !names.insert(name).inserted {
      throw Diagnostic(
        .registryCases, .configuration, at: .init(file: file, line: 1),
        "the verification cases have a column twice", found: "'\(name)'")
    }
    var rows: [[String]] = []
    while let row = try next(&records, file) {
      guard row.count == header.count else {
        throw Diagnostic(
          .registryCases, .configuration, at: .init(file: file, line: records.fields.first?.line),
          "a row of the verification cases has another number of fields than the header",
          expected: "\(header.count)", found: "\(row.count)")
      }
      rows.append(row)
    }
    return (header, rows)
  }

  /// The next record's texts; nil at the end.
  private static func next(_ records: inout TableRecords, _ file: String) throws(Diagnostic) -> [String]? {
    do throws(TableRecords.Fault) {
      guard try records.next() else { return nil }
    } catch {
      throw Diagnostic(
        .registryCases, .configuration, at: .init(file: file, line: error.line, column: error.column),
        "the verification cases can't be read: \(error.summary)")
    }
    var texts: [String] = []
    texts.reserveCapacity(records.fields.count)
    for field in records.fields {
      guard let text = records.text(field) else {
        throw Diagnostic(
          .registryCases, .configuration, at: .init(file: file, line: field.line),
          "the verification cases are not UTF-8", next: "Save them as UTF-8.")
      }
      texts.append(text)
    }
    return texts
  }
}
