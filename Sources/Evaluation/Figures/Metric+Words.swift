import Workspace

extension Configuration.Evaluation.Metric {
  var isHigherBetter: Bool {
    switch self {
    case .auc, .averagePrecision, .accuracy, .balancedAccuracy, .f1, .mcc, .kappa, .r2: true
    case .logLoss, .brier, .calibration, .mae, .rmse, .mape, .pinball: false
    }
  }

  /// Whether versions are compared by it: the calibration error has no interval of its own.
  var isCompared: Bool { self != .calibration }

  /// How far apart two values can be; nil without a bound.
  var largestDifference: Double? {
    switch self {
    case .auc, .averagePrecision, .brier, .calibration, .accuracy, .balancedAccuracy, .f1: 1
    case .mcc, .kappa: 2
    case .logLoss, .mae, .rmse, .mape, .r2, .pinball: nil
    }
  }

  /// As a sentence writes it.
  var words: String {
    switch self {
    case .auc: "AUC"
    case .averagePrecision: "average precision"
    case .logLoss: "log loss"
    case .brier: "Brier score"
    case .calibration: "calibration error"
    case .accuracy: "accuracy"
    case .balancedAccuracy: "balanced accuracy"
    case .f1: "F1"
    case .mcc: "MCC"
    case .kappa: "kappa"
    case .mae: "mean absolute error"
    case .rmse: "root mean squared error"
    case .mape: "mean absolute percentage error"
    case .r2: "R²"
    case .pinball: "pinball loss"
    }
  }

  /// What a version does that is better at it.
  var verb: String {
    switch self {
    case .auc: "ranks"
    case .averagePrecision: "ranks the top"
    case .logLoss, .brier, .calibration: "gives probabilities"
    case .accuracy, .balancedAccuracy, .f1, .mcc, .kappa: "decides"
    case .mae, .rmse, .mape, .r2, .pinball: "predicts"
    }
  }
}
