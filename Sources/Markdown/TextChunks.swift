/// Where a document has text with links and tags in it, block by block, and where code stands in it.
///
/// Blocks are those of the parsed tree, so that a back-quote of one never hides what stands in another.
package struct TextChunks {
  package let bytes: [UInt8]
  /// Each a piece of one paragraph, heading, cell or raw block; in the order of the text.
  package private(set) var chunks: [Range<Int>] = []

  /// - Parameter body: A document's, without front matter.
  package init(_ document: Document) {
    bytes = Array(document.body.utf8)
    var starts: [Int: Node] = [:]
    document.tree.walk { node in
      switch node.kind {
      case .paragraph, .heading, .rawBlock, .code, .row, .thematicBreak: starts[node.line] = node
      default: break
      }
    }
    var open: Int?
    var code = 0
    var isFenced = false
    var isRow = false
    var number = 0
    var place = 0
    while place < bytes.count {
      number += 1
      var end = place
      while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
      let line = place..<end
      if end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A { end += 1 }
      end = min(end + 1, bytes.count)
      let start = starts[number]
      if let start {
        close(&open, place, isRow)
        (code, isRow, isFenced) = (0, false, false)
        switch start.kind {
        case .code(_, let text):
          isFenced = isFence(line)
          code = text.utf8.count { $0 == 0x0A } + (isFenced ? 2 : 0)
        case .row: isRow = true
        default: break
        }
      }
      if code > 0, start != nil || code > 1 || !isFenced || isFence(line) {
        code -= 1
      } else {
        code = 0
        if isBlank(line) {
          close(&open, place, isRow)
        } else if open == nil {
          open = place
        }
      }
      place = end
    }
    close(&open, bytes.count, isRow)
  }

  private mutating func close(_ open: inout Int?, _ end: Int, _ isRow: Bool) {
    guard let start = open else { return }
    open = nil
    guard isRow else { return chunks.append(start..<end) }
    // A bar ends a cell whatever stands around it, unless a backslash precedes it.
    var begin = start
    for place in start..<end where bytes[place] == UInt8(ascii: "|") {
      guard place == start || bytes[place - 1] != UInt8(ascii: "\\") else { continue }
      if begin < place { chunks.append(begin..<place) }
      begin = place + 1
    }
    if begin < end { chunks.append(begin..<end) }
  }

  private func isBlank(_ line: Range<Int>) -> Bool {
    bytes[line].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }
  }

  /// Behind the signs of the quotes and lists that it is in.
  private func isFence(_ line: Range<Int>) -> Bool {
    let rest = bytes[line].drop { " \t>-+*.)0123456789".utf8.contains($0) }
    return rest.starts(with: "```".utf8) || rest.starts(with: "~~~".utf8)
  }

  /// Where code spans of a chunk are: by the place of the first back-quote, the place after the last; a run that
  /// nothing closes ends where it ends.
  ///
  /// **Source:** CommonMark 0.31, section 6.1.
  package func codeSpans(_ chunk: Range<Int>) -> (spans: [Int: Int], unclosed: [Int: Int]) {
    var runs: [(start: Int, end: Int, isEscaped: Bool)] = []
    var place = chunk.lowerBound
    var backslashes = 0
    while place < chunk.upperBound {
      guard bytes[place] == UInt8(ascii: "`") else {
        backslashes = bytes[place] == UInt8(ascii: "\\") ? backslashes + 1 : 0
        place += 1
        continue
      }
      let start = place
      while place < chunk.upperBound, bytes[place] == UInt8(ascii: "`") { place += 1 }
      runs.append((start, place, backslashes % 2 == 1))
      backslashes = 0
    }
    // Of each length the runs from the last to the first, so that what is passed is dropped.
    var waiting: [Int: [Int]] = [:]
    for (index, run) in runs.enumerated().reversed() {
      waiting[run.end - run.start, default: []].append(index)
    }
    var spans: [Int: Int] = [:]
    var unclosed: [Int: Int] = [:]
    var index = 0
    while index < runs.count {
      let run = runs[index]
      // An escaped back-quote opens nothing; those behind it do.
      let start = run.isEscaped ? run.start + 1 : run.start
      let length = run.end - start
      guard length > 0 else {
        index += 1
        continue
      }
      while let next = waiting[length]?.last, next <= index { waiting[length]?.removeLast() }
      if let closing = waiting[length]?.last {
        spans[start] = runs[closing].end
        index = closing + 1
      } else {
        unclosed[start] = run.end
        index += 1
      }
    }
    return (spans, unclosed)
  }
}
