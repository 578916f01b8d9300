import GRDBSQLite

/// Some rows of a statement as SQLite held them, column by column; the scratch of one worker.
final class SQLiteChunk {
  /// How one cell lies in `values`.
  enum Kind: UInt8 {
    /// No value.
    case null
    /// `Int64`, its bits.
    case integer
    /// `Double`, its bits.
    case real
    /// Start and length in `text`: the low and the high 32 bits.
    case text
    case blob
  }

  /// Rows it takes at most.
  let capacity: Int
  private(set) var count = 0
  /// Record number of row 0, from 1.
  var firstRecord = 1
  /// **Shape:** for each slot `capacity` of them.
  let kinds: UnsafeMutablePointer<UInt8>
  let values: UnsafeMutablePointer<UInt64>
  /// Bytes of all texts and blobs.
  let text: ByteScratch
  private static let textLimit = 1 << 20
  /// Rows that a chunk of few columns takes. A process model's largest batch is the same, which a test checks.
  static let mostRows = 8_192

  init(slots: Int) {
    let rows = (1 << 20) / (9 * max(slots, 1))
    capacity = min(max(rows / 256 * 256, 256), SQLiteChunk.mostRows)
    kinds = .allocate(capacity: capacity * max(slots, 1))
    values = .allocate(capacity: capacity * max(slots, 1))
    text = ByteScratch(capacity: 1 << 16)
  }

  deinit {
    kinds.deallocate()
    values.deallocate()
  }

  var isFull: Bool { count == capacity || text.count >= SQLiteChunk.textLimit }

  func removeAll() {
    count = 0
    text.removeAll()
  }

  /// Copies the row that the statement stands on: column `columns[i]` into slot i.
  @inline(__always)
  func append(_ statement: OpaquePointer, _ columns: [Int32]) {
    var cell = count
    for column in columns {
      switch sqlite3_column_type(statement, column) {
      case SQLITE_INTEGER:
        kinds[cell] = Kind.integer.rawValue
        values[cell] = UInt64(bitPattern: sqlite3_column_int64(statement, column))
      case SQLITE_FLOAT:
        kinds[cell] = Kind.real.rawValue
        values[cell] = sqlite3_column_double(statement, column).bitPattern
      case SQLITE_TEXT:
        kinds[cell] = Kind.text.rawValue
        let bytes = sqlite3_column_text(statement, column)
        values[cell] = copy(UnsafeRawPointer(bytes), sqlite3_column_bytes(statement, column))
      case SQLITE_BLOB:
        kinds[cell] = Kind.blob.rawValue
        let bytes = sqlite3_column_blob(statement, column)
        values[cell] = copy(bytes, sqlite3_column_bytes(statement, column))
      default:
        kinds[cell] = Kind.null.rawValue
        values[cell] = 0
      }
      cell += capacity
    }
    count += 1
  }

  @inline(__always)
  private func copy(_ bytes: UnsafeRawPointer?, _ count: Int32) -> UInt64 {
    let start = UInt64(text.count)
    if let bytes, count > 0 { text.append(UnsafeRawBufferPointer(start: bytes, count: Int(count))) }
    return start | UInt64(UInt32(count)) << 32
  }

  /// The bytes of a text or blob cell.
  @inline(__always)
  func bytes(_ value: UInt64) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: text.base + Int(value & 0xFFFF_FFFF), count: Int(value >> 32))
  }
}
