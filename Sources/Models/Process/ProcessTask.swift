/// What a model answers, told by the well-known names among its outputs.
///
/// `prediction` alone makes a regression; `prediction_TARGET`s make several targets; `probability` or `margin`
/// makes two classes, named by `class`; `class` alone or with `probability_LABEL` and `margin_LABEL` makes
/// several. All other outputs are columns of their own, and a model with only such is a look-up.
enum ProcessTask {
  struct Fault {
    let output: String
    let summary: String
    let expected: String?
  }

  /// The names of two classes that nobody named.
  static let plainLabels = ["0", "1"]

  /// **Throws** nothing: outputs with `faults` give some task.
  static func task(_ outputs: [Output], labels given: [String]?) -> Signature.Task {
    let names = Set(outputs.map(\.name))
    let labels = self.labels(outputs) ?? given
    if names.contains(OutputNames.probability) || names.contains(OutputNames.margin) {
      let pair = labels ?? plainLabels
      if pair.count == 2 { return .binary(negative: pair[0], positive: pair[1]) }
    }
    if let labels = self.labels(outputs) {
      let several = outputs.contains { label(of: $0.name) != nil }
      return labels.count == 2 && !several
        ? .binary(negative: labels[0], positive: labels[1]) : .multiclass(labels)
    }
    if names.contains(OutputNames.prediction) { return .regression }
    let targets = outputs.compactMap { target($0) }
    return targets.isEmpty ? .lookup : .targets(targets)
  }

  /// The well-known ones in the order of every model's columns, then the others as the page lists them.
  static func ordered(_ outputs: [Output], _ task: Signature.Task) -> [Output] {
    let known = OutputNames.outputs(of: task).map(\.name)
    return known.compactMap { name in outputs.first { $0.name == name } }
      + outputs.filter { !known.contains($0.name) }
  }

  static func faults(_ outputs: [Output]) -> [Fault] {
    var faults: [Fault] = []
    let names = Set(outputs.map(\.name))
    let labels = self.labels(outputs)
    for output in outputs {
      let name = output.name
      switch name {
      case OutputNames.label:
        if case .label = output.kind { continue }
        faults.append(Fault(output: name, summary: "'class' has no labels", expected: "{labels: […]}"))
      case OutputNames.band:
        faults.append(
          Fault(
            output: name, summary: "the output 'band' has a name that Scorebook gives itself",
            expected: "another name"))
      case OutputNames.prediction, OutputNames.probability, OutputNames.margin:
        if output.kind != .number {
          faults.append(Fault(output: name, summary: "'\(name)' is no number", expected: "number"))
        }
        if name != OutputNames.prediction, let labels, labels.count != 2 {
          faults.append(
            Fault(
              output: name, summary: "'\(name)' stands beside \(labels.count) labels",
              expected: "\(name)_LABEL for each of more than two labels"))
        }
        if name == OutputNames.prediction,
          labels != nil || names.contains(OutputNames.probability) || names.contains(OutputNames.margin)
        {
          faults.append(
            Fault(
              output: name, summary: "'prediction' stands beside a class or a probability",
              expected: "a number or a class, and another name for what is besides"))
        }
      default:
        if let label = label(of: name), let labels, !labels.contains(label) {
          faults.append(
            Fault(
              output: name, summary: "'\(name)' belongs to no label of 'class'",
              expected: labels.map { "'\($0)'" }.joined(separator: ", ")))
        }
        if label(of: name) != nil || target(output) != nil, output.kind != .number {
          faults.append(Fault(output: name, summary: "'\(name)' is no number", expected: "number"))
        }
      }
    }
    return faults
  }

  private static func labels(_ outputs: [Output]) -> [String]? {
    for output in outputs where output.name == OutputNames.label {
      if case .label(let labels) = output.kind { return labels }
    }
    return nil
  }

  private static func label(of name: String) -> String? {
    for prefix in [OutputNames.probability, OutputNames.margin] where name.hasPrefix("\(prefix)_") {
      return String(name.dropFirst(prefix.count + 1))
    }
    return nil
  }

  private static func target(_ output: Output) -> String? {
    let prefix = "\(OutputNames.prediction)_"
    return output.name.hasPrefix(prefix) ? String(output.name.dropFirst(prefix.count)) : nil
  }
}
