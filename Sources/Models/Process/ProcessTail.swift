import Diagnostics

/// The last of what a program wrote to standard error.
struct ProcessTail {
  static let size = 4096
  private var bytes: [UInt8] = []
  private var isCut = false

  mutating func append(_ more: UnsafeRawBufferPointer) {
    if more.count >= ProcessTail.size {
      isCut = isCut || !bytes.isEmpty || more.count > ProcessTail.size
      bytes = Array(more.suffix(ProcessTail.size))
      return
    }
    bytes += more
    if bytes.count > ProcessTail.size {
      bytes.removeFirst(bytes.count - ProcessTail.size)
      isCut = true
    }
  }

  /// What a message shows: one line after the other, control characters visible; nil where it wrote nothing.
  var text: String? {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { visible($0) }.filter { !$0.allSatisfy { $0 == " " } }
    guard !lines.isEmpty else { return nil }
    return "It wrote to standard error: \(isCut ? "… " : "")\(lines.joined(separator: " | "))"
  }
}
