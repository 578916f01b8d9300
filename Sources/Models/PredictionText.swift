package import Tabular

/// The bytes of a batch's `.text` outputs; they move only when one is appended.
package final class PredictionText {
  /// Where slices start to count; good until the next `append`.
  package private(set) var base: UnsafeMutableRawPointer
  private var count = 0
  private var capacity = 256

  init() { base = .allocate(byteCount: capacity, alignment: 16) }

  deinit { base.deallocate() }

  /// Adds a text; where it lies. nil where the batch's text would pass what a slice can count.
  package func append(_ bytes: UnsafeRawBufferPointer) -> TextSlice? {
    guard bytes.count < Int(UInt32.max) - count else { return nil }
    if count + bytes.count > capacity { grow(to: count + bytes.count) }
    if let source = bytes.baseAddress { (base + count).copyMemory(from: source, byteCount: bytes.count) }
    defer { count += bytes.count }
    return TextSlice(start: UInt32(count), length: UInt32(bytes.count))
  }

  /// Room for texts that are copied by whoever asks, and where slices into it start; nil as for `append`.
  func room(_ bytes: Int) -> (target: UnsafeMutableRawPointer, start: UInt32)? {
    guard bytes < Int(UInt32.max) - count else { return nil }
    if count + bytes > capacity { grow(to: count + bytes) }
    defer { count += bytes }
    return (base + count, UInt32(count))
  }

  /// The bytes of a slice that is not missing.
  package func bytes(of slice: TextSlice) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + Int(slice.start), count: Int(slice.length))
  }

  func removeAll() { count = 0 }

  private func grow(to needed: Int) {
    let enlarged = max(needed, capacity * 2)
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: enlarged, alignment: 16)
    fresh.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = fresh
    capacity = enlarged
  }
}
