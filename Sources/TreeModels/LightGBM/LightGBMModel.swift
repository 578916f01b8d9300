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
  /// The trees themselves, for a plain walk.
  package let forest: Forest
  let objective: LightGBMObjective
  /// What the sums are divided by on their way to a prediction: the iterations of a random forest.
  let divisor: Double?
  /// nil: a forest beyond what byte columns hold, which is walked plainly.
  private let plan: ForestPlan?

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
    plan = ForestPlan(forest)
    objective = header.objective.objective
    facts = LightGBMFacts.facts(document)
    importance = LightGBMFacts.importance(document)
  }

  package func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    LightGBMScorer(self, plan: plan, request: request)
  }
}
