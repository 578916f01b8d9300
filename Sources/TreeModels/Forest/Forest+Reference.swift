extension Forest {
  /// The margins of one row by plain walks from the roots: slow, and obviously right.
  ///
  /// **Shape:** `row` has `features` values, categories as their numbers; the result has `outputs`.
  package func margins(of row: [Double]) -> [Double] {
    switch precision {
    case .double:
      var sums = base
      for tree in trees {
        let first = leaf(of: row, in: tree) * tree.width
        for place in 0..<tree.width { sums[tree.output + place] += tree.leaves[first + place] }
      }
      return sums
    case .float:
      var sums = base.map { Float($0) }
      for tree in trees {
        let first = leaf(of: row, in: tree) * tree.width
        for place in 0..<tree.width { sums[tree.output + place] += Float(tree.leaves[first + place]) }
      }
      return sums.map { Double($0) }
    }
  }

  /// The leaf a row falls into.
  package func leaf(of row: [Double], in tree: Tree) -> Int {
    guard !tree.splits.isEmpty else { return 0 }
    var next = 0
    while next >= 0 {
      let split = tree.splits[next]
      next = goesLeft(row[split.feature], by: split.rule) ? split.left : split.right
    }
    return ~next
  }

  /// Whether a rule sends a value to the left.
  package func goesLeft(_ value: Double, by rule: Rule) -> Bool {
    let value = roundsInputs ? Double(Float(value)) : value
    switch rule {
    case .threshold(let threshold, let missing, let missingLeft):
      switch missing {
      case .none: return (value.isNaN ? 0 : value) <= threshold
      case .zero: return value.isNaN || value.magnitude <= zero ? missingLeft : value <= threshold
      case .nan: return value.isNaN ? missingLeft : value <= threshold
      }
    case .categories(let set, let missingLeft):
      if value.isNaN { return missingLeft }
      guard value > -1, value < 2_147_483_648, belowZeroIsZero || value >= 0 else { return false }
      return sets[set].contains(Int(value))
    }
  }
}

extension Forest.Tree {
  /// Whether the splits form one tree that reaches each split and each leaf exactly once.
  package var isSound: Bool {
    guard width > 0, leaves.count == leafCount * width else { return false }
    guard !splits.isEmpty else { return true }
    var seenSplits = [Bool](repeating: false, count: splits.count)
    var seenLeaves = [Bool](repeating: false, count: leafCount)
    var waiting = [0]
    seenSplits[0] = true
    while let index = waiting.popLast() {
      for child in [splits[index].left, splits[index].right] {
        if child >= 0 {
          guard child < splits.count, !seenSplits[child] else { return false }
          seenSplits[child] = true
          waiting.append(child)
        } else {
          guard ~child < leafCount, !seenLeaves[~child] else { return false }
          seenLeaves[~child] = true
        }
      }
    }
    return seenSplits.allSatisfy { $0 } && seenLeaves.allSatisfy { $0 }
  }
}
