/// LightGBM's current names of the objectives that are read.
enum LightGBMObjectiveName: String, Sendable, CaseIterable {
  case regression
  case regressionL1 = "regression_l1"
  case huber, fair, quantile, mape, poisson, gamma, tweedie, binary, multiclass, multiclassova
  case crossEntropy = "cross_entropy"
  case crossEntropyLambda = "cross_entropy_lambda"
  case lambdarank
  case rankXENDCG = "rank_xendcg"
  /// One of the trainer's own: the file has no objective then.
  case custom

  /// **Source:** LightGBM, `ParseObjectiveAlias`; older versions wrote some of these into their files.
  init?(spelling: String) {
    switch spelling {
    case "regression_l2", "mean_squared_error", "mse", "l2", "l2_root", "root_mean_squared_error", "rmse":
      self = .regression
    case "mean_absolute_error", "l1", "mae": self = .regressionL1
    case "softmax": self = .multiclass
    case "multiclass_ova", "ova", "ovr": self = .multiclassova
    case "xentropy": self = .crossEntropy
    case "xentlambda": self = .crossEntropyLambda
    case "mean_absolute_percentage_error": self = .mape
    case "xendcg", "xe_ndcg", "xe_ndcg_mart", "xendcg_mart": self = .rankXENDCG
    case "none", "null", "na": self = .custom
    default: self.init(rawValue: spelling)
    }
  }

  var isRanking: Bool { self == .lambdarank || self == .rankXENDCG }

  /// What its sums become, for people.
  var prediction: String {
    switch self {
    case .regression, .regressionL1, .fair, .quantile, .mape: "the sum; with reg_sqrt sign(x) · x²"
    case .huber: "the sum"
    case .poisson, .gamma, .tweedie: "exp x"
    case .binary: "1 / (1 + exp(−sigmoid · x))"
    case .crossEntropy: "1 / (1 + exp(−x))"
    case .crossEntropyLambda: "log(1 + exp x)"
    case .multiclass: "softmax"
    case .multiclassova: "1 / (1 + exp(−sigmoid · x)) for each class, not normalised"
    case .lambdarank, .rankXENDCG: "the sum, which orders the rows of one query"
    case .custom: "the sum; the file does not tell what its trainer made of it"
    }
  }
}
