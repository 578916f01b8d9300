import Tabular

/// Rejects as CSV records: `source,record,line,column,reason,row`, behind some leading fields.
enum RejectText {
  static func header(_ leading: [String]) -> [UInt8] {
    Array(
      ((leading + ["source", "record", "line", "column", "reason", "row"]).joined(separator: ",") + "\n").utf8
    )
  }

  static func append(_ rejects: Rejects, leading: [String], to scratch: ByteScratch) {
    for reject in rejects.list {
      for field in leading {
        scratch.append(field: field)
        scratch.append(0x2C)
      }
      scratch.append(field: reject.source)
      scratch.append(0x2C)
      scratch.append(integer: Int64(reject.record))
      scratch.append(0x2C)
      if let line = reject.line { scratch.append(integer: Int64(line)) }
      scratch.append(0x2C)
      if let column = reject.column { scratch.append(field: column) }
      scratch.append(0x2C)
      scratch.append(field: reject.reason)
      scratch.append(0x2C)
      reject.row.withUnsafeBytes { scratch.append(field: $0) }
      scratch.append(0x0A)
    }
  }
}
