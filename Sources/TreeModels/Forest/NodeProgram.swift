/// One split of a small tree, evaluated for a whole tile at once.
///
/// Leaves are numbered from left to right, modulo 256. Where one child is a leaf, the other's result is counted
/// from that leaf's number, so that the leaf itself is 0 and one mask selects: `(mask & result) + bias`.
/// No branch, and one operation less than a blend.
struct NodeStep: BitwiseCopyable, Sendable {
  /// The byte column it compares.
  var column: UInt32
  /// Where its result goes; also where the result of its (left) inner child is.
  var slot: UInt16
  /// Where the result of its right inner child is, where both children are splits.
  var other: UInt16
  /// A numeric split's code, or a categorical split's bit.
  var test: UInt8
  /// The number of its leaf (the left one where both are leaves), less what its parent counts from.
  var bias: UInt8
}

/// Steps of one kind in a row.
struct StepRun: BitwiseCopyable, Sendable {
  enum Kind: UInt8, Sendable, CaseIterable {
    case leafLeaf, splitLeaf, leafSplit, splitSplit
    case categoryLeafLeaf, categorySplitLeaf, categoryLeafSplit, categorySplitSplit
  }
  var kind: Kind
  var count: UInt32
}

/// The steps of one small tree: children first, in runs of one kind.
struct NodeProgram {
  private(set) var runs: [StepRun] = []
  private(set) var steps: [NodeStep] = []
  /// The tree's own leaf number for each of ours, from left to right.
  private(set) var leafOrder: [Int] = []
  /// How many slots besides the root's own it uses.
  private(set) var slots = 0

  /// The most leaves that a byte can number.
  static let leafLimit = 256

  /// **Shape:** `tests` has the column and test byte for each split; `rootSlot` takes the result, the others
  /// lie from `firstSlot`.
  init(_ tree: Forest.Tree, tests: [(column: Int, test: UInt8)], rootSlot: Int, firstSlot: Int) {
    var number = [Int](repeating: 0, count: tree.leafCount)
    var waiting = [0]
    while let next = waiting.popLast() {
      if next < 0 {
        number[~next] = leafOrder.count
        leafOrder.append(~next)
      } else {
        waiting.append(tree.splits[next].right)
        waiting.append(tree.splits[next].left)
      }
    }

    let origins = NodeProgram.origins(tree, number)
    var parent = [Int](repeating: -1, count: tree.splits.count)
    var open = [Int](repeating: 0, count: tree.splits.count)
    var ready = [[Int]](repeating: [], count: StepRun.Kind.allCases.count)
    for (index, split) in tree.splits.enumerated() {
      for child in [split.left, split.right] where child >= 0 {
        parent[child] = index
        open[index] += 1
      }
    }
    for index in tree.splits.indices where open[index] == 0 {
      ready[Int(NodeProgram.kind(tree.splits[index]).rawValue)].append(index)
    }

    // Slots are numbered while the root's chain is unknown, then the root's is swapped in.
    var slot = [Int](repeating: 0, count: tree.splits.count)
    var kind = 0
    while true {
      if ready[kind].isEmpty {
        guard let next = ready.indices.max(by: { ready[$0].count < ready[$1].count }), !ready[next].isEmpty
        else { break }
        kind = next
      }
      let index = ready[kind].removeLast()
      let split = tree.splits[index]
      var other = 0
      var leaf = 0
      if split.left >= 0 {
        slot[index] = slot[split.left]
        if split.right >= 0 { other = slot[split.right] } else { leaf = number[~split.right] }
      } else {
        leaf = number[~split.left]
        if split.right >= 0 {
          slot[index] = slot[split.right]
        } else {
          slot[index] = slots
          slots += 1
        }
      }
      steps.append(
        NodeStep(
          column: UInt32(tests[index].column), slot: UInt16(slot[index]), other: UInt16(other),
          test: tests[index].test, bias: UInt8(truncatingIfNeeded: leaf - origins[index])))
      if let stepKind = StepRun.Kind(rawValue: UInt8(kind)) {
        if runs.last?.kind == stepKind {
          runs[runs.count - 1].count += 1
        } else {
          runs.append(StepRun(kind: stepKind, count: 1))
        }
      }
      if parent[index] >= 0 {
        open[parent[index]] -= 1
        if open[parent[index]] == 0 {
          ready[Int(NodeProgram.kind(tree.splits[parent[index]]).rawValue)].append(parent[index])
        }
      }
    }

    let root = slot.first ?? 0
    func place(_ slot: UInt16) -> UInt16 {
      if Int(slot) == root { return UInt16(rootSlot) }
      return UInt16(firstSlot + Int(slot) - (Int(slot) > root ? 1 : 0))
    }
    for index in steps.indices {
      steps[index].slot = place(steps[index].slot)
      steps[index].other = place(steps[index].other)
    }
    slots = max(slots - 1, 0)
  }

  /// What each split's result is counted from: the number of the leaf beside it, or what its parent's is.
  private static func origins(_ tree: Forest.Tree, _ number: [Int]) -> [Int] {
    var origins = [Int](repeating: 0, count: tree.splits.count)
    var waiting = [0]
    while let index = waiting.popLast() {
      let split = tree.splits[index]
      for (child, sibling) in [(split.left, split.right), (split.right, split.left)] where child >= 0 {
        origins[child] = sibling < 0 ? number[~sibling] : origins[index]
        waiting.append(child)
      }
    }
    return origins
  }

  private static func kind(_ split: Forest.Split) -> StepRun.Kind {
    let shape = (split.left >= 0 ? 1 : 0) + (split.right >= 0 ? 2 : 0)
    var category: UInt8 = 0
    if case .categories = split.rule { category = 4 }
    return StepRun.Kind(rawValue: category + UInt8(shape)) ?? .leafLeaf
  }
}
