package import Datasets
package import Diagnostics
package import Models
package import Workspace

extension Diagnostic.Identifier {
  package static let outputUnavailable = Self("output-unavailable")
  package static let outputWithoutBands = Self("output-without-bands")
  package static let outputNameCollision = Self("output-name-collision")
}

/// Which prediction columns one model gives for the outputs that a job asks for.
package struct OutputSelection: Sendable, Hashable {
  /// Names, kinds and values, in the order in which the outputs were asked for.
  package let columns: [OutputColumn]
  /// Indices of the model's outputs that must be filled.
  package let wanted: Set<Int>

  /// - Parameters:
  ///   - model: the model's place in the plan; 0 is the champion.
  ///   - asked: nil for all that the model has, in its own order, except bands.
  ///   - bands: the version's cut points.
  ///   - lenient: a shadow's: what it does not have is left out instead of refused.
  package init(
    model: Int, label: String, signature: Signature, asked: [Configuration.Job.Prediction]?,
    bands: [Double]?, lenient: Bool = false, place: Diagnostic.Place? = nil
  ) throws(Problems) {
    var problems = Problems()
    var columns: [OutputColumn] = []
    var wanted: Set<Int> = []

    func take(_ index: Int) {
      let output = signature.outputs[index]
      let kind: OutputColumn.Kind = output.kind == .number ? .real : .text
      wanted.insert(index)
      columns.append(
        OutputColumn(name: output.name, kind: kind, value: .prediction(model: model, output: index)))
    }

    guard let asked else {
      for index in signature.outputs.indices { take(index) }
      self.columns = columns
      self.wanted = wanted
      return
    }
    for prediction in asked {
      if prediction == .band {
        let base = OutputSelection.bandBase(signature)
        guard let base, let bands else {
          if !lenient {
            problems.add(
              Diagnostic(
                .outputWithoutBands, .configuration, at: place,
                base == nil
                  ? "\(label) has no single score that bands could divide"
                  : "\(label) was registered without bands",
                next: base == nil
                  ? "Leave 'band' out of outputs."
                  : "Name a profile with bands in the version's metadata, or leave 'band' out of outputs."))
          }
          continue
        }
        wanted.insert(base)
        columns.append(
          OutputColumn(
            name: OutputNames.band, kind: .integer, value: .band(model: model, output: base, cuts: bands)))
        continue
      }
      let indices = signature.outputs.indices.filter {
        OutputSelection.matches(signature.outputs[$0].name, prediction, signature.task)
      }
      if indices.isEmpty, !lenient {
        problems.add(
          Diagnostic(
            .outputUnavailable, .configuration, at: place,
            "\(label) gives no '\(prediction.rawValue)'",
            next: "It gives \(signature.outputs.map(\.name).joined(separator: ", "))."))
      }
      for index in indices { take(index) }
    }
    try problems.throwIfAny()
    self.columns = columns
    self.wanted = wanted
  }

  /// The output whose tenths are bands: the probability of two classes, or the only number.
  package static func bandBase(_ signature: Signature) -> Int? {
    switch signature.task {
    case .binary: signature.outputs.firstIndex { $0.name == OutputNames.probability }
    case .regression, .ranking: signature.outputs.firstIndex { $0.name == OutputNames.prediction }
    case .multiclass, .targets, .lookup: nil
    }
  }

  private static func matches(
    _ name: String, _ prediction: Configuration.Job.Prediction, _ task: Signature.Task
  ) -> Bool {
    switch (prediction, task) {
    case (.margin, .multiclass(let labels)): labels.contains { OutputNames.margin(of: $0) == name }
    case (.probability, .multiclass(let labels)): labels.contains { OutputNames.probability(of: $0) == name }
    case (.prediction, .targets(let targets)): targets.contains { OutputNames.prediction(of: $0) == name }
    case (.margin, _): name == OutputNames.margin
    case (.probability, _): name == OutputNames.probability
    case (.prediction, _): name == OutputNames.prediction
    case (.class, _): name == OutputNames.label
    case (.band, _): false
    }
  }

  /// Refuses two columns of one name, telling where they come from.
  package static func checkNames(_ columns: [OutputColumn], place: Diagnostic.Place?) throws(Problems) {
    var problems = Problems()
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.name.lowercased()).inserted {
      problems.add(
        Diagnostic(
          .outputNameCollision, .configuration, at: place,
          "two columns of the output are called '\(column.name)'",
          next: "Give the dataset's column another name in its query, and use rename for the model's input."))
    }
    try problems.throwIfAny()
  }
}
