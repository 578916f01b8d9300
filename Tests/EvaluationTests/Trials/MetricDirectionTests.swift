import Evaluation
import Testing
import Workspace

@Suite("Which way a metric is better")
struct MetricDirectionTests {
  @Test(
    "more, by its name",
    arguments: [
      "auc", "AUC", "val_auc", "test.f1-score", "roc_auc", "ndcg@10", "precision_at_5", "train/accuracy",
      "val_acc",
      "average_precision", "mean_average_precision", "r2", "balanced_accuracy_score", "f1_macro",
      "neg_log_loss",
      "neg_mean_squared_error", "log_likelihood", "hit_rate@10", "top_5_accuracy", "validation_0-auc",
      "valid_1's auc", "mean_test_accuracy",
    ])
  func up(metric: String) { #expect(MetricDirections().of(metric) == .up) }

  @Test(
    "less, by its name",
    arguments: [
      "loss", "val-loss", "binary_logloss", "log_loss", "brier_score", "rmse", "eval.mae",
      "mean_squared_error",
      "word_error_rate", "error@0.7", "negative_log_likelihood", "cross_entropy", "l2", "perplexity", "ece",
    ])
  func down(metric: String) { #expect(MetricDirections().of(metric) == .down) }

  @Test(
    "not told by its name",
    arguments: [
      "", "score", "seconds", "learning_rate", "2", "feature_map", "neg", "std_test_accuracy",
      "rank_test_accuracy", "fpr_at_95_recall", "time_to_accuracy", "one_minus_auc", "1-auc", "auc_gap",
      "accuracy_at_0.5_loss", "error_accuracy",
    ])
  func unknown(metric: String) { #expect(MetricDirections().of(metric) == nil) }

  @Test("what somebody says counts more")
  func declared() { #expect(MetricDirections(declared: ["auc": .down]).of("auc") == .down) }
}
