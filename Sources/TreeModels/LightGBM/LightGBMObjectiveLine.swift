/// The objective line of a model file.
struct LightGBMObjectiveLine: Sendable, Hashable {
  /// `custom` where the file has none.
  let name: LightGBMObjectiveName
  /// As it stands in the file.
  let text: String
  let objective: LightGBMObjective
  /// A model trained with an objective of one's own.
  static let custom = LightGBMObjectiveLine(name: .custom, text: "custom", objective: .identity)

  /// What is wrong with an objective line.
  enum Fault: Error {
    case unknown(String)
    case parameter(String)
  }

  /// **Shape:** `classes` is the file's own number of classes.
  static func read(_ text: LightGBMText, _ value: Range<Int>, classes: Int) throws(Fault) -> Self {
    let fields = text.fields(value)
    guard let first = fields.first else { return custom }
    guard let name = LightGBMObjectiveName(spelling: text.string(first)) else {
      throw .unknown(text.string(first))
    }
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
    let objective: LightGBMObjective
    switch name {
    case .regression, .regressionL1, .fair, .quantile, .mape: objective = isSqrt ? .signedSquare : .identity
    case .huber, .lambdarank, .rankXENDCG: objective = .identity
    case .poisson, .gamma, .tweedie: objective = .exponential
    case .binary:
      guard let steepness else { throw .parameter("sigmoid") }
      objective = .sigmoid(steepness)
    case .crossEntropy: objective = .sigmoid(1)
    case .crossEntropyLambda: objective = .softplus
    case .multiclass: objective = .softmax
    case .multiclassova:
      guard let steepness else { throw .parameter("sigmoid") }
      objective = .sigmoids(steepness)
    case .custom: return custom
    }
    switch objective {
    case .softmax, .sigmoids:
      guard declaredClasses == classes, classes > 1 else { throw .parameter("num_class") }
    default:
      guard classes == 1 else { throw .parameter("num_class") }
    }
    return LightGBMObjectiveLine(name: name, text: text.string(value), objective: objective)
  }
}
