package import Diagnostics

/// The bytes of a stream in another encoding, as UTF-8.
///
/// A surrogate without its partner comes out as the three bytes it would have, which are not UTF-8: the cell
/// that holds it is rejected with its place, like any other cell that is not text.
final class TranscodedBytes: ByteStream {
  enum Form { case latin1, windows1252, utf16LittleEndian, utf16BigEndian }

  private let source: ByteStream
  private let form: Form
  private let name: String
  private let input: UnsafeMutableRawBufferPointer
  private var position = 0
  private var end = 0
  private var ended = false
  /// The last character where it did not fit into a buffer's end, and what of it is still to come.
  private let rest: UnsafeMutableRawBufferPointer
  private var restStart = 0
  private var restEnd = 0

  init(_ source: ByteStream, form: Form, name: String) {
    self.source = source
    self.form = form
    self.name = name
    input = .allocate(byteCount: 1 << 16, alignment: 64)
    rest = .allocate(byteCount: 4, alignment: 4)
  }

  deinit {
    input.deallocate()
    rest.deallocate()
  }

  override func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    var out = drain(into: buffer, at: 0)
    while out < buffer.count {
      guard try available(unitWidth) else {
        guard position == end else {
          throw Diagnostic(
            .csvEncoding, at: .init(file: name), "the file ends in the middle of a character",
            expected: "an even number of bytes", next: "Check encoding, or fetch the file again.")
        }
        break
      }
      // Four bytes are the most that one step writes.
      if out + 4 <= buffer.count {
        out += try step(buffer, out)
      } else {
        restStart = 0
        restEnd = try step(rest, 0)
        out += drain(into: buffer, at: out)
      }
    }
    return out
  }

  private var unitWidth: Int {
    switch form {
    case .latin1, .windows1252: 1
    case .utf16LittleEndian, .utf16BigEndian: 2
    }
  }

  /// Writes what is left of the last character; gives the bytes written.
  private func drain(into buffer: UnsafeMutableRawBufferPointer, at out: Int) -> Int {
    let count = min(buffer.count - out, restEnd - restStart)
    for index in 0..<count { buffer[out + index] = rest[restStart + index] }
    restStart += count
    return count
  }

  private func available(_ count: Int) throws(Diagnostic) -> Bool {
    while end - position < count {
      if ended { return false }
      let left = end - position
      for index in 0..<left { input[index] = input[position + index] }
      position = 0
      end = left
      let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: input[end...]))
      ended = read == 0
      end += read
    }
    return true
  }

  private func unit(at offset: Int) -> UInt32 {
    let first = UInt32(input[position + offset])
    let second = UInt32(input[position + offset + 1])
    return form == .utf16LittleEndian ? first | second << 8 : first << 8 | second
  }

  /// Takes one character and writes it; gives the bytes written.
  private func step(_ buffer: UnsafeMutableRawBufferPointer, _ out: Int) throws(Diagnostic) -> Int {
    var scalar: UInt32
    switch form {
    case .latin1, .windows1252:
      let byte = input[position]
      scalar = form == .windows1252 && byte & 0xE0 == 0x80 ? windows1252[Int(byte & 0x1F)] : UInt32(byte)
      position += 1
    case .utf16LittleEndian, .utf16BigEndian:
      scalar = unit(at: 0)
      var width = 2
      if scalar & 0xFC00 == 0xD800, try available(4) {
        let low = unit(at: 2)
        if low & 0xFC00 == 0xDC00 {
          scalar = 0x10000 + (scalar & 0x3FF) << 10 + (low & 0x3FF)
          width = 4
        }
      }
      position += width
    }
    return TranscodedBytes.encode(scalar, buffer, out)
  }

  private static func encode(_ scalar: UInt32, _ buffer: UnsafeMutableRawBufferPointer, _ out: Int) -> Int {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3F) }
    switch scalar {
    case ..<0x80:
      buffer[out] = UInt8(scalar)
      return 1
    case ..<0x800:
      buffer[out] = UInt8(0xC0 | scalar >> 6)
      buffer[out + 1] = tail(0)
      return 2
    case ..<0x10000:
      buffer[out] = UInt8(0xE0 | scalar >> 12)
      buffer[out + 1] = tail(6)
      buffer[out + 2] = tail(0)
      return 3
    default:
      buffer[out] = UInt8(0xF0 | scalar >> 18)
      buffer[out + 1] = tail(12)
      buffer[out + 2] = tail(6)
      buffer[out + 3] = tail(0)
      return 4
    }
  }

  /// Code points of the bytes 0x80 to 0x9F.
  private let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x8D,
    0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A,
    0x0153, 0x9D, 0x017E, 0x0178,
  ]
}

extension Diagnostic.Identifier {
  package static let csvEncoding = Self("csv-encoding")
}
