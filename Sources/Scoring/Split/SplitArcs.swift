package import Workspace

/// Which part of all keys belongs to which variant: arcs of [0, 1), in cells of a hundred-millionth.
///
/// Each variant but the first has an anchor, 0, 1/2, 1/4, 3/4, 1/8 … in their order, and grows to the right from
/// there, up to the next anchor that is taken. What it needs beyond it takes from the right ends of what the others
/// leave, in the order in which they follow. The first variant has the rest. So a variant that grows keeps its keys
/// and takes those of the first, whatever the other shares are, as long as each stays in its own part.
package struct SplitArcs: Sendable, Hashable {
  package struct Arc: Sendable, Hashable {
    /// The first cell.
    package let start: Int
    /// By its place in the split.
    package let variant: Int
  }

  /// Ascending, the first at 0; each ends where the next begins, and no neighbours have the same variant.
  package let arcs: [Arc]

  /// What lies between an anchor and the next one; `left ..< right` of it is not taken.
  private struct Home {
    let variant: Int
    var left: Int
    var right: Int
  }

  /// **Shape:** at least two shares that add up to the whole.
  package init(_ shares: [Configuration.Split.Share]) {
    let whole = Configuration.Split.Share.whole.cells
    let anchors = shares.indices.dropFirst().map { (variant: $0, start: SplitArcs.anchor($0 - 1)) }
      .sorted { $0.start < $1.start }
    var homes = anchors.enumerated().map { index, anchor in
      Home(
        variant: anchor.variant, left: anchor.start,
        right: index + 1 < anchors.count ? anchors[index + 1].start : whole)
    }
    var found: [Arc] = []
    // By variant: what its own part does not hold.
    var rests = shares.map(\.cells)
    for (index, home) in homes.enumerated() {
      let taken = min(rests[home.variant], home.right - home.left)
      if taken > 0 { found.append(Arc(start: home.left, variant: home.variant)) }
      homes[index].left += taken
      rests[home.variant] -= taken
    }
    for variant in shares.indices.dropFirst() where rests[variant] > 0 {
      let own = homes.firstIndex { $0.variant == variant } ?? 0
      for index in Array((own + 1)..<homes.count) + Array(0..<own) {
        let taken = min(rests[variant], homes[index].right - homes[index].left)
        if taken == 0 { continue }
        homes[index].right -= taken
        rests[variant] -= taken
        found.append(Arc(start: homes[index].right, variant: variant))
      }
    }
    for home in homes where home.left < home.right { found.append(Arc(start: home.left, variant: 0)) }
    var arcs: [Arc] = []
    for arc in found.sorted(by: { $0.start < $1.start }) where arcs.last?.variant != arc.variant {
      arcs.append(arc)
    }
    self.arcs = arcs
  }

  /// The numbers whose binary digits behind the point are those of 0, 1, 2 … read backwards.
  private static func anchor(_ number: Int) -> Int {
    var (rest, step, anchor) = (number, Configuration.Split.Share.whole.cells / 2, 0)
    while rest > 0 {
      if rest & 1 == 1 { anchor += step }
      rest >>= 1
      step /= 2
    }
    return anchor
  }

  /// The cell of a hash: the whole part of hash / 2^64 · 100,000,000.
  @inline(__always)
  package static func cell(of hash: UInt64) -> Int {
    Int(hash.multipliedFullWidth(by: UInt64(Configuration.Split.Share.whole.cells)).high)
  }

  /// Whose cell it is.
  @inline(__always)
  package func variant(at cell: Int) -> Int {
    var variant = 0
    for arc in arcs {
      if arc.start > cell { break }
      variant = arc.variant
    }
    return variant
  }
}
