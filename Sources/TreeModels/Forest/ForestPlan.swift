/// A forest made ready for tiles of 256 rows: immutable, shared by all workers.
///
/// Trees are ordered by output, inside one output as the framework adds them, so that each sum is made in the
/// framework's order and precision and agrees with it to the last bit.
package struct ForestPlan: Sendable {
  /// Rows of a tile.
  package static let tileRows = 256
  /// Small trees whose results are added in one pass over the rows.
  static let groupSize = 8

  /// Trees that are evaluated and added together.
  enum Stage: Sendable {
    /// Small trees, all of the same outputs: `runs` and `leaves` of the plan, one tree after the other.
    case small([SmallTree], outputs: Range<Int>)
    /// A tree of more than `NodeProgram.leafLimit` leaves.
    case large(LargeTree, outputs: Range<Int>)
    /// A tree of one leaf.
    case constant([Double], outputs: Range<Int>)
  }

  struct SmallTree: Sendable {
    let firstRun: Int
    let runCount: Int
    let firstStep: Int
    /// Where its leaf values start: `leafCount` of them for each of its outputs.
    let firstLeaf: Int
    let leafCount: Int
    let loads: [CategoryTable.Load]

    /// Where those of one of its outputs start.
    func leaf(_ place: Int) -> Int { firstLeaf &+ place &* leafCount }
  }

  struct LargeTree: Sendable {
    let place: LargeTreeNodes.Place
    let loads: [CategoryTable.Load]
  }

  package let forest: Forest
  let ranks: RankTable
  let categories: CategoryTable
  let stages: [Stage]
  let steps: FixedTable<NodeStep>
  let runs: FixedTable<StepRun>
  let leaves: FixedTable<Double>
  let nodes: FixedTable<UInt64>
  /// By node, for each output of the tree; 0 at splits.
  let nodeLeaves: FixedTable<Double>
  let columns: Int
  /// Whether a tree adds to more than one output.
  let isWide: Bool
  /// Byte columns for the results of steps; the first `groupSize` are the roots' own.
  let slots: Int

  /// nil where the forest is beyond what byte columns hold in reasonable memory; it is walked plainly then.
  ///
  /// **Shape:** every tree `isSound`, features and outputs in range.
  package init?(_ forest: Forest) {
    var byOutput = [[Int]](repeating: [], count: forest.outputs)
    for (index, tree) in forest.trees.enumerated() { byOutput[tree.output].append(index) }
    let order = byOutput.flatMap { $0 }
    let ranks = RankTable(forest)
    guard let categories = CategoryTable(forest, order: order, firstColumn: ranks.columns),
      ranks.columns + categories.columns <= LargeTreeNodes.columnLimit
    else { return nil }

    var steps: [NodeStep] = []
    var runs: [StepRun] = []
    var leaves: [Double] = []
    var nodes = LargeTreeNodes()
    var stages: [Stage] = []
    var group: [SmallTree] = []
    var groupOutputs = 0..<0
    var slots = 0
    func closeGroup() {
      if !group.isEmpty { stages.append(.small(group, outputs: groupOutputs)) }
      group.removeAll(keepingCapacity: true)
    }

    for (position, index) in order.enumerated() {
      let tree = forest.trees[index]
      let outputs = tree.output..<tree.output + tree.width
      if tree.splits.isEmpty {
        closeGroup()
        stages.append(.constant(tree.leaves, outputs: outputs))
        continue
      }
      let tests = tree.splits.enumerated().map { split, node -> (column: Int, test: UInt8) in
        if let address = categories.addresses[position][split] { return (address.column, address.bit) }
        guard case .threshold(let threshold, let missing, let left) = node.rule else { return (0, 0) }
        let address = ranks.address(
          feature: node.feature, threshold: threshold, missing: missing, left: left)
        return (address.column, UInt8(bitPattern: address.code))
      }
      if tree.leafCount > NodeProgram.leafLimit {
        closeGroup()
        guard tree.splits.count < LargeTreeNodes.splitLimit else { return nil }
        let place = nodes.add(tree, tests: tests)
        stages.append(
          .large(LargeTree(place: place, loads: categories.loads[position]), outputs: outputs))
        continue
      }
      if groupOutputs != outputs || group.count == ForestPlan.groupSize { closeGroup() }
      groupOutputs = outputs
      let program = NodeProgram(
        tree, tests: tests, rootSlot: group.count, firstSlot: ForestPlan.groupSize)
      group.append(
        SmallTree(
          firstRun: runs.count, runCount: program.runs.count, firstStep: steps.count,
          firstLeaf: leaves.count, leafCount: tree.leafCount, loads: categories.loads[position]))
      runs += program.runs
      steps += program.steps
      for place in 0..<tree.width {
        leaves += program.leafOrder.map { tree.leaves[$0 * tree.width + place] }
      }
      slots = max(slots, program.slots)
    }
    closeGroup()

    self.forest = forest
    self.ranks = ranks
    self.categories = categories
    self.stages = stages
    self.steps = FixedTable(steps)
    self.runs = FixedTable(runs)
    self.leaves = FixedTable(leaves)
    self.nodes = FixedTable(nodes.nodes)
    self.nodeLeaves = FixedTable(nodes.leaves)
    self.isWide = forest.trees.contains { $0.width > 1 }
    self.columns = ranks.columns + categories.columns
    self.slots = ForestPlan.groupSize + slots
  }
}
