/// One row in the order of scores, in eight bytes: its cluster, its outcome, a mark, and whether the next row has another
/// score.
package struct RankedPlace: Sendable, Hashable, BitwiseCopyable {
  package private(set) var bits: UInt64

  package init(bits: UInt64) { self.bits = bits }

  /// **Shape:** a cluster from 0 to 2³¹ − 1.
  package init(cluster: Int32, outcome: Bool, mark: UInt16 = 0) {
    bits = UInt64(UInt32(bitPattern: cluster)) << 2 | UInt64(mark) << 34 | (outcome ? 1 : 0)
  }

  package var outcome: Bool { bits & 1 == 1 }
  /// Whether it is the last row of its score.
  package var endsGroup: Bool {
    get { bits & 2 == 2 }
    set { bits = newValue ? bits | 2 : bits & ~2 }
  }
  package var cluster: Int { Int(bits >> 2 & 0xFFFF_FFFF) }
  /// What tells rows apart that are left out together, such as those of a slice.
  package var mark: UInt16 { UInt16(truncatingIfNeeded: bits >> 34) }
}

/// Whoever keeps ranked places.
package protocol RankedPlaceOwner: AnyObject {
  /// A pass has left these places behind: where a file holds them, their memory can go. They stay readable.
  func release(_ places: Range<Int>)
}

/// Rows from the highest score to the lowest, equal scores in the order of rows.
///
/// Unlike `RankedRows` it does not tell which row is where: all that areas by cluster need of a row goes along with it, so
/// that a pass reads memory, or a mapped file, from front to end. **Shape:** the last place ends a group.
///
/// Unchecked: the places are only read, and live as long as their owner.
package struct RankedPlaces: @unchecked Sendable {
  package let places: UnsafeBufferPointer<RankedPlace>
  /// Clusters lie below it.
  package let limit: Int
  private let owner: any RankedPlaceOwner

  /// - Parameter owner: whoever keeps the places readable and unchanged.
  package init(
    _ places: UnsafeBufferPointer<RankedPlace>, keptBy owner: any RankedPlaceOwner, limit: Int
  ) {
    self.places = places
    self.owner = owner
    self.limit = limit
  }

  init(_ ranked: RankedRows, _ clusters: Clusters) {
    let memory = PlaceMemory(ranked.count)
    var next = 0
    for end in ranked.groupEnds {
      while next < end {
        var place = RankedPlace(
          cluster: clusters.numbers[Int(ranked.order[next])], outcome: ranked.outcomes[next])
        next += 1
        place.endsGroup = next == end
        memory.places[next - 1] = place
      }
    }
    self.init(UnsafeBufferPointer(memory.places), keptBy: memory, limit: clusters.limit)
  }

  /// Rows of one score.
  struct Group {
    var rows = 0..<0
    var positives = 0
    var negatives = 0
  }

  package var count: Int { places.count }

  /// Groups of equal scores that have a row, best first.
  func forEachGroup(without mark: UInt16? = nil, _ body: (Group) -> Void) {
    var start = 0
    var released = 0
    while let group = group(from: start, without: mark) {
      start = group.rows.upperBound
      if group.positives + group.negatives > 0 { body(group) }
      if start - released >= RankedPlaces.atATime {
        release(released..<start)
        released = start
      }
    }
    release(released..<start)
  }

  /// So many places are passed before their memory is given back: 8 MiB.
  private static let atATime = 1 << 20

  /// Places that a pass has left behind.
  package func release(_ rows: Range<Int>) { owner.release(rows) }

  /// The group that begins at a place; nil at the end.
  func group(from start: Int, without mark: UInt16?) -> Group? {
    guard start < places.count else { return nil }
    var group = Group(rows: start..<places.count)
    var next = start
    while next < places.count {
      let place = places[next]
      next += 1
      if mark == nil || place.mark != mark {
        if place.outcome { group.positives += 1 } else { group.negatives += 1 }
      }
      if place.endsGroup { break }
    }
    group.rows = start..<next
    return group
  }
}

/// Places that lie in memory of their own.
private final class PlaceMemory: RankedPlaceOwner {
  let places: UnsafeMutableBufferPointer<RankedPlace>
  init(_ count: Int) {
    places = .allocate(capacity: count)
    places.initialize(repeating: RankedPlace(bits: 0))
  }
  func release(_: Range<Int>) {}
  deinit { places.deallocate() }
}
