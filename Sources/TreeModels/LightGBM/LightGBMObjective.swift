import Glibc

/// What a LightGBM model was trained for, and how its sums become predictions.
///
/// **Source:** LightGBM, `ObjectiveFunction::ConvertOutput` of each objective.
enum LightGBMObjective: Sendable, Hashable {
  /// The sum itself: regression of most kinds, ranking.
  case identity
  /// sign(x) · x².
  case signedSquare
  /// exp x: poisson, gamma, tweedie.
  case exponential
  /// log(1 + exp x): cross_entropy_lambda.
  case softplus
  /// 1 / (1 + exp(-k x)): binary, cross_entropy.
  case sigmoid(Double)
  case softmax
  /// A sigmoid for each class, not normalised: multiclassova.
  case sigmoids(Double)

  /// One margin's prediction.
  @inline(__always)
  func prediction(_ margin: Double) -> Double {
    switch self {
    case .identity, .softmax: margin
    case .signedSquare: margin > 0 ? margin * margin : -margin * margin
    case .exponential: exp(margin)
    case .softplus: log1p(exp(margin))
    case .sigmoid(let steepness), .sigmoids(let steepness): 1 / (1 + exp(-steepness * margin))
    }
  }
}
