import Models

/// What a LightGBM file tells about itself.
enum LightGBMFacts {
  static func facts(_ document: LightGBMDocument) -> [(name: String, value: String)] {
    let header = document.header
    let trees = document.trees.map(\.tree)
    let leaves = trees.map(\.leaves.count)
    var used = Set<Int>()
    var numeric = 0
    var categorical = 0
    for linear in document.trees.lazy.compactMap(\.linear) { used.formUnion(linear.features) }
    for split in trees.lazy.flatMap(\.splits) {
      used.insert(split.feature)
      if case .categories = split.rule { categorical += 1 } else { numeric += 1 }
    }
    var facts: [(name: String, value: String)] = [
      ("format", "LightGBM text, \(header.version.rawValue)"),
      ("framework", "LightGBM \(writers(document))"),
      ("objective", header.objective.text),
    ]
    if let boosting = document.parameters["boosting"] ?? document.parameters["boosting_type"] {
      facts.append(("boosting", boosting))
    }
    facts += [
      ("trees", String(trees.count)),
      ("iterations", String(trees.count / header.outputs)),
      ("leaves", String(leaves.reduce(0, +))),
      ("leaves of the largest tree", String(leaves.max() ?? 0)),
      ("depth of the deepest tree", String(trees.lazy.map(depth).max() ?? 0)),
      ("trees with linear leaves", String(document.trees.count { $0.linear != nil })),
      ("splits on numbers", String(numeric)),
      ("splits on categories", String(categorical)),
      ("features", String(header.featureNames.count)),
      ("features used", String(used.count)),
      ("averages its trees", header.averages ? "yes" : "no"),
    ]
    for name in ["learning_rate", "num_leaves", "min_data_in_leaf", "seed"] {
      if let value = document.parameters[name] { facts.append((name, value)) }
    }
    return facts
  }

  /// The versions that write such a file; it does not name one.
  private static func writers(_ document: LightGBMDocument) -> String {
    switch document.header.version {
    case .v2: return document.isEarly ? "2.0 or 2.1" : "2.2"
    // 3.2 brought linear trees, and their parameter into every file.
    case .v3 where document.parameters["linear_tree"] != nil: return "3.2 or 3.3"
    case .v3, .v4: return document.header.version.writers
    }
  }

  /// Splits on the longest way from the root to a leaf.
  private static func depth(_ tree: Forest.Tree) -> Int {
    var deepest = 0
    var waiting = tree.splits.isEmpty ? [] : [(split: 0, depth: 1)]
    while let (index, depth) = waiting.popLast() {
      deepest = max(deepest, depth)
      for child in [tree.splits[index].left, tree.splits[index].right] where child >= 0 {
        waiting.append((child, depth + 1))
      }
    }
    return deepest
  }

  /// Splits that gained something, and what they gained.
  ///
  /// **Source:** LightGBM, `GBDT::FeatureImportance`.
  static func importance(_ document: LightGBMDocument) -> [FeatureImportance] {
    let names = document.header.featureNames
    var gains = [Double](repeating: 0, count: names.count)
    var splits = [Int](repeating: 0, count: names.count)
    for tree in document.trees {
      for (split, gain) in zip(tree.tree.splits, tree.gains) where gain > 0 {
        gains[split.feature] += Double(gain)
        splits[split.feature] += 1
      }
    }
    return names.indices.map { FeatureImportance(input: names[$0], gain: gains[$0], splits: splits[$0]) }
  }
}
