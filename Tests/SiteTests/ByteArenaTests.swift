@testable import Site
import Synchronization
import Testing

@Suite("Memory that a build fills once")
struct ByteArenaTests {
  @Test("gives no byte to two threads, also where there is no room for what some of them ask for")
  func threads() {
    for round in 0..<400 {
      let capacity = 4096
      let arena = ByteArena(capacity: capacity)
      let taken = Mutex<[Range<Int>]>([])
      SiteWorkers.run(8, threads: 8, part: 1) { worker, _ in
        var own: [Range<Int>] = []
        var draw = IncrementalBuildTests.SystemIndependentDraw(seed: UInt64(8 * round + worker + 1))
        for _ in 0..<400 {
          // Large ones stop fitting long before small ones do.
          guard let room = arena.take(draw.below(2) == 0 ? 1 : 900), let start = room.baseAddress else {
            continue
          }
          let place = Int(bitPattern: start)
          own.append(place..<(place + room.count))
        }
        let all = own
        taken.withLock { $0 += all }
      }
      let ranges = taken.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
      #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
      #expect(ranges.reduce(0) { $0 + $1.count } <= capacity)
    }
  }

  @Test("keeps bytes as long as they are held, and none that it has no room for")
  func keeps() {
    var arena: ByteArena? = ByteArena(capacity: 10)
    let one = arena?.keep([1, 2, 3])
    let none = arena?.keep([])
    #expect(arena?.keep(Array(repeating: 0, count: 8)) == nil)
    let rest = arena?.keep(Array(repeating: 7, count: 7))
    #expect(arena?.keep([1]) == nil)
    arena = nil
    #expect(one?.all == [1, 2, 3])
    #expect(none?.all == [])
    #expect(rest?.all == Array(repeating: 7, count: 7))
    #expect(ByteArena(capacity: 0).keep([1]) == nil)
  }
}
