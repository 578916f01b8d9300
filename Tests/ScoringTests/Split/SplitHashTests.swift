import Scoring
import Tabular
import Testing
import Workspace

@Suite("Hash and arcs of a split")
struct SplitHashTests {
  private let oracle: SplitOracle

  init() throws { oracle = try SplitOracle.load() }

  private static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  @Test("XXH64 is that of the xxhash package, however the bytes come in")
  func bytes() {
    #expect(oracle.bytes.count == 300)
    let all = (0..<300).map { UInt8(truncatingIfNeeded: 131 * $0 + 7) }
    for expected in oracle.bytes {
      let bytes = Array(all.prefix(expected.length))
      for piece in [bytes.count, 1, 3, 32, 33] where piece > 0 || bytes.isEmpty {
        var hash = XXH64()
        var rest = bytes[...]
        while !rest.isEmpty {
          Array(rest.prefix(piece)).withUnsafeBytes { hash.update($0) }
          rest = rest.dropFirst(piece)
        }
        #expect(Self.hex(hash.value) == expected.hash, "\(expected.length) bytes in pieces of \(piece)")
      }
    }
  }

  @Test("a key's hash and cell are those that the reference describes")
  func keys() {
    #expect(oracle.keys.count > 200)
    for key in oracle.keys {
      let split = Configuration.Split.sample(["50", "50"], name: key.name, salt: key.salt)
      let hash = KeyBatch([key.fields]).hash(SplitAssignment(split, keys: Array(key.fields.indices)), 0)
      #expect(Self.hex(hash) == key.hash, "\(key.fields)")
      #expect(SplitArcs.cell(of: hash) == key.cell, "\(key.fields)")
    }
    #expect(SplitArcs.cell(of: .max) == 99_999_999)
  }

  @Test("arcs are those that exact fractions give")
  func arcs() {
    #expect(oracle.arcs.count > 20)
    for expected in oracle.arcs {
      let arcs = SplitArcs(Configuration.Split.sample(expected.shares).variants.map(\.share))
      #expect(arcs.arcs.map { [$0.start, $0.variant] } == expected.starts, "\(expected.shares)")
      for (start, variant) in expected.starts.map({ ($0[0], $0[1]) }) {
        #expect(arcs.variant(at: start) == variant)
      }
    }
  }

  @Test("every cell belongs to one variant, and each variant has exactly its share, whatever the shares")
  func shares() {
    var random = SeededNumbers(state: 1997)
    for _ in 0..<500 {
      let shares = Self.randomShares(2 + Int(random.next() % 31), &random)
      let arcs = SplitArcs(shares).arcs
      var sums = [Int](repeating: 0, count: shares.count)
      for (index, arc) in arcs.enumerated() {
        sums[arc.variant] += (index + 1 < arcs.count ? arcs[index + 1].start : 100_000_000) - arc.start
      }
      #expect(arcs.first?.start == 0)
      #expect(sums == shares.map(\.cells))
    }
  }

  /// Cells that change from one variant to another, as (from, to) with their number.
  private static func moves(
    _ before: [Configuration.Split.Share], _ after: [Configuration.Split.Share]
  ) -> [[Int]: Int] {
    let (old, new) = (SplitArcs(before), SplitArcs(after))
    let cuts = Set(old.arcs.map(\.start) + new.arcs.map(\.start) + [100_000_000]).sorted()
    var moves: [[Int]: Int] = [:]
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      let (from, to) = (old.variant(at: start), new.variant(at: start))
      if from != to { moves[[from, to], default: 0] += end - start }
    }
    return moves
  }

  @Test("up to three variants: who grows loses no key and who shrinks gets none", arguments: [2, 3])
  func stickyFew(_ count: Int) {
    var random = SeededNumbers(state: 7)
    for _ in 0..<2000 {
      let before = Self.randomShares(count, &random)
      let after = Self.randomShares(count, &random)
      let moves = Self.moves(before, after)
      for variant in 1..<count {
        let change = after[variant].cells - before[variant].cells
        let came = moves.reduce(0) { $1.key[1] == variant ? $0 + $1.value : $0 }
        let went = moves.reduce(0) { $1.key[0] == variant ? $0 + $1.value : $0 }
        #expect(came == max(0, change) && went == max(0, -change))
      }
    }
  }

  @Test(
    "four and more: so too, and only keys of the first move, while all others stay inside their own part",
    arguments: 4...17)
  func stickyMany(_ count: Int) {
    var random = SeededNumbers(state: UInt64(count))
    // 25% with up to five variants, 12.5% with up to nine, 6.25% with up to seventeen.
    let room = count <= 5 ? 25_000_000 : count <= 9 ? 12_500_000 : 6_250_000
    func shares() -> [Configuration.Split.Share] {
      let others = (1..<count).map { _ in Int(random.next() % UInt64(room + 1)) }
      return [.init(cells: 100_000_000 - others.reduce(0, +))] + others.map { .init(cells: $0) }
    }
    for _ in 0..<300 {
      let (before, after) = (shares(), shares())
      let moves = Self.moves(before, after)
      for variant in 1..<count {
        let change = after[variant].cells - before[variant].cells
        #expect((moves[[0, variant]] ?? 0) == max(0, change))
        #expect((moves[[variant, 0]] ?? 0) == max(0, -change))
      }
      #expect(moves.keys.allSatisfy { $0.contains(0) })
    }
  }

  @Test("a variant that comes in behind the others takes keys of the first only", arguments: [2, 3, 4])
  func appended(_ count: Int) {
    let old =
      [Configuration.Split.Share(cells: 100_000_000 - (count - 1) * 20_000_000)]
      + (1..<count).map { _ in .init(cells: 20_000_000) }
    let taken = 15_000_000
    let new = [.init(cells: old[0].cells - taken)] + old.dropFirst() + [.init(cells: taken)]
    #expect(Self.moves(old, new) == [[0, count]: taken])
  }

  private static func randomShares(
    _ count: Int, _ random: inout some RandomNumberGenerator
  ) -> [Configuration.Split.Share] {
    var cuts = (1..<count).map { _ in Int(random.next() % 100_000_001) }
    // Some shares are nothing, some are round.
    if random.next() % 3 == 0 { cuts = cuts.map { $0 / 5_000_000 * 5_000_000 } }
    cuts.sort()
    return zip([0] + cuts, cuts + [100_000_000]).map { .init(cells: $1 - $0) }.shuffled(using: &random)
  }
}

/// SplitMix64: the same numbers in every run of the tests.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
