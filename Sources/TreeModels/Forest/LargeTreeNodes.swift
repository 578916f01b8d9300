/// Nodes of trees that are walked from the root, eight bytes each, breadth first.
///
/// Bits 0–23: the left child, counted from the tree's first node; the right one follows it. Bits 24–47: the
/// byte column. Bits 48–55: a mask, all ones or a category's bit. Bits 56–63: the code; the walk goes right
/// where the masked byte, as a signed number, is above it. A leaf is its own left child with a code that
/// nothing exceeds.
struct LargeTreeNodes {
  static let columnLimit = 1 << 24
  static let splitLimit = 1 << 22

  private(set) var nodes: [UInt64] = []
  /// The leaf's value at each leaf, 0 elsewhere; for several values of a leaf a tree's nodes again for each.
  private(set) var leaves: [Double] = []

  /// Where an added tree lies, from its root on.
  struct Place {
    let firstNode: Int
    let firstLeaf: Int
    let nodeCount: Int
    let depth: Int

    /// Where the value of a leaf node for one of the tree's outputs lies.
    func leaf(_ node: Int, _ output: Int) -> Int { firstLeaf &+ output &* nodeCount &+ node }
  }

  /// Adds a tree with at least one split.
  mutating func add(_ tree: Forest.Tree, tests: [(column: Int, test: UInt8)]) -> Place {
    let first = nodes.count
    let firstLeaf = leaves.count
    let count = tree.splits.count + tree.leafCount
    leaves += [Double](repeating: 0, count: count * tree.width)
    var level = [0]
    var placed = 1
    var depth = 0
    while !level.isEmpty {
      var below: [Int] = []
      for index in level {
        if index < 0 {
          let node = nodes.count - first
          nodes.append(LargeTreeNodes.node(left: node, column: 0, mask: 0xFF, code: 0x7F))
          for place in 0..<tree.width {
            leaves[firstLeaf + place * count + node] = tree.leaves[~index * tree.width + place]
          }
          continue
        }
        let split = tree.splits[index]
        let test = tests[index]
        if case .categories = split.rule {
          nodes.append(LargeTreeNodes.node(left: placed, column: test.column, mask: test.test, code: 0))
        } else {
          nodes.append(LargeTreeNodes.node(left: placed, column: test.column, mask: 0xFF, code: test.test))
        }
        placed += 2
        below.append(split.left)
        below.append(split.right)
      }
      if !below.isEmpty { depth += 1 }
      level = below
    }
    return Place(firstNode: first, firstLeaf: firstLeaf, nodeCount: count, depth: depth)
  }

  private static func node(left: Int, column: Int, mask: UInt8, code: UInt8) -> UInt64 {
    UInt64(left) | UInt64(column) << 24 | UInt64(mask) << 48 | UInt64(code) << 56
  }
}
