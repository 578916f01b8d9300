@testable import Site
import Testing

@Suite("Memory that a build takes in large pieces")
struct MemoryBlockTests {
  @Test("holds what was put in, and begins where a large page can")
  func holds() {
    var block: MemoryBlock?
    let small = HeldBytes([], in: &block)
    let first = block
    let texts = (0..<300).map { number in
      let bytes = [UInt8](repeating: UInt8(number % 256), count: 10_000)
      return (bytes: bytes, held: HeldBytes(bytes, in: &block))
    }
    #expect(small.bytes.isEmpty)
    for text in texts { #expect(text.held.bytes == text.bytes) }
    // 3 MB do not fit into one of them.
    #expect(first !== block)
    #expect(first?.count == MemoryBlock.size / 10_000 * 10_000)
    first?[0..<0].baseAddress.map { #expect(Int(bitPattern: $0) % MemoryBlock.size == 0) }
  }

  @Test("is as large as one thing that has no room in others")
  func large() {
    var block: MemoryBlock?
    _ = HeldBytes([1], in: &block)
    let bytes = [UInt8](repeating: 7, count: 5 << 20)
    let held = HeldBytes(bytes, in: &block)
    #expect(held.bytes == bytes)
    #expect(block?.room == 1 << 20)
  }
}
