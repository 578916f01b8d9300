import Foundation
@testable import Site
import Testing

@Suite("Contents that wait for what is around them")
struct ContentSpoolTests {
  /// Of all sizes: none, some that fill the memory, and some larger than what is collected before it is written.
  private static let contents: [[UInt8]] = (0..<60).map { number in
    let size = [7: 1 << 20, 8: (1 << 20) + 1, 40: 3 << 20][number] ?? [0, 1, 1000, 200_000][number % 4]
    return [UInt8](repeating: UInt8(number), count: size)
  }

  private func kept(_ spool: ContentSpool) -> [ContentSpool.Place] {
    defer { spool.end() }
    return Self.contents.map { spool.keep($0) }
  }

  @Test(
    "are given back whole, out of memory and out of the file",
    arguments: [0, 10, 3 << 20, 5 << 20, 100 << 20]
  )
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

  @Test("are taken by several threads at once, in whatever order", arguments: [0, 100 << 20])
  func threads(memory: Int) throws {
    try Fixtures.withFolder { folder in
      let spool = ContentSpool(folder: folder, worker: 0, memory: memory)
      let contents = (0..<4000).map { [UInt8](repeating: UInt8($0 % 251), count: $0 * 7 % 9000) }
      let places = contents.map { spool.keep($0) }
      spool.end()
      let taken = SiteResults<[UInt8]>(places.count)
      SiteWorkers.run(places.count, threads: 4, part: 3) { _, range in
        for number in range { taken[number] = spool.take(places[places.count - 1 - number]) }
      }
      #expect(taken.all.reversed().elementsEqual(contents.map { $0 }) { $0 == $1 })
    }
  }

  @Test("are not there any more when all of those around them were taken, and nothing else is in their place")
  func taken() throws {
    try Fixtures.withFolder { folder in
      // The first ones lie in the file, so that there is one.
      let spool = ContentSpool(folder: folder, worker: 0, memory: 2 << 20)
      let places = kept(spool)
      #expect(spool.blocksInMemory > 0)
      for (place, content) in zip(places, Self.contents) { #expect(spool.take(place) == content) }
      #expect(places.allSatisfy { spool.take($0) == nil })
      #expect(spool.blocksInMemory == 0)
    }
  }

  @Test("leave no memory behind when all were taken, and not before")
  func memory() {
    let spool = ContentSpool(folder: "/nowhere/at/all", worker: 0, memory: 100 << 20)
    let places = Self.contents.map { spool.keep($0) }
    for place in places.dropLast() { _ = spool.take(place) }
    // The last one stands with others that were taken.
    #expect(spool.blocksInMemory == 1)
    #expect(spool.take(places[places.count - 1]) == Self.contents.last)
    // It might be filled further.
    #expect(spool.blocksInMemory == 1)
    spool.end()
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
