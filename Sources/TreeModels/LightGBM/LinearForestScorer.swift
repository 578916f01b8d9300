/// Walks tiles of 256 rows through a forest with linear models in its leaves; the scratch of one worker.
///
/// Nothing is allocated after `init`.
final class LinearForestScorer {
  private let plan: LinearPlan
  private let scorer: ForestScorer
  /// The values that leaves read, row after row.
  private let values: UnsafeMutablePointer<Double>
  /// The leaves of the rows in a large tree.
  private let numbers: UnsafeMutablePointer<Double>
  private let firstLeaves: UnsafeMutablePointer<Int>

  init(_ plan: LinearPlan) {
    self.plan = plan
    scorer = ForestScorer(plan.numbered)
    let rows = ForestPlan.tileRows
    values = .allocate(capacity: max(plan.columns.count, 1) * rows)
    values.initialize(repeating: 0, count: max(plan.columns.count, 1) * rows)
    numbers = .allocate(capacity: rows)
    numbers.initialize(repeating: 0, count: rows)
    firstLeaves = .allocate(capacity: ForestPlan.groupSize)
    firstLeaves.initialize(repeating: 0, count: ForestPlan.groupSize)
  }

  deinit {
    values.deallocate()
    numbers.deallocate()
    firstLeaves.deallocate()
  }

  /// The margins of a tile, as `ForestScorer.score`; each tree adds to one output.
  func score(_ input: (_ feature: Int) -> ForestInput, into margins: UnsafeMutablePointer<Double>) {
    scorer.fillRanks(input)
    scorer.fillRecords(input)
    fillValues(input)
    let rows = ForestPlan.tileRows
    let forest = plan.numbered.forest
    for output in 0..<forest.outputs {
      (margins + output * rows).update(repeating: forest.base[output], count: rows)
    }
    for stage in plan.numbered.stages {
      let sums = margins + stage.outputs.lowerBound * rows
      switch stage {
      case .small(let trees, _): add(trees, to: sums)
      case .large(let tree, _):
        if !tree.loads.isEmpty { scorer.load(tree.loads) }
        let numberOf = plan.numbered.nodeLeaves.base
        scorer.walk(tree) { row, leaf in numbers[row] = numberOf[tree.place.leaf(leaf, 0)] }
        addNumbered(to: sums)
      case .constant(let leaves, _):
        numbers.update(repeating: leaves[0], count: rows)
        addNumbered(to: sums)
      }
    }
  }

  private func fillValues(_ input: (_ feature: Int) -> ForestInput) {
    let width = plan.columns.count
    for (column, feature) in plan.columns.enumerated() {
      let target = values + column
      switch input(feature) {
      case .numbers(let numbers):
        for row in 0..<ForestPlan.tileRows { target[row &* width] = LinearLeaves.flushed(numbers[row]) }
      case .codes(let codes):
        for row in 0..<ForestPlan.tileRows {
          target[row &* width] = codes[row] < 0 ? .nan : Double(codes[row])
        }
      }
    }
  }

  /// Row by row through a group of trees, so that a row's values are read while they are at hand.
  private func add(_ trees: [ForestPlan.SmallTree], to sums: UnsafeMutablePointer<Double>) {
    for (index, tree) in trees.enumerated() {
      if !tree.loads.isEmpty { scorer.load(tree.loads) }
      scorer.evaluate(tree)
      firstLeaves[index] = tree.firstLeaf
    }
    let count = trees.count
    let width = plan.columns.count
    let numberOf = plan.numbered.leaves.base
    let leaves = plan.leaves.base
    let terms = plan.terms.base
    for row in 0..<ForestPlan.tileRows {
      var slot = scorer.slots + row
      var sum = sums[row]
      for tree in 0..<count {
        let leaf = leaves[Int(numberOf[firstLeaves[tree] &+ Int(slot.pointee)])]
        sum += LinearPlan.output(of: leaf, terms, values + row &* width)
        slot += ForestPlan.tileRows
      }
      sums[row] = sum
    }
  }

  private func addNumbered(to sums: UnsafeMutablePointer<Double>) {
    let width = plan.columns.count
    for row in 0..<ForestPlan.tileRows {
      let leaf = plan.leaves.base[Int(numbers[row])]
      sums[row] += LinearPlan.output(of: leaf, plan.terms.base, values + row &* width)
    }
  }
}
