package import Diagnostics
package import Models

/// A LightGBM model, opened.
///
/// A margin is what LightGBM calls a raw score, also of a random forest: the plain sum, which is divided by
/// the number of iterations only on its way to a probability or prediction.
/// **Missing values:** every input may be missing; the trees say what that means.
package struct LightGBMModel: Model {
  package let signature: Signature
  package let facts: [(name: String, value: String)]
  package let importance: [FeatureImportance]
  package let remarks: [String]
  /// The trees with their plain leaf values.
  package let forest: Forest
  let objective: LightGBMObjective
  /// What the sums are divided by on their way to a prediction: the iterations of a random forest.
  let divisor: Double?
  /// By tree; empty where no leaf holds a linear model.
  let linear: [LinearLeaves?]
  /// nil where leaves hold linear models, and for a forest beyond what byte columns hold, which is walked plainly.
  let plan: ForestPlan?
  let linearPlan: LinearPlan?

  package var batchRows: Int { ForestPlan.tileRows }

  init(_ document: LightGBMDocument, signature: Signature) {
    let header = document.header
    self.signature = signature
    let iterations = document.trees.count / header.outputs
    forest = Forest(
      features: header.featureNames.count, trees: document.trees.map(\.tree),
      sets: document.trees.flatMap(\.sets), base: [Double](repeating: 0, count: header.outputs),
      zero: LightGBMTreeReader.zero)
    divisor = header.averages && iterations > 0 ? Double(iterations) : nil
    linear = document.isLinear ? document.trees.map(\.linear) : []
    plan = document.isLinear ? nil : ForestPlan(forest)
    linearPlan = document.isLinear ? LinearPlan(forest, linear: linear) : nil
    objective = document.objective
    facts = LightGBMFacts.facts(document)
    importance = LightGBMFacts.importance(document)
    remarks = LightGBMRemarks.remarks(document, signature: signature)
  }

  package func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    LightGBMScorer(self, request: request)
  }

  /// The margins of one row by plain walks: slow, and obviously right.
  ///
  /// **Shape:** as `Forest.margins(of:)`.
  package func margins(of row: [Double]) -> [Double] {
    guard !linear.isEmpty else { return forest.margins(of: row) }
    var sums = forest.base
    for (tree, linear) in zip(forest.trees, linear) {
      let leaf = forest.leaf(of: row, in: tree)
      let value = tree.leaves[leaf]
      sums[tree.output] += linear?.output(of: leaf, value: value, row: row) ?? value
    }
    return sums
  }
}
