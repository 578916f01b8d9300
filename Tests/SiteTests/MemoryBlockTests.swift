@testable import Site
import Testing

@Suite("Memory that a build takes in large pieces")
struct MemoryBlockTests {
  @Test(
    "holds what was put in, and begins where a large page can but for a first one", arguments: [false, true])
  func holds(isFirst: Bool) {
    let block = MemoryBlock(isFirst: isFirst)
    let size = isFirst ? MemoryBlock.firstSize : MemoryBlock.size
    let bytes = (0..<(size / 10_000)).map { [UInt8](repeating: UInt8($0 % 256), count: 10_000) }
    let starts = bytes.map { bytes in bytes.withUnsafeBytes { block.append($0) } }
    for (bytes, start) in zip(bytes, starts) { #expect(block[start..<(start + 10_000)].elementsEqual(bytes)) }
    #expect(block.room == size % 10_000)
    if !isFirst { #expect(Int(bitPattern: block[0..<0].baseAddress) % MemoryBlock.size == 0) }
    block.empty()
    #expect(block.room == size)
  }

  @Test("holds what is large alone, and no more", arguments: [0, 1, 4096, 5_000_001])
  func alone(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let block = bytes.withUnsafeBytes { MemoryBlock(alone: $0) }
    #expect(block.room == 0)
    #expect(block[0..<count].elementsEqual(bytes))
  }

  @Test("is shared by small texts, and counted as what it takes of the system")
  func shared() {
    var taken: [Int] = []
    var block: MemoryBlock?
    func held(_ count: Int, of byte: UInt8) -> HeldBytes? {
      HeldBytes([UInt8](repeating: byte, count: count), in: &block) { more in
        taken.append(more)
        return taken.reduce(0, +) <= 8 << 20
      }
    }
    let sizes = [0, 1, 200_000, 1 << 20, 1 << 20, (1 << 20) + 1, 700_000, 3 << 20]
    let texts = sizes.enumerated().map { (bytes: $1, held: held($1, of: UInt8($0))) }
    #expect(taken == [256 << 10, 2 << 20, (1 << 20) + 1, 2 << 20, 3 << 20])
    for (number, text) in texts.dropLast().enumerated() {
      #expect(text.held?.bytes == [UInt8](repeating: UInt8(number), count: text.bytes))
    }
    // What has no room in a first one begins with a whole one.
    var other: MemoryBlock?
    let large = HeldBytes([UInt8](repeating: 1, count: 300_000), in: &other) { $0 == MemoryBlock.size }
    #expect(large?.bytes.count == 300_000)
    // There was no more to be had.
    #expect(texts.last?.held == nil)
  }
}
