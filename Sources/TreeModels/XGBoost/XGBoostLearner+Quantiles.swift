import Diagnostics

extension XGBoostLearner {
  /// The quantiles that the outputs are, in their order; nil where they don't fit the outputs.
  var quantiles: [Float]? {
    guard objective == .quantile, let text = objectiveParameters["quantile_alpha"],
      let alphas = XGBoostLearner.baseScores(text.replacing("(", with: "[").replacing(")", with: "]")),
      alphas.count == outputs
    else { return nil }
    return alphas
  }

  /// Whether the quantiles of a row are put in order. **Source:** XGBoost 3.4, its release notes and its predictions.
  var sortsQuantiles: Bool {
    objective == .quantile && outputs > 1 && !version.lexicographicallyPrecedes([3, 4])
  }

  /// XGBoost 3.4 neither trains nor loads a model whose quantiles do not ascend: it gives no predictions that could
  /// be followed, and sorted ones would stand under the wrong names.
  func checkQuantiles(_ fields: inout XGBoostFields) {
    guard sortsQuantiles else { return }
    guard let quantiles else {
      return fields.malformed(
        "learner.objective.quantile_loss_param.quantile_alpha", expected: "\(outputs) quantiles",
        found: objectiveParameters["quantile_alpha"].map { quoted($0) } ?? "nothing")
    }
    guard zip(quantiles, quantiles.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      return fields.unsupported(
        "the 'quantile_alpha' of a model of XGBoost \(versionText) do not ascend",
        expected: "as XGBoost 3.4 and later demand: [\(XGBoostLearner.list(quantiles.sorted()))]",
        found: "[\(XGBoostLearner.list(quantiles))]",
        next: "Train it with ascending quantiles, or keep the file that an older version wrote.")
    }
  }

  private static func list(_ quantiles: [Float]) -> String {
    quantiles.prefix(20).map { "\($0)" }.joined(separator: ", ") + (quantiles.count > 20 ? ", …" : "")
  }
}
