package import Diagnostics
package import Models

/// An XGBoost model, opened.
///
/// Sums are made in `Float`, in the framework's own order: the base margin, then tree after tree. Inputs are
/// rounded to `Float` by way of `Double`.
/// **Missing values:** every input may be missing; the trees say what that means, and a linear model leaves it
/// out.
package struct XGBoostModel: Model {
  package let signature: Signature
  package let facts: [(name: String, value: String)]
  package let importance: [FeatureImportance]
  package let remarks: [String]
  /// The trees themselves, for a plain walk; nil for a linear model.
  package let forest: Forest?
  let linear: XGBoostLinear?
  let outputs: Int
  let objective: XGBoostObjective
  let sortsQuantiles: Bool
  /// nil: a forest beyond what byte columns hold, which is walked plainly.
  let plan: ForestPlan?

  package var agreement: Agreement { .single }
  package var batchRows: Int { ForestPlan.tileRows }

  init(
    _ document: XGBoostDocument, signature: Signature, isBinary: Bool, iterations: ArtefactOptions.Iterations?
  ) {
    let learner = document.learner
    self.signature = signature
    objective = learner.objective
    sortsQuantiles = learner.sortsQuantiles
    outputs = learner.outputs
    var used: Int?
    switch document.booster {
    case .linear(let linear):
      self.linear = linear
      forest = nil
      plan = nil
    case .trees(let trees):
      var count = trees.iterations
      if iterations == .best, let best = learner.bestIterations { count = min(best, count) }
      let forest = Forest(
        features: learner.features, trees: trees.trees.prefix(trees.ends[count]).map(\.tree),
        sets: trees.sets,
        base: learner.base.map { Double($0) }, precision: .float, roundsInputs: true, belowZeroIsZero: false)
      self.forest = forest
      plan = ForestPlan(forest)
      linear = nil
      used = count
    }
    let about = XGBoostFacts(document, signature: signature, isBinary: isBinary, usedIterations: used)
    facts = about.facts
    importance = about.importance
    remarks = about.remarks
  }

  package func boundaryValues(limit: Int) -> [[Double]] {
    guard let forest else { return signature.inputs.map { _ in [] } }
    return XGBoostBoundaries.values(forest, signature: signature, limit: limit)
  }

  package func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    XGBoostScorer(self, plan: plan, request: request)
  }
}
