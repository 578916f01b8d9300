import Tabular

extension BlockReader {
  /// A number in any spelling that is not the usual one; nil where the careful way must look.
  @inline(never)
  func number(_ start: Cursor, _ kind: ReadStep.Kind, _ value: UnsafeMutablePointer<Double>) -> Cursor? {
    var text = start
    var textEnd: Cursor
    var end: Cursor
    if Int32(start.pointee) == quote {
      // A doubled quote is in no number.
      guard let field = quoted(start), !field.isEscaped else { return nil }
      text += 1
      (textEnd, end) = (field.textEnd, field.end)
    } else {
      end = plainEnd(start)
      textEnd = end
    }
    if missing.contains(text, textEnd - text) {
      value.pointee = .nan
      return end
    }
    if kind == .number, !looksNumeric, let found = scanner.scan(text), found.stop == textEnd {
      value.pointee = found.value
      return end
    }
    let cell = UnsafeBufferPointer(start: text, count: textEnd - text)
    guard case .number(let slow) = RecordDecoder.number(cell, kind, context) else { return nil }
    value.pointee = slow
    return end
  }

  /// The code of a category.
  @inline(__always)
  func category(_ start: Cursor, _ table: Unmanaged<CategoryTable>?, _ code: UnsafeMutablePointer<Int32>)
    -> Cursor?
  {
    var text = start
    var length: Int
    var end: Cursor
    if Int32(start.pointee) == quote {
      guard let field = quoted(start) else { return nil }
      text += 1
      length = field.textEnd - text
      end = field.end
      if field.isEscaped {
        let kept = unescape(UnsafeBufferPointer(start: text, count: length))
        text = UnsafePointer(chunk.base + Int(kept.start))
        length = Int(kept.length)
        spare = Int(kept.start)
      }
    } else {
      end = plainEnd(start)
      length = end - start
    }
    let found = table?._withUnsafeGuaranteedRef { $0.code(text, length) } ?? Storage.unseenCode
    if found == Storage.unseenCode, TextCheck.fault(text, length) != nil { return nil }
    code.pointee = found
    return end
  }

  /// A text where it lies, or behind the chunk's bytes if quotes were doubled in it.
  @inline(__always)
  func text(_ start: Cursor, _ slice: UnsafeMutablePointer<TextSlice>) -> Cursor? {
    var text = start
    var length: Int
    var end: Cursor
    var isEscaped = false
    if Int32(start.pointee) == quote {
      guard let field = quoted(start) else { return nil }
      text += 1
      length = field.textEnd - text
      end = field.end
      isEscaped = field.isEscaped
    } else {
      end = plainEnd(start)
      length = end - start
    }
    guard TextCheck.isSound(text, length) else { return nil }
    if isEscaped {
      let kept = unescape(UnsafeBufferPointer(start: text, count: length))
      let isMissing = missing.contains(chunk.base + Int(kept.start), Int(kept.length))
      slice.pointee = isMissing ? .missing : kept
    } else if missing.contains(text, length) {
      slice.pointee = .missing
    } else {
      slice.pointee = TextSlice(
        start: UInt32(truncatingIfNeeded: text - UnsafePointer(chunk.base)),
        length: UInt32(truncatingIfNeeded: length))
    }
    return end
  }

  private func unescape(_ text: UnsafeBufferPointer<UInt8>) -> TextSlice {
    let start = spare
    var index = 0
    while index < text.count {
      chunk.base[spare] = text[index]
      spare += 1
      index += Int32(text[index]) == quote ? 2 : 1
    }
    return TextSlice(
      start: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: spare - start))
  }
}
