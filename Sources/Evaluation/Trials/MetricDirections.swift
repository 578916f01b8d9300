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
  /// a leading `neg` does. nil where another word may: `std_test_accuracy`, `fpr_at_95_recall`, `1-auc`.
  static func named(_ metric: String) -> Direction? {
    guard var words = core(of: words(metric)) else { return nil }
    let isNegated = words.first == "neg" || words.first == "negative"
    if isNegated { words.removeFirst() }
    if words.count > 1, words.last == "score" || words.last == "rate" { words.removeLast() }
    guard let last = words.last, turning.isDisjoint(with: words) else { return nil }
    let whole = words.joined(separator: "_")
    let found: Direction?
    if up.contains(whole) {
      found = .up
    } else if down.contains(whole) {
      found = .down
    } else if up.contains(last), !ambiguous.contains(last), down.isDisjoint(with: words) {
      found = .up
    } else {
      found = down.contains(last) && up.isDisjoint(with: words.dropLast()) ? .down : nil
    }
    return isNegated ? found.map { $0 == .up ? .down : .up } : found
  }

  /// The words that name the metric: without contexts, their numbers (`validation_0`) and cut-offs at the end
  /// (`@10`, `at_10`); nil where a number stands anywhere else.
  private static func core(of words: [String]) -> [String]? {
    var words = words
    while let last = words.last, last.allSatisfy(\.isNumber) || contexts.contains(last) { words.removeLast() }
    if words.count > 1, words.last == "at" { words.removeLast() }
    var core: [String] = []
    for (place, word) in words.enumerated() where !contexts.contains(word) {
      guard word.allSatisfy(\.isNumber) else {
        core.append(word)
        continue
      }
      guard place > 0, contexts.contains(words[place - 1]) || words[place - 1] == "top" else { return nil }
    }
    return core
  }

  /// What makes another number of a metric: its spread, its rank among others, how long it took to get there.
  private static let turning: Set<String> = [
    "std", "stdev", "sd", "sem", "var", "variance", "rank", "ranking", "time", "seconds", "duration", "step",
    "steps",
    "epoch", "epochs", "iterations", "rounds", "to", "at", "minus", "inverse", "inv", "gap", "diff", "delta",
    "difference", "drop", "change", "regret", "count", "size",
  ]

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
