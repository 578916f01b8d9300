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
  /// log(1 + exp x), by `log1p`: cross_entropy_lambda of LightGBM 3.3 and later.
  case softplus
  /// log(1 + exp x), the sum rounded first: cross_entropy_lambda up to 3.2. Below -37 it is 0.
  case roundedSoftplus
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
    case .roundedSoftplus: log(1 + exp(margin))
    case .sigmoid(let steepness), .sigmoids(let steepness): 1 / (1 + exp(-steepness * margin))
    }
  }
}
