import Glibc

/// What an XGBoost model was trained for: how its base score becomes a margin and its sum a prediction.
///
/// **Source:** XGBoost, `PredTransform` and `ProbToMargin` of each objective.
enum XGBoostObjective: String, Sendable, Hashable, CaseIterable {
  case squaredError = "reg:squarederror"
  case linear = "reg:linear"
  case squaredLogError = "reg:squaredlogerror"
  case logistic = "reg:logistic"
  case pseudoHuber = "reg:pseudohubererror"
  case absoluteError = "reg:absoluteerror"
  case quantile = "reg:quantileerror"
  case gamma = "reg:gamma"
  case tweedie = "reg:tweedie"
  case poisson = "count:poisson"
  case binaryLogistic = "binary:logistic"
  case logitRaw = "binary:logitraw"
  case hinge = "binary:hinge"
  case softmax = "multi:softmax"
  case softprob = "multi:softprob"
  case rankPairwise = "rank:pairwise"
  case rankNDCG = "rank:ndcg"
  case rankMAP = "rank:map"
  case accelerated = "survival:aft"
  case cox = "survival:cox"

  /// How a sum becomes a prediction.
  enum Transform: Sendable, Hashable {
    case identity, sigmoid, exponential, step, softmax
  }

  var transform: Transform {
    switch self {
    case .squaredError, .linear, .squaredLogError, .pseudoHuber, .absoluteError, .quantile, .logitRaw,
      .rankPairwise, .rankNDCG, .rankMAP:
      .identity
    case .logistic, .binaryLogistic: .sigmoid
    case .gamma, .tweedie, .poisson, .accelerated, .cox: .exponential
    case .hinge: .step
    case .softmax, .softprob: .softmax
    }
  }

  var isRanking: Bool { self == .rankPairwise || self == .rankNDCG || self == .rankMAP }

  /// The margin that a base score stands for; nil where it stands for none.
  func margin(ofBase score: Float) -> Float? {
    switch transform {
    case .identity, .step, .softmax: return score
    case .sigmoid:
      guard score >= 0, score <= 1 else { return nil }
      let bounded = min(max(score, 1e-6), 1 - 1e-6)
      return -logf(1 / bounded - 1)
    case .exponential: return score > 0 ? logf(score) : nil
    }
  }
}

extension XGBoostObjective.Transform {
  /// One margin's prediction, in the framework's own operations.
  ///
  /// **Source:** XGBoost, `common::Sigmoid`.
  @inline(__always)
  func prediction(_ margin: Float) -> Float {
    switch self {
    case .identity, .softmax: margin
    case .sigmoid: 1 / (expf(min(-margin, 88.7)) + 1)
    case .exponential: expf(margin)
    case .step: margin > 0 ? 1 : 0
    }
  }
}
