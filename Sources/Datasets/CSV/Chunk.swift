import Diagnostics

/// Whole records of one file, in the private memory of one reader.
///
/// Behind the bytes lie 64 zeros, so that whole words can be read; behind these is room for texts that had
/// to be unescaped.
final class Chunk {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// Unescaped copies of one field that can be there at once: its texts, and one to look up.
  private let copies: Int
  var count = 0
  var firstRecord = 1
  var firstLine = 1
  /// Whether each record is one line, and no line is blank.
  var isSimple = true
  var plan: FilePlan?

  static let padding = 64

  init(size: Int, copies: Int) {
    self.copies = copies
    capacity = size
    base = .allocate(capacity: Chunk.room(size, copies))
  }

  deinit { base.deallocate() }

  private static func room(_ size: Int, _ copies: Int) -> Int { size + padding + (size + padding) * copies }

  /// Where unescaped texts may be kept.
  var spare: Int { count + Chunk.padding }

  /// Makes room for `size` bytes; keeps the first `count`.
  func reserve(_ size: Int) {
    guard size > capacity else { return }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: Chunk.room(size, copies))
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
    capacity = size
  }

  /// Closes the bytes with zeros.
  func seal() { (base + count).update(repeating: 0, count: Chunk.padding) }
}
