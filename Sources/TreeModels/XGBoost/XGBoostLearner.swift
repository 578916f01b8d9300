import Diagnostics

/// What a model file says beside its trees or weights.
struct XGBoostLearner: Sendable {
  let version: [Int]
  let objective: XGBoostObjective
  /// The objective's own parameters: `quantile_alpha` and the like.
  let objectiveParameters: [String: String]
  let booster: String
  let features: Int
  /// Margins of a row.
  let outputs: Int
  /// 0 where the model has none.
  let classes: Int
  /// As the file has it, one or one for each output.
  let baseScore: [Float]
  /// What each margin starts from.
  let base: [Float]
  let names: [String]
  let types: [String]
  let attributes: [String: String]

  /// The last minor version whose files were compared with ours.
  static let latest = [3, 4]
  /// The largest number of features and of outputs.
  static let countLimit = 1 << 24
  /// The largest number of features that the file does not name: nothing in it is as long as its claim.
  static let namelessLimit = 1 << 17

  var versionText: String { version.map { String($0) }.joined(separator: ".") }

  /// Iterations up to the best one, where early stopping found one.
  var bestIterations: Int? {
    guard let text = attributes["best_iteration"], text.utf8.count <= 9, let best = Int(text), best >= 0
    else {
      return nil
    }
    return best + 1
  }
}

extension XGBoostLearner {
  /// nil, and problems, where it can't be read.
  static func read(_ root: [String: XGBoostValue], _ fields: inout XGBoostFields) -> XGBoostLearner? {
    let version = readVersion(root, &fields)
    guard let learner = fields.object("learner", in: root) else { return nil }
    let parameters = fields.object("learner.learner_model_param", in: learner)
    let objective = readObjective(learner, &fields)
    let booster = fields.object("learner.gradient_booster", in: learner)
      .flatMap { fields.text("learner.gradient_booster.name", in: $0) }
    let names = fields.texts("learner.feature_names", in: learner)
    let types = fields.texts("learner.feature_types", in: learner)
    guard let parameters, let objective, let booster else { return nil }

    let path = "learner.learner_model_param"
    let features = fields.count("\(path).num_feature", in: parameters)
    let classes = fields.count("\(path).num_class", in: parameters)
    let targets = fields.count("\(path).num_target", in: parameters, missing: 1)
    let scores = fields.text("\(path).base_score", in: parameters).flatMap { text -> [Float]? in
      let scores = baseScores(text)
      if scores == nil {
        fields.malformed("\(path).base_score", expected: "a number or a list", found: quoted(text))
      }
      return scores
    }
    guard let features, let classes, let targets, let scores else { return nil }
    let outputs = max(classes, targets, 1)
    guard features <= countLimit, outputs <= 1 << 16 else {
      fields.unsupported(
        "the model has more features or outputs than can be", expected: "at most \(countLimit) and 65536",
        found: "\(features) and \(outputs)")
      return nil
    }
    guard !names.isEmpty || features <= namelessLimit else {
      fields.unsupported(
        "the model has more features than can be without names", expected: "at most \(namelessLimit)",
        found: "\(features)")
      return nil
    }
    if classes > 1, targets > 1 {
      fields.malformed("\(path).num_target", expected: "classes or targets", found: "both")
    }
    check(objective.0, classes: classes, outputs: outputs, &fields)
    check(names: names, types: types, features: features, &fields)
    let margins = scores.compactMap { objective.0.margin(ofBase: $0) }.filter(\.isFinite)
    guard margins.count == scores.count, scores.count == 1 || scores.count == outputs else {
      fields.malformed(
        "\(path).base_score",
        expected: "one, or one for each of \(outputs) outputs, that '\(objective.0.rawValue)' takes",
        found: "\(scores.count): \(scores.prefix(4).map { "\($0)" }.joined(separator: ", "))")
      return nil
    }
    let found = XGBoostLearner(
      version: version, objective: objective.0, objectiveParameters: objective.1, booster: booster,
      features: features, outputs: outputs, classes: classes, baseScore: scores,
      base: margins.count == outputs ? margins : [Float](repeating: margins[0], count: outputs),
      names: names, types: types,
      attributes: (learner["attributes"]?.object ?? [:]).compactMapValues(\.text))
    found.checkQuantiles(&fields)
    return found
  }

  private static func readVersion(_ root: [String: XGBoostValue], _ fields: inout XGBoostFields) -> [Int] {
    guard let list = root["version"]?.integers, (2...3).contains(list.count) else {
      fields.malformed("version", expected: "three whole numbers", found: root["version"]?.kind ?? "nothing")
      return []
    }
    let version = (0..<list.count).map { list[$0] }
    if !(1...3).contains(version[0]) {
      fields.add(
        Diagnostic(
          .xgboostVersion, .configuration, at: fields.place, "this version of XGBoost's models is not read",
          expected: "1.0 to 3.4", found: version.map { String($0) }.joined(separator: ".")))
    }
    return version
  }

  private static func readObjective(
    _ learner: [String: XGBoostValue], _ fields: inout XGBoostFields
  ) -> (XGBoostObjective, [String: String])? {
    guard let object = fields.object("learner.objective", in: learner),
      let name = fields.text("learner.objective.name", in: object)
    else { return nil }
    guard let objective = XGBoostObjective(rawValue: name) else {
      let known = XGBoostObjective.allCases.map(\.rawValue)
      fields.unsupported(
        "the objective \(quoted(name)) is unknown", expected: "one of '\(known.joined(separator: "', '"))'",
        next: nearestName(to: name, among: known).map { "Did you mean '\($0)'?" })
      return nil
    }
    var parameters: [String: String] = [:]
    for value in object.values {
      for (key, value) in value.object ?? [:] { if let text = value.text { parameters[key] = text } }
    }
    return (objective, parameters)
  }

  /// A number, or a list of them in brackets, in a text.
  static func baseScores(_ text: String) -> [Float]? {
    guard let value = try? JSONModelReader.read(Array(text.utf8)) else { return nil }
    switch value {
    case .number(let number): return [number]
    case .integer(let integer): return [Float(integer)]
    default:
      guard let numbers = value.numbers, !numbers.isEmpty else { return nil }
      return numbers
    }
  }

  private static func check(
    _ objective: XGBoostObjective, classes: Int, outputs: Int, _ fields: inout XGBoostFields
  ) {
    let needsClasses = objective.transform == .softmax
    if needsClasses, classes < 2 {
      fields.malformed(
        "learner.learner_model_param.num_class", expected: "at least 2 classes", found: "\(classes)")
    }
    if objective.isRanking || objective == .accelerated || objective == .cox, outputs > 1 {
      fields.unsupported("the objective '\(objective.rawValue)' has one output", found: "\(outputs)")
    }
  }

  private static func check(names: [String], types: [String], features: Int, _ fields: inout XGBoostFields) {
    if !names.isEmpty, names.count != features {
      fields.malformed("learner.feature_names", expected: "\(features) names", found: "\(names.count)")
    }
    if Set(names).count != names.count {
      fields.malformed("learner.feature_names", expected: "different names", found: "some of them twice")
    }
    if !types.isEmpty, types.count != features {
      fields.malformed("learner.feature_types", expected: "\(features) types", found: "\(types.count)")
    }
    for type in Set(types).subtracting(["float", "int", "i", "q", "c"]).sorted() {
      fields.unsupported(
        "the feature type \(quoted(type)) is unknown", expected: "'float', 'int', 'i', 'q' or 'c'")
    }
  }
}
