package import Workspace

/// Which way metrics are better: as somebody said, else where the name tells.
package struct MetricDirections: Sendable, Hashable {
  package typealias Direction = Configuration.KPI.Direction

  package let declared: [String: Direction]

  package init(declared: [String: Direction] = [:]) { self.declared = declared }

  /// nil where neither anybody nor the name tells.
  package func of(_ metric: String) -> Direction? { declared[metric] ?? MetricDirections.named(metric) }

  /// `train_loss`, `training_accuracy_score`: how well what was seen is remembered.
  static func isOfTraining(_ metric: String) -> Bool {
    words(metric).contains { $0 == "train" || $0 == "training" }
  }

  private static func words(_ metric: String) -> [String] {
    metric.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.map(String.init)
  }

  /// `val_auc`, `test.f1-score`, `ndcg@10`: data, averaging and cut-offs in a name do not turn a metric round;
  /// a leading `neg` does.
  static func named(_ metric: String) -> Direction? {
    var words = words(metric).filter { word in !contexts.contains(word) && !word.allSatisfy(\.isNumber) }
    let isNegated = words.first == "neg" || words.first == "negative"
    if isNegated { words.removeFirst() }
    if words.count > 1, words.last == "score" || words.last == "rate" || words.last == "at" {
      words.removeLast()
    }
    guard let last = words.last else { return nil }
    let whole = words.joined(separator: "_")
    let found: Direction?
    if up.contains(whole) {
      found = .up
    } else if down.contains(whole) {
      found = .down
    } else if up.contains(last), !ambiguous.contains(last) {
      found = .up
    } else {
      found = down.contains(last) ? .down : nil
    }
    return isNegated ? found.map { $0 == .up ? .down : .up } : found
  }

  /// Words about the data, the moment or the averaging.
  private static let contexts: Set<String> = [
    "val", "valid", "validation", "test", "testing", "train", "training", "eval", "evaluation", "holdout",
    "cv",
    "dev", "oof", "final", "best", "mean", "avg", "macro", "micro", "weighted", "binary", "multi",
  ]

  private static let up: Set<String> = [
    "auc", "roc_auc", "auroc", "rocauc", "pr_auc", "auprc", "aucpr", "prauc", "average_precision", "map",
    "accuracy", "acc", "balanced_accuracy", "f1", "precision", "recall", "sensitivity", "specificity", "tpr",
    "tnr", "mcc", "matthews", "matthews_corrcoef", "kappa", "cohen_kappa", "r2", "r_squared",
    "explained_variance", "ndcg", "mrr", "hit", "gini", "ks", "lift", "log_likelihood", "loglikelihood",
    "likelihood", "iou", "dice", "jaccard", "bleu", "psnr", "ssim",
  ]

  private static let down: Set<String> = [
    "loss", "logloss", "log_loss", "mlogloss", "brier", "rmse", "mse", "mae", "mape", "smape", "rmsle",
    "msle",
    "error", "errors", "err", "merror", "ece", "mce", "calibration", "deviance", "perplexity", "entropy",
    "crossentropy", "fpr", "fnr", "wer", "cer", "nll", "pinball", "quantile", "l1", "l2", "hamming", "huber",
    "divergence", "rmspe", "medae",
  ]

  /// What at the end of a longer name may mean something else: `feature_map`, `rate_limit_hit`.
  private static let ambiguous: Set<String> = ["map", "hit", "ks", "gini", "lift", "dice", "acc"]
}
