extension ForestScorer {
  /// Evaluates all steps of a small tree; the leaf numbers stand in its root slot.
  func evaluate(_ tree: ForestPlan.SmallTree) {
    let runs = plan.runs.base + tree.firstRun
    var step = plan.steps.base + tree.firstStep
    let columns = UnsafeRawPointer(self.columns)
    let slots = UnsafeMutableRawPointer(self.slots)
    for run in 0..<tree.runCount {
      let count = Int(runs[run].count)
      switch runs[run].kind {
      case .leafLeaf: StepKernel<LeafLeaf, NumericTest>.run(step, count, columns, slots)
      case .splitLeaf: StepKernel<SplitLeaf, NumericTest>.run(step, count, columns, slots)
      case .leafSplit: StepKernel<LeafSplit, NumericTest>.run(step, count, columns, slots)
      case .splitSplit: StepKernel<SplitSplit, NumericTest>.run(step, count, columns, slots)
      case .categoryLeafLeaf: StepKernel<LeafLeaf, CategoryTest>.run(step, count, columns, slots)
      case .categorySplitLeaf: StepKernel<SplitLeaf, CategoryTest>.run(step, count, columns, slots)
      case .categoryLeafSplit: StepKernel<LeafSplit, CategoryTest>.run(step, count, columns, slots)
      case .categorySplitSplit: StepKernel<SplitSplit, CategoryTest>.run(step, count, columns, slots)
      }
      step += count
    }
  }

  /// Adds the leaf values of small trees whose leaf numbers stand in the root slots, in order.
  ///
  /// - Parameter place: Which of the trees' outputs.
  @inline(__always)
  func add<Sum: BinaryFloatingPoint>(
    _ trees: [ForestPlan.SmallTree], place: Int, to sums: UnsafeMutablePointer<Sum>
  ) {
    let rows = ForestPlan.tileRows
    let leaves = plan.leaves.base
    if trees.count == ForestPlan.groupSize {
      let (l0, l1, l2, l3) = (
        leaves + trees[0].leaf(place), leaves + trees[1].leaf(place), leaves + trees[2].leaf(place),
        leaves + trees[3].leaf(place)
      )
      let (l4, l5, l6, l7) = (
        leaves + trees[4].leaf(place), leaves + trees[5].leaf(place), leaves + trees[6].leaf(place),
        leaves + trees[7].leaf(place)
      )
      let slots = UnsafePointer(self.slots)
      for row in 0..<rows {
        let at = slots + row
        var sum = sums[row]
        sum += Sum(l0[Int(at[0])])
        sum += Sum(l1[Int(at[256])])
        sum += Sum(l2[Int(at[512])])
        sum += Sum(l3[Int(at[768])])
        sum += Sum(l4[Int(at[1024])])
        sum += Sum(l5[Int(at[1280])])
        sum += Sum(l6[Int(at[1536])])
        sum += Sum(l7[Int(at[1792])])
        sums[row] = sum
      }
      return
    }
    for (index, tree) in trees.enumerated() {
      let values = leaves + tree.leaf(place)
      let numbers = slots + index * rows
      for row in 0..<rows { sums[row] += Sum(values[Int(numbers[row])]) }
    }
  }

  /// Walks a large tree from its root, eight rows at a time; `add` takes each row's leaf node.
  @inline(__always)
  func walk(_ tree: ForestPlan.LargeTree, _ add: (_ row: Int, _ leaf: Int) -> Void) {
    let nodes = plan.nodes.base + tree.place.firstNode
    var row = 0
    while row < ForestPlan.tileRows {
      let columns = UnsafePointer(self.columns) + row
      var (a, b, c, d) = (0, 0, 0, 0)
      var (e, f, g, h) = (0, 0, 0, 0)
      var level = 0
      while level < tree.place.depth {
        // Steps below a leaf stay there: looking for the end at every level would cost more than they do.
        for _ in 0..<4 {
          a = below(a, nodes, columns)
          b = below(b, nodes, columns + 1)
          c = below(c, nodes, columns + 2)
          d = below(d, nodes, columns + 3)
          e = below(e, nodes, columns + 4)
          f = below(f, nodes, columns + 5)
          g = below(g, nodes, columns + 6)
          h = below(h, nodes, columns + 7)
        }
        level += 4
        let ends = isLeaf(a, nodes) && isLeaf(b, nodes) && isLeaf(c, nodes) && isLeaf(d, nodes)
        if ends, isLeaf(e, nodes), isLeaf(f, nodes), isLeaf(g, nodes), isLeaf(h, nodes) { break }
      }
      add(row, a)
      add(row + 1, b)
      add(row + 2, c)
      add(row + 3, d)
      add(row + 4, e)
      add(row + 5, f)
      add(row + 6, g)
      add(row + 7, h)
      row += 8
    }
  }

  @inline(__always)
  private func below(_ at: Int, _ nodes: UnsafePointer<UInt64>, _ columns: UnsafePointer<Int8>) -> Int {
    let node = nodes[at]
    let byte = columns[Int(truncatingIfNeeded: node &>> 16 & 0xFFFF_FF00)]
    let masked = byte & Int8(truncatingIfNeeded: node &>> 48)
    let goesRight = masked > Int8(truncatingIfNeeded: node &>> 56)
    return Int(truncatingIfNeeded: node & 0xFF_FFFF) &+ (goesRight ? 1 : 0)
  }

  @inline(__always)
  private func isLeaf(_ at: Int, _ nodes: UnsafePointer<UInt64>) -> Bool {
    Int(truncatingIfNeeded: nodes[at] & 0xFF_FFFF) == at
  }
}
