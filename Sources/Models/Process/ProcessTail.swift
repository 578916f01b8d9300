import Diagnostics

/// The last of what a program wrote to standard error.
struct ProcessTail {
  static let size = 4096
  /// Bytes of a brief text, lines it takes at most.
  private static let briefSize = 500
  private static let briefLines = 3
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

  /// Lines that are not blank, control characters visible.
  private var lines: [String] {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { visible($0) }.filter { !$0.allSatisfy { $0 == " " } }
  }

  /// All of it, a line for each line; nil where it wrote nothing.
  var text: String? {
    let lines = lines
    return lines.isEmpty ? nil : (isCut ? "… " : "") + lines.joined(separator: "\n")
  }

  /// What matters of it in one line, the end at most: of a Python traceback where it was and what it says.
  var brief: String? {
    let lines = lines
    guard !lines.isEmpty else { return nil }
    let last = ProcessTail.traceback(lines) ?? Array(lines.suffix(ProcessTail.briefLines))
    let text = (last.count < lines.count || isCut ? "… " : "") + last.joined(separator: " | ")
    guard text.utf8.count > ProcessTail.briefSize else { return text }
    return "… " + String(decoding: text.utf8.suffix(ProcessTail.briefSize), as: UTF8.self)
  }

  /// The place that a traceback names last, and the exception; nil where there is none.
  private static func traceback(_ lines: [String]) -> [String]? {
    guard let start = lines.lastIndex(where: { $0.hasPrefix("Traceback (most recent call last)") }) else {
      return nil
    }
    let told = lines[(start + 1)...]
    guard let indented = told.lastIndex(where: { $0.hasPrefix(" ") }) else { return nil }
    let exception = lines[(indented + 1)...].prefix(briefLines)
    guard !exception.isEmpty else { return nil }
    let place = told.last { $0.hasPrefix("  File ") }
    return [place].compactMap { $0.map { String($0.drop { $0 == " " }) } } + exception
  }

  /// The Python package that it misses, where its last words say so.
  var missingPackage: String? {
    let start = "ModuleNotFoundError: No module named '"
    guard let line = lines.last, line.hasPrefix(start) else { return nil }
    let name = line.dropFirst(start.count).prefix { $0 != "'" }
    return name.isEmpty ? nil : String(name)
  }
}
