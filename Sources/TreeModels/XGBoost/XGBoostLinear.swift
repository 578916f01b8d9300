import Diagnostics

/// The weights of a gblinear model.
struct XGBoostLinear: Sendable, Hashable {
  let features: Int
  let outputs: Int
  /// `weights[feature * outputs + output]`.
  let weights: [Float]
  /// Where each sum starts: its bias and the base score.
  let starts: [Float]
  let rounds: Int?

  /// nil, and problems, where they can't be read.
  static func read(
    _ booster: [String: XGBoostValue], _ learner: XGBoostLearner, _ fields: inout XGBoostFields
  ) -> XGBoostLinear? {
    let path = "learner.gradient_booster.model"
    guard let model = fields.object(path, in: booster) else { return nil }
    let count = (learner.features + 1) * learner.outputs
    guard let weights = model["weights"]?.numbers, weights.count == count else {
      fields.malformed(
        "\(path).weights", expected: "\(count) numbers", found: model["weights"]?.numbers.map { "\($0.count)" } ?? "none")
      return nil
    }
    guard weights.allSatisfy(\.isFinite) else {
      fields.malformed("\(path).weights", expected: "finite numbers", found: "one that is none")
      return nil
    }
    let bias = weights[(learner.features * learner.outputs)...]
    var rounds: Int?
    if case .integer(let number)? = model["boosted_rounds"] { rounds = Int(exactly: number) }
    // XGBoost adds the first output's base score to all of them.
    return XGBoostLinear(
      features: learner.features, outputs: learner.outputs, weights: Array(weights.dropLast(learner.outputs)),
      starts: bias.map { $0 + learner.base[0] }, rounds: rounds)
  }

  /// Adds up a tile, feature by feature, in the framework's order and precision.
  ///
  /// **Shape:** `input(f)` gives `rows` values; `margins` takes 256 for each output. **Missing values:** NaN is
  /// left out.
  /// **Source:** XGBoost, `GBLinear::Pred`.
  func score(
    _ input: (_ feature: Int) -> UnsafePointer<Double>, rows: Int, into margins: UnsafeMutablePointer<Double>
  ) {
    let tile = ForestPlan.tileRows
    for output in 0..<outputs {
      for row in 0..<rows { margins[output * tile + row] = Double(starts[output]) }
    }
    for feature in 0..<features {
      let values = input(feature)
      for output in 0..<outputs {
        let weight = weights[feature * outputs + output]
        let sums = margins + output * tile
        for row in 0..<rows {
          let value = Float(values[row])
          if value.isNaN { continue }
          sums[row] = Double(Float(sums[row]) + value * weight)
        }
      }
    }
  }
}
