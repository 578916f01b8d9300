/// One tree of a model file.
struct LightGBMTree: Sendable {
  let tree: Forest.Tree
  /// The category sets that its splits name, counted from `firstSet` of the whole forest.
  let sets: [CategorySet]
  /// The gain of each split; empty where the file has none.
  let gains: [Float]
  /// nil where the leaves are plain values.
  let linear: LinearLeaves?
  let shrinkage: Double
}
