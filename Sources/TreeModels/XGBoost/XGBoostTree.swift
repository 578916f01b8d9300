/// One tree of a model, brought into a forest's shape.
struct XGBoostTree: Sendable {
  let tree: Forest.Tree
  /// Levels of splits.
  let depth: Int
  /// What each split gained, in the order in which XGBoost walks the tree.
  let gains: [(feature: Int, gain: Float)]
}
