/// The fields of one record, unquoted and unescaped: scratch of the careful way through a record.
///
/// A quoted field goes on, unquoted, after a closing quote that is followed by anything but a delimiter or
/// the record's end; `malformed` names the first such field.
final class RecordFields {
  /// Text with eight more bytes that can be read behind it.
  private var storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1024)
  private var length = 0
  private(set) var ends: [Int] = []
  /// Index of the first field that goes on after its closing quote.
  private(set) var malformed: Int?

  deinit { storage.deallocate() }

  var count: Int { ends.count }

  func removeAll() {
    length = 0
    ends.removeAll(keepingCapacity: true)
    malformed = nil
  }

  func append(field: UnsafeRawBufferPointer) {
    reserve(field.count)
    if let start = field.baseAddress, let base = storage.baseAddress {
      UnsafeMutableRawPointer(base + length).copyMemory(from: start, byteCount: field.count)
    }
    length += field.count
    ends.append(length)
  }

  func markMalformed() { if malformed == nil { malformed = ends.count } }

  /// A field's text, which stands still until fields are added or removed.
  func text(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = index == 0 ? 0 : ends[index - 1]
    return UnsafeBufferPointer(rebasing: storage[start..<ends[index]])
  }

  func string(_ index: Int) -> String? { String(validating: text(index), as: UTF8.self) }

  private func reserve(_ count: Int) {
    let needed = length + count + 8
    guard needed > storage.count else { return }
    let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: needed * 2)
    if let old = storage.baseAddress { larger.baseAddress?.update(from: old, count: length) }
    storage.deallocate()
    storage = larger
  }

  private func append(_ byte: UInt8) {
    storage[length] = byte
    length += 1
  }

  /// Takes the record at the front of the bytes apart; gives its length without the line end.
  func split(_ record: UnsafeRawBufferPointer, delimiter: UInt8, quote: UInt8?) -> Int {
    removeAll()
    var position = 0
    var reserved = 0
    var fieldStart = true
    var inside = false
    while position < record.count {
      let byte = record[position]
      if position >= reserved {
        reserve(256)
        reserved = position + 256
      }
      if inside {
        if byte != quote {
          append(byte)
        } else if position + 1 < record.count, record[position + 1] == quote {
          append(byte)
          position += 1
        } else {
          inside = false
          if position + 1 < record.count {
            let next = record[position + 1]
            if next != delimiter, next != 0x0A, next != 0x0D { markMalformed() }
          }
        }
      } else if byte == delimiter {
        ends.append(length)
        fieldStart = true
        position += 1
        continue
      } else if byte == 0x0A || byte == 0x0D {
        break
      } else if fieldStart, byte == quote {
        inside = true
      } else {
        append(byte)
      }
      fieldStart = false
      position += 1
    }
    ends.append(length)
    return position
  }
}
