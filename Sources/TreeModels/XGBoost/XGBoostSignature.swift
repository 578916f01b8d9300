import Diagnostics
import Models

/// What a model reads and gives, from its file and what a person says about it.
enum XGBoostSignature {
  static func make(
    _ document: XGBoostDocument, _ options: ArtefactOptions, _ fields: inout XGBoostFields
  ) -> Signature {
    let learner = document.learner
    let names = names(learner, options, &fields)
    let inputs = names.enumerated().map { index, name in
      Input(name: name, kind: document.categories[index].map { .category($0) } ?? .number, required: false)
    }
    let task = task(learner, options.labels, &fields)
    return Signature(task: task, inputs: inputs, outputs: outputs(learner, task))
  }

  /// A hinge model tells the class and no probability.
  private static func outputs(_ learner: XGBoostLearner, _ task: Signature.Task) -> [Output] {
    let outputs = OutputNames.outputs(of: task)
    return learner.objective == .hinge ? outputs.filter { $0.name != OutputNames.probability } : outputs
  }

  /// Without names the framework's own: f0, f1, ….
  private static func names(
    _ learner: XGBoostLearner, _ options: ArtefactOptions, _ fields: inout XGBoostFields
  ) -> [String] {
    let own = learner.names.isEmpty ? (0..<learner.features).map { "f\($0)" } : learner.names
    guard let columns = options.columns else { return own }
    if !learner.names.isEmpty {
      if columns == learner.names { return own }
      fields.add(
        Diagnostic(
          .xgboostColumns, .configuration, at: fields.place,
          "columns are given, but the model names its inputs itself",
          next: "Remove the columns."))
    } else if columns.count != learner.features || Set(columns).count != columns.count {
      fields.add(
        Diagnostic(
          .xgboostColumns, .configuration, at: fields.place, "the columns do not fit the model's inputs",
          expected: "\(learner.features) different names", found: "\(columns.count)"))
    } else {
      return columns
    }
    return own
  }

  private static func task(
    _ learner: XGBoostLearner, _ labels: [String]?, _ fields: inout XGBoostFields
  ) -> Signature.Task {
    let objective = learner.objective
    let classes: Int
    switch objective {
    case .binaryLogistic, .hinge: classes = learner.outputs == 1 ? 2 : 0
    case .softmax, .softprob: classes = learner.outputs
    default: classes = 0
    }
    if let labels, labels.count != classes || Set(labels).count != classes {
      fields.add(
        Diagnostic(
          .xgboostLabels, .configuration, at: fields.place,
          classes == 0
            ? "labels are given, but the model's objective '\(objective.rawValue)' has no classes"
            : "the labels do not fit the model's classes",
          expected: classes == 0 ? nil : "\(classes) different labels", found: "\(labels.count)",
          next: classes == 0 ? "Remove the labels." : nil))
      return .regression
    }
    let names = labels ?? (0..<max(classes, learner.outputs)).map { String($0) }
    if classes == 2, learner.outputs == 1 { return .binary(negative: names[0], positive: names[1]) }
    if classes > 0 { return .multiclass(names) }
    if objective.isRanking { return .ranking }
    if learner.outputs == 1 { return .regression }
    return .targets(targets(learner))
  }

  /// Quantile models name their targets by their quantiles, others by number.
  private static func targets(_ learner: XGBoostLearner) -> [String] {
    guard let quantiles = learner.quantiles, Set(quantiles).count == quantiles.count else {
      return (0..<learner.outputs).map { String($0) }
    }
    return quantiles.map { "\($0)" }
  }
}
