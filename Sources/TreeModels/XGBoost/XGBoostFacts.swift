import Models

/// What an XGBoost file tells about itself.
struct XGBoostFacts {
  private(set) var facts: [(name: String, value: String)] = []
  private(set) var importance: [FeatureImportance] = []
  private(set) var remarks: [String] = []

  init(_ document: XGBoostDocument, signature: Signature, isBinary: Bool, usedIterations: Int?) {
    let learner = document.learner
    facts = [
      ("format", "XGBoost \(isBinary ? "UBJSON" : "JSON")"), ("framework", "XGBoost \(learner.versionText)"),
      ("objective", learner.objective.rawValue), ("booster", learner.booster),
      ("base score", learner.baseScore.map { "\($0)" }.joined(separator: ", ")),
    ]
    for (name, value) in learner.objectiveParameters.sorted(by: { $0.key < $1.key }) {
      facts.append((name, value))
    }
    switch document.booster {
    case .linear(let linear):
      if let rounds = linear.rounds { facts.append(("iterations", String(rounds))) }
      facts.append(("weights", String(linear.weights.count + linear.starts.count)))
      facts.append(("weights other than 0", String(linear.weights.count { $0 != 0 })))
      facts.append(("features", String(learner.features)))
    case .trees(let trees):
      describe(trees, learner, usedIterations ?? trees.iterations)
      importance = XGBoostFacts.importance(trees, signature)
    }
    remarks = XGBoostRemarks.remarks(document, signature, usedIterations: usedIterations)
  }

  private mutating func describe(_ trees: XGBoostTrees, _ learner: XGBoostLearner, _ used: Int) {
    var features = Set<Int>()
    var numeric = 0
    var categorical = 0
    for split in trees.trees.lazy.flatMap(\.tree.splits) {
      features.insert(split.feature)
      if case .categories = split.rule { categorical += 1 } else { numeric += 1 }
    }
    facts += [
      ("trees", String(trees.trees.count)), ("iterations", String(trees.iterations)),
      ("iterations used", String(used)), ("trees used", String(trees.ends[used])),
    ]
    if let best = learner.bestIterations { facts.append(("best iteration", String(best))) }
    if trees.parallelTrees > 1 { facts.append(("parallel trees", String(trees.parallelTrees))) }
    if let width = trees.trees.first?.tree.width, width > 1 {
      facts.append(("values of a leaf", String(width)))
    }
    facts += [
      ("depth of the deepest tree", String(trees.trees.lazy.map(\.depth).max() ?? 0)),
      ("leaves", String(trees.trees.lazy.map(\.tree.leafCount).reduce(0, +))),
      ("leaves of the largest tree", String(trees.trees.lazy.map(\.tree.leafCount).max() ?? 0)),
      ("splits on numbers", String(numeric)), ("splits on categories", String(categorical)),
      ("features", String(learner.features)), ("features used", String(features.count)),
    ]
  }

  /// Splits and their gains over all trees, used or not, added as XGBoost adds them.
  ///
  /// **Source:** XGBoost, `GBTree::FeatureScore`.
  private static func importance(_ trees: XGBoostTrees, _ signature: Signature) -> [FeatureImportance] {
    var gains = [Float](repeating: 0, count: signature.inputs.count)
    var splits = [Int](repeating: 0, count: signature.inputs.count)
    for split in trees.trees.lazy.flatMap(\.gains) {
      gains[split.feature] += split.gain
      splits[split.feature] += 1
    }
    return signature.inputs.enumerated().map { index, input in
      FeatureImportance(input: input.name, gain: Double(gains[index]), splits: splits[index])
    }
  }
}
