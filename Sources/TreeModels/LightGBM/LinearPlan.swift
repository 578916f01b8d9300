/// A forest with linear models in its leaves, made ready for tiles of 256 rows: immutable, shared by all workers.
///
/// The tiles find the leaf of each row in each tree as for any forest, only that a leaf's value is its number;
/// what the leaf gives is then computed from the rows' own values.
struct LinearPlan: Sendable {
  struct Leaf: Sendable {
    let constant: Double
    /// What the leaf gives where a value is missing.
    let value: Double
    let firstTerm: Int32
    let terms: Int32
  }

  struct Term: Sendable {
    let coefficient: Double
    /// Where the value stands in a row of `columns`.
    let column: Int
  }

  /// The same forest, its leaves numbered from the first leaf of the first tree on.
  let numbered: ForestPlan
  let leaves: FixedTable<Leaf>
  let terms: FixedTable<Term>
  /// The features that some leaf reads.
  let columns: [Int]

  /// nil where the forest is beyond what byte columns hold.
  ///
  /// **Shape:** `linear` has an entry for each tree; nil for one with plain leaves.
  init?(_ forest: Forest, linear: [LinearLeaves?]) {
    let columns = Set(linear.lazy.compactMap { $0 }.flatMap(\.features)).sorted()
    let columnOf = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
    var leaves: [Leaf] = []
    var terms: [Term] = []
    var trees: [Forest.Tree] = []
    trees.reserveCapacity(forest.trees.count)
    for (tree, linear) in zip(forest.trees, linear) {
      let numbers = leaves.count..<leaves.count + tree.leaves.count
      trees.append(Forest.Tree(output: tree.output, splits: tree.splits, leaves: numbers.map { Double($0) }))
      for (leaf, value) in tree.leaves.enumerated() {
        let range = linear.map { $0.starts[leaf]..<$0.starts[leaf + 1] } ?? 0..<0
        guard let first = Int32(exactly: terms.count), let count = Int32(exactly: range.count) else {
          return nil
        }
        leaves.append(
          Leaf(
            constant: linear?.constants[leaf] ?? value, value: value, firstTerm: first, terms: count))
        guard let linear else { continue }
        for term in range {
          terms.append(
            Term(coefficient: linear.coefficients[term], column: columnOf[linear.features[term]] ?? 0))
        }
      }
    }
    let numbered = Forest(
      features: forest.features, trees: trees, sets: forest.sets, base: forest.base, zero: forest.zero)
    guard let plan = ForestPlan(numbered) else { return nil }
    self.numbered = plan
    self.leaves = FixedTable(leaves)
    self.terms = FixedTable(terms)
    self.columns = columns
  }

  /// What a leaf gives for one row.
  ///
  /// **Shape:** `values` has a value for each of `columns`.
  @inline(__always)
  static func output(
    of leaf: Leaf, _ terms: UnsafePointer<Term>, _ values: UnsafePointer<Double>
  ) -> Double {
    var sum = leaf.constant
    var isMissing = false
    var term = terms + Int(leaf.firstTerm)
    for _ in 0..<leaf.terms {
      let value = values[term.pointee.column]
      isMissing = isMissing || value.isNaN
      sum += term.pointee.coefficient * value
      term += 1
    }
    return isMissing ? leaf.value : sum
  }
}
