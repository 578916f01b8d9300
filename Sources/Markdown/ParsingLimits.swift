import CParsing
import Diagnostics

/// Refuses texts on which cmark-gfm's time or memory would grow with the square of their length, and those of which it
/// would show memory that is not theirs.
///
/// It looks at bytes only, so that it may count more than the parser would; the limits leave room for that.
struct ParsingLimits {
  /// The most marks of quotes and lists at the beginning of one line.
  private static let mostMarks = 64
  /// The most openings of images in lines without a blank one between them.
  private static let mostImages = 10_000
  /// The most cells that short rows of tables may be filled up with, in the whole document.
  private static let mostFilledCells = 1_000_000

  private let file: String
  private var line: Int
  private var hasReturns = false
  private var marks = 0
  private var isPrefix = true
  private var isBlank = true
  private var images = 0
  private var bars = 0
  /// Of the lines without a blank one between them: how many, the most bars in one, and all their bars.
  private var block = (lines: 0, mostBars: 0, bars: 0)
  private var filledCells = 0
  private var mark = StrayFootnoteMark()

  private init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// - Returns: Whether lines end with CR LF, or CR stands anywhere else.
  ///
  /// **Throws:** `markdown-too-deep`, `markdown-too-costly` or `markdown-footnote-mark`, with the line.
  static func check(_ body: String, firstLine: Int, file: String) throws(Diagnostic) -> Bool {
    var body = body
    return try body.withUTF8 { bytes -> Result<Bool, Diagnostic> in
      var limits = ParsingLimits(file: file, line: firstLine)
      do throws(Diagnostic) {
        try limits.take(bytes)
        return .success(limits.hasReturns)
      } catch {
        return .failure(error)
      }
    }.get()
  }

  private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) throws(Diagnostic) {
    if let start = bytes.baseAddress {
      var index = 0
      while true {
        // Few bytes mean something also after the beginning of a line.
        if !isPrefix { index += cparsing_before_counted(start + index, bytes.count - index) }
        if index == bytes.count { break }
        if bytes[index] == UInt8(ascii: "[") { mark.take(bytes, bracket: index, line: line) }
        if !isPrefix, bytes[index] == UInt8(ascii: "|") {
          bars += 1
        } else {
          try take(bytes[index], after: index > 0 ? bytes[index - 1] : UInt8(ascii: "\n"))
        }
        index += 1
      }
    }
    try endLine()
    try endBlock()
    guard let line = mark.line else { return }
    throw Diagnostic(
      .markdownFootnoteMark, at: .init(file: file, line: line),
      "a bracket stands before an entity for '^', and would be taken for a footnote",
      next: "Write a backslash before the bracket.")
  }

  private mutating func take(_ byte: UInt8, after previous: UInt8) throws(Diagnostic) {
    switch byte {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      if byte == UInt8(ascii: "\r") { hasReturns = true }
      // Of CR LF, the second ends nothing.
      if byte == UInt8(ascii: "\n"), previous == UInt8(ascii: "\r") { return }
      try endLine()
      line += 1
      return
    case UInt8(ascii: " "), UInt8(ascii: "\t"):
      if isPrefix, "*+-.)".utf8.contains(previous) { marks += 1 }
    case UInt8(ascii: ">"):
      if isPrefix { marks += 1 }
      isBlank = false
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: ")"):
      isBlank = false
    default:
      isPrefix = false
      isBlank = false
      if byte == UInt8(ascii: "|") { bars += 1 }
      if byte == UInt8(ascii: "["), previous == UInt8(ascii: "!") { images += 1 }
    }
    if marks > Self.mostMarks {
      throw Diagnostic(
        .markdownTooDeep, at: .init(file: file, line: line),
        "the line begins with more than \(Self.mostMarks) marks",
        next: "Nest quotes and lists less deeply.")
    }
    if images > Self.mostImages {
      throw Diagnostic(
        .markdownTooCostly, at: .init(file: file, line: line),
        "there are more than \(Self.mostImages) images without a blank line between them",
        next: "Set them apart by blank lines.")
    }
  }

  private mutating func endLine() throws(Diagnostic) {
    if isBlank {
      try endBlock()
    } else {
      block.lines += 1
      block.mostBars = max(block.mostBars, bars)
      block.bars += bars
    }
    marks = 0
    bars = 0
    isPrefix = true
    isBlank = true
  }

  private mutating func endBlock() throws(Diagnostic) {
    filledCells += block.mostBars * block.lines - block.bars
    block = (0, 0, 0)
    images = 0
    guard filledCells > Self.mostFilledCells else { return }
    throw Diagnostic(
      .markdownTooCostly, at: .init(file: file, line: line),
      "the rows of a table are much shorter than its widest line",
      next: "Give each row as many cells as the table has columns.")
  }
}
