import Foundation
@testable import Site
import Testing

@Suite("Contents that wait for what is around them")
struct ContentSpoolTests {
  /// Of all sizes: none, some that fill the memory, and one larger than what is collected before it is written.
  private static let contents: [[UInt8]] = (0..<60).map { number in
    let size = number == 40 ? 3 << 20 : [0, 1, 1000, 200_000][number % 4]
    return [UInt8](repeating: UInt8(number), count: size)
  }

  private func kept(_ spool: ContentSpool) -> [ContentSpool.Place] { Self.contents.map { spool.keep($0) } }

  @Test("are given back whole, out of memory and out of the file", arguments: [0, 10, 3 << 20, 100 << 20])
  func whole(memory: Int) throws {
    try Fixtures.withFolder { folder in
      let spools = (0..<2).map { ContentSpool(folder: folder, worker: $0, memory: memory) }
      let places = spools.map { kept($0) }
      for places in places {
        for (place, content) in zip(places, Self.contents) {
          #expect(spools[place.worker].take(place) == content)
        }
      }
      // The file has no name.
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.isEmpty)
    }
  }

  @Test("leave no memory behind when all were taken")
  func memory() {
    let spool = ContentSpool(folder: "/nowhere/at/all", worker: 0, memory: 100 << 20)
    let places = kept(spool)
    #expect(spool.blocksInMemory == 2)
    for place in places.dropLast() { _ = spool.take(place) }
    #expect(spool.blocksInMemory == 1)
    #expect(spool.take(places[places.count - 1]) == Self.contents.last)
    #expect(spool.blocksInMemory == 0)
  }

  @Test("are given back where no file can be had")
  func noFile() {
    let spool = ContentSpool(folder: "/nowhere/at/all", worker: 0, memory: 10)
    for (place, content) in zip(kept(spool), Self.contents) {
      #expect(spool.take(place) == content)
    }
  }
}
