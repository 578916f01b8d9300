import Glibc
import Models

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

/// The objective line of a model file.
struct LightGBMObjectiveLine: Sendable, Hashable {
  /// LightGBM's current name of it: `regression`, `binary`, …; nil where the file has none.
  let name: String?
  /// As it stands in the file.
  let text: String
  let objective: LightGBMObjective
  let isRanking: Bool

  /// A model trained with an objective of one's own.
  static let custom = LightGBMObjectiveLine(name: nil, text: "custom", objective: .identity, isRanking: false)

  /// What an unknown name is compared with.
  static let names = [
    "regression", "regression_l1", "huber", "fair", "quantile", "mape", "poisson", "gamma", "tweedie",
    "binary", "multiclass", "multiclassova", "cross_entropy", "cross_entropy_lambda", "lambdarank",
    "rank_xendcg", "custom",
  ]

  /// **Source:** LightGBM, `ParseObjectiveAlias`.
  private static func currentName(_ name: String) -> String {
    switch name {
    case "regression_l2", "mean_squared_error", "mse", "l2", "l2_root", "root_mean_squared_error", "rmse":
      "regression"
    case "mean_absolute_error", "l1", "mae": "regression_l1"
    case "softmax": "multiclass"
    case "multiclass_ova", "ova", "ovr": "multiclassova"
    case "xentropy": "cross_entropy"
    case "xentlambda": "cross_entropy_lambda"
    case "mean_absolute_percentage_error": "mape"
    case "xendcg", "xe_ndcg", "xe_ndcg_mart", "xendcg_mart": "rank_xendcg"
    case "none", "null", "na": "custom"
    default: name
    }
  }

  /// What is wrong with an objective line.
  enum Fault: Error {
    case unknown(String)
    case parameter(String)
  }

  /// **Shape:** `classes` is the file's own number of classes.
  static func read(_ text: LightGBMText, _ value: Range<Int>, classes: Int) throws(Fault) -> Self {
    let fields = text.fields(value)
    guard let first = fields.first else { return custom }
    let name = currentName(text.string(first))
    var isSqrt = false
    var steepness: Double?
    var declaredClasses: Int?
    for field in fields.dropFirst() {
      if text.string(field) == "sqrt" { isSqrt = true }
      guard let colon = text.bytes[field].firstIndex(of: 0x3A) else { continue }
      let value = colon + 1..<field.upperBound
      switch text.string(field.lowerBound..<colon) {
      case "sigmoid":
        guard let number = LightGBMNumber.fast(text.bytes, value), number > 0, number.isFinite else {
          throw .parameter("sigmoid")
        }
        steepness = number
      case "num_class":
        guard let number = LightGBMNumber.integer(text.bytes, value) else { throw .parameter("num_class") }
        declaredClasses = number
      default: continue
      }
    }
    var objective: LightGBMObjective
    switch name {
    case "regression", "regression_l1", "fair", "quantile", "mape":
      objective = isSqrt ? .signedSquare : .identity
    case "huber", "lambdarank", "rank_xendcg": objective = .identity
    case "poisson", "gamma", "tweedie": objective = .exponential
    case "binary":
      guard let steepness else { throw .parameter("sigmoid") }
      objective = .sigmoid(steepness)
    case "cross_entropy": objective = .sigmoid(1)
    case "cross_entropy_lambda": objective = .softplus
    case "multiclass": objective = .softmax
    case "multiclassova":
      guard let steepness else { throw .parameter("sigmoid") }
      objective = .sigmoids(steepness)
    case "custom": return custom
    default: throw .unknown(name)
    }
    switch objective {
    case .softmax, .sigmoids:
      guard declaredClasses == classes, classes > 1 else { throw .parameter("num_class") }
    default:
      guard classes == 1 else { throw .parameter("num_class") }
    }
    return LightGBMObjectiveLine(
      name: name, text: text.string(value), objective: objective,
      isRanking: name == "lambdarank" || name == "rank_xendcg")
  }
}
