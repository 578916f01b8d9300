package import Datasets
package import Diagnostics
package import Models
import Workspace

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
  ///   - asked: words for outputs, or the names of the model's own; nil for all that the model has, in its own
  ///     order, except bands.
  ///   - bands: the version's cut points.
  ///   - lenient: a shadow's: what it does not have is left out instead of refused.
  package init(
    model: Int, label: String, signature: Signature, asked: [String]?,
    bands: [Double]?, lenient: Bool = false, place: Diagnostic.Place? = nil
  ) throws(Problems) {
    var problems = Problems()
    var columns: [OutputColumn] = []
    var wanted: Set<Int> = []
    var bases: Set<Int> = []

    func take(_ index: Int) {
      // A word and a name may mean the same output: it is written once.
      guard wanted.insert(index).inserted else { return }
      let output = signature.outputs[index]
      let kind: OutputColumn.Kind = output.kind == .number ? .real : .text
      columns.append(
        OutputColumn(name: output.name, kind: kind, value: .prediction(model: model, output: index)))
    }

    guard let asked else {
      for index in signature.outputs.indices { take(index) }
      self.columns = columns
      self.wanted = wanted
      return
    }
    for name in asked {
      if name == OutputNames.band, !signature.outputs.contains(where: { $0.name == name }) {
        guard let base = OutputSelection.bandBase(signature), let bands else {
          if !lenient { problems.add(OutputSelection.noBands(signature, label, place)) }
          continue
        }
        bases.insert(base)
        if columns.contains(where: { $0.name == OutputNames.band }) { continue }
        columns.append(
          OutputColumn(
            name: OutputNames.band, kind: .integer, value: .band(model: model, output: base, cuts: bands)))
        continue
      }
      let indices = OutputSelection.outputs(called: name, signature)
      if indices.isEmpty, !lenient {
        let given = signature.outputs.map(\.name)
        let words = Configuration.Job.Prediction.allCases.map(\.rawValue).filter {
          !OutputSelection.outputs(called: $0, signature).isEmpty || $0 == OutputNames.band && bands != nil
        }
        problems.add(
          Diagnostic(
            .outputUnavailable, .configuration, at: place, "\(label) gives no '\(name)'",
            expected: given.joined(separator: ", "),
            next: nearestName(to: name, among: given + words).map { "Did you mean '\($0)'?" }))
      }
      for index in indices { take(index) }
    }
    try problems.throwIfAny()
    self.columns = columns
    self.wanted = wanted.union(bases)
  }

  private static func noBands(
    _ signature: Signature, _ label: String, _ place: Diagnostic.Place?
  ) -> Diagnostic {
    guard bandBase(signature) != nil else {
      return Diagnostic(
        .outputWithoutBands, .configuration, at: place,
        "\(label) has no single score that bands could divide", next: "Leave 'band' out of outputs.")
    }
    return Diagnostic(
      .outputWithoutBands, .configuration, at: place, "\(label) was registered without bands",
      next: "Name a profile with bands in the version's metadata, or leave 'band' out of outputs.")
  }

  /// The output whose tenths are bands: the probability of two classes, or the only number.
  package static func bandBase(_ signature: Signature) -> Int? {
    switch signature.task {
    case .binary: signature.outputs.firstIndex { $0.name == OutputNames.probability }
    case .regression, .ranking: signature.outputs.firstIndex { $0.name == OutputNames.prediction }
    case .multiclass, .targets, .lookup: nil
    }
  }

  /// An output's own name comes first; a word stands for one column of each class or target.
  private static func outputs(called name: String, _ signature: Signature) -> [Int] {
    if let own = signature.outputs.firstIndex(where: { $0.name == name }) { return [own] }
    let family: Set<String> =
      switch (Configuration.Job.Prediction(rawValue: name), signature.task) {
      case (.margin, .multiclass(let labels)): Set(labels.map(OutputNames.margin(of:)))
      case (.probability, .multiclass(let labels)): Set(labels.map(OutputNames.probability(of:)))
      case (.prediction, .targets(let targets)): Set(targets.map(OutputNames.prediction(of:)))
      default: []
      }
    return signature.outputs.indices.filter { family.contains(signature.outputs[$0].name) }
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
