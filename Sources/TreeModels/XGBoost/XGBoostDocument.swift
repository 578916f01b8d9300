import Diagnostics

/// A whole model file, read and checked.
struct XGBoostDocument: Sendable {
  enum Booster: Sendable {
    case trees(XGBoostTrees)
    case linear(XGBoostLinear)
  }

  let learner: XGBoostLearner
  let booster: Booster
  /// Categories of a data frame's columns, by feature.
  let categories: [Int: [String]]

  /// The boosters that are read.
  static let boosters = ["gbtree", "dart", "gblinear"]

  /// nil, and problems, where it can't be read.
  static func read(_ root: [String: XGBoostValue], _ fields: inout XGBoostFields) -> XGBoostDocument? {
    guard let learner = XGBoostLearner.read(root, &fields),
      let object = root["learner"]?.object?["gradient_booster"]?.object
    else { return nil }
    let booster: Booster?
    switch learner.booster {
    case "gbtree", "dart": booster = XGBoostTrees.read(object, learner, &fields).map { .trees($0) }
    case "gblinear": booster = XGBoostLinear.read(object, learner, &fields).map { .linear($0) }
    default:
      booster = nil
      fields.unsupported(
        "the booster \(quoted(learner.booster)) is unknown", expected: "'\(boosters.joined(separator: "', '"))'")
    }
    let categories = XGBoostCategories.read(object, learner, &fields)
    return booster.map { XGBoostDocument(learner: learner, booster: $0, categories: categories) }
  }
}
