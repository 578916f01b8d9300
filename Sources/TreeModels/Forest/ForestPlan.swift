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
    /// Small trees, all of one output: `runs` and `leaves` of the plan, one tree after the other.
    case small([SmallTree], output: Int)
    /// A tree of more than `NodeProgram.leafLimit` leaves.
    case large(LargeTree, output: Int)
    /// A tree of one leaf.
    case constant(Double, output: Int)
  }

  struct SmallTree: Sendable {
    let firstRun: Int
    let runCount: Int
    let firstStep: Int
    let firstLeaf: Int
    let loads: [CategoryTable.Load]
  }

  struct LargeTree: Sendable {
    /// Where its nodes and, beside them, its leaf values start.
    let firstNode: Int
    let depth: Int
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
  /// By node; 0 at splits.
  let nodeLeaves: FixedTable<Double>
  let columns: Int
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
    var groupOutput = 0
    var slots = 0
    func closeGroup() {
      if !group.isEmpty { stages.append(.small(group, output: groupOutput)) }
      group.removeAll(keepingCapacity: true)
    }

    for (position, index) in order.enumerated() {
      let tree = forest.trees[index]
      if tree.splits.isEmpty {
        closeGroup()
        stages.append(.constant(tree.leaves.first ?? 0, output: tree.output))
        continue
      }
      let tests = tree.splits.enumerated().map { split, node -> (column: Int, test: UInt8) in
        if let address = categories.addresses[position][split] { return (address.column, address.bit) }
        guard case .threshold(let threshold, let missing, let left) = node.rule else { return (0, 0) }
        let address = ranks.address(
          feature: node.feature, threshold: threshold, missing: missing, left: left)
        return (address.column, UInt8(bitPattern: address.code))
      }
      if tree.leaves.count > NodeProgram.leafLimit {
        closeGroup()
        guard tree.splits.count < LargeTreeNodes.splitLimit else { return nil }
        let (first, depth) = nodes.add(tree, tests: tests)
        stages.append(
          .large(
            LargeTree(firstNode: first, depth: depth, loads: categories.loads[position]), output: tree.output)
        )
        continue
      }
      if groupOutput != tree.output || group.count == ForestPlan.groupSize { closeGroup() }
      groupOutput = tree.output
      let program = NodeProgram(
        tree, tests: tests, rootSlot: group.count, firstSlot: ForestPlan.groupSize)
      group.append(
        SmallTree(
          firstRun: runs.count, runCount: program.runs.count, firstStep: steps.count,
          firstLeaf: leaves.count, loads: categories.loads[position]))
      runs += program.runs
      steps += program.steps
      leaves += program.leafOrder.map { tree.leaves[$0] }
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
    self.columns = ranks.columns + categories.columns
    self.slots = ForestPlan.groupSize + slots
  }
}
