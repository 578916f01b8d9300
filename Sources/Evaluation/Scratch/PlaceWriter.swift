import Diagnostics
import Glibc
import Statistics

/// Writes rows in the order of their scores, and gives them to be read: from memory where the space has room, else from a
/// mapped file.
struct PlaceWriter {
  private let space: ScratchSpace
  private let memory: RankedMemory?
  private var writer: ScratchWriter<RankedPlace>?
  private let file: SpillFile
  private var written = 0

  init(_ space: ScratchSpace, count: Int) throws(Diagnostic) {
    self.space = space
    file = SpillFile(space)
    if let claim = space.claim(count * MemoryLayout<RankedPlace>.stride) {
      memory = RankedMemory(count, claim)
    } else {
      memory = nil
      writer = try ScratchWriter(space, count: count, file: file)
    }
  }

  mutating func append(_ place: RankedPlace) throws(Diagnostic) {
    if let memory { memory.places[written] = place } else { try writer?.append(place) }
    written += 1
  }

  mutating func append(_ place: RankedPlace, endsGroup: Bool) throws(Diagnostic) {
    var place = place
    place.endsGroup = endsGroup
    try append(place)
  }

  /// - Parameter limit: clusters lie below it.
  mutating func finish(limit: Int) throws(Diagnostic) -> RankedPlaces {
    if let memory {
      return RankedPlaces(
        UnsafeBufferPointer(rebasing: memory.places[..<written]), keptBy: memory, limit: limit)
    }
    _ = try writer?.finish()
    let bytes = written * MemoryLayout<RankedPlace>.stride
    let mapped = RankedMapping(try file.opened().map(bytes), bytes: bytes)
    return RankedPlaces(mapped.places, keptBy: mapped, limit: limit)
  }
}

/// Places in memory of their own.
private final class RankedMemory: RankedPlaceOwner {
  let places: UnsafeMutableBufferPointer<RankedPlace>
  private let claim: ScratchClaim

  init(_ count: Int, _ claim: ScratchClaim) {
    places = .allocate(capacity: count)
    places.initialize(repeating: RankedPlace(bits: 0))
    self.claim = claim
  }

  func release(_: Range<Int>) {}
  deinit { places.deallocate() }
}

/// Places of a mapped file, which the mapping keeps.
private final class RankedMapping: RankedPlaceOwner {
  private let base: UnsafeRawPointer?
  private let bytes: Int

  init(_ base: UnsafeRawPointer?, bytes: Int) {
    self.base = base
    self.bytes = bytes
  }

  var places: UnsafeBufferPointer<RankedPlace> {
    guard let base else { return UnsafeBufferPointer(start: nil, count: 0) }
    let count = bytes / MemoryLayout<RankedPlace>.stride
    return UnsafeBufferPointer(
      start: base.bindMemory(to: RankedPlace.self, capacity: count), count: count)
  }

  /// Pages that lie wholly among them; the file still has them.
  func release(_ rows: Range<Int>) {
    guard let base else { return }
    let (page, stride) = (Int(getpagesize()), MemoryLayout<RankedPlace>.stride)
    let first = rows.lowerBound * stride / page * page
    let end = rows.upperBound * stride / page * page
    if end > first { madvise(UnsafeMutableRawPointer(mutating: base + first), end - first, MADV_DONTNEED) }
  }

  deinit { if let base { munmap(UnsafeMutableRawPointer(mutating: base), bytes) } }
}
