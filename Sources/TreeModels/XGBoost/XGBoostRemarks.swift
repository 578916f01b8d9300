import Diagnostics
import Models

/// What is unusual in a model.
enum XGBoostRemarks {
  static func remarks(_ document: XGBoostDocument, _ signature: Signature, usedIterations: Int?) -> [String] {
    let learner = document.learner
    var remarks: [String] = []
    if case .trees(let trees) = document.booster {
      let used = usedIterations ?? trees.iterations
      if let best = learner.bestIterations, best < used {
        remarks.append(
          "All \(used) iterations are used, though early stopping found \(best) best: XGBoost's Booster uses all, "
            + "its scikit-learn wrapper only the best. Choose with --iterations.")
      }
      if used < trees.iterations {
        remarks.append("Only the best \(used) of \(trees.iterations) iterations are used.")
      }
      if trees.trees.allSatisfy({ $0.tree.splits.isEmpty }) {
        remarks.append("No tree has a split: every row gets the same answer.")
      }
      if trees.isDart {
        remarks.append(
          "It is a dart model: XGBoost's predict and inplace_predict may differ in the last bits; predict on a "
            + "DMatrix is followed.")
      }
    }
    if learner.objective == .quantile, learner.outputs > 1 {
      remarks.append(
        learner.sortsQuantiles
          ? "Its quantiles are put in order for each row, as XGBoost 3.4 and later do."
          : "Its quantiles are predicted one by one and may cross.")
      if let quantiles = learner.quantiles, zip(quantiles, quantiles.dropFirst()).contains(where: { $0 > $1 })
      {
        remarks.append("Its quantiles do not ascend: XGBoost 3.4 and later do not load it.")
      }
    }
    if learner.objective == .logitRaw {
      remarks.append("Its prediction is the margin, before the logistic function.")
    }
    if learner.base.contains(where: { $0.magnitude > 100 }) {
      remarks.append(
        "The base score is far from 0: sums in single precision lose digits of what the trees add.")
    }
    if learner.names.isEmpty {
      remarks.append("The model does not name its inputs; they are f0, f1, … in order.")
    }
    if learner.types.contains("c"), document.categories.isEmpty {
      remarks.append("Some inputs are category codes, as numbers; the file does not name the categories.")
    }
    remarks += UnreadCategories.remarks(signature) + early(document)
    if learner.version.count > 1, learner.version.lexicographicallyPrecedes(XGBoostLearner.latest) == false,
      Array(learner.version.prefix(2)) != XGBoostLearner.latest
    {
      remarks.append(
        "It was written by XGBoost \(learner.versionText), newer than 3.4, whose files were compared.")
    }
    remarks.append("Inputs are rounded to single precision before they are compared, as XGBoost does.")
    return remarks
  }

  /// Files of versions that do not predict from them as later ones do, which are followed.
  private static func early(_ document: XGBoostDocument) -> [String] {
    let learner = document.learner
    guard learner.version.lexicographicallyPrecedes([1, 7]) else { return [] }
    let what: String
    switch document.booster {
    case .linear: what = "a linear model's probabilities may differ in the last bits"
    case .trees(let trees):
      let splits = trees.trees.lazy.flatMap(\.tree.splits)
      if splits.contains(where: { if case .categories = $0.rule { true } else { false } }) {
        what = "rows may take another way at its categorical splits"
      } else if trees.isDart {
        what = "a dart model's probabilities may differ in the last bits"
      } else {
        return []
      }
    }
    return [
      "It was written by XGBoost \(learner.versionText) and is scored as 1.7 and later score it: in older versions "
        + "\(what)."
    ]
  }
}
