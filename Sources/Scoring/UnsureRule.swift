package import Diagnostics
package import Models

/// When a classifier is not sure: its highest probability is below a threshold.
package struct UnsureRule: Sendable, Hashable {
  package let threshold: Double
  /// The outputs with probabilities: one of two classes, or one for each class.
  package let outputs: [Int]
  /// Two classes: the other's probability is what is left to 1.
  package let isBinary: Bool

  /// **Throws** where the model gives no probabilities, and where the rule would never apply.
  package init(
    _ threshold: Double, _ signature: Signature, label: String, place: Diagnostic.Place?
  ) throws(Diagnostic) {
    let names: [String]
    switch signature.task {
    case .binary:
      names = [OutputNames.probability]
      isBinary = true
    case .multiclass(let labels):
      names = labels.map { OutputNames.probability(of: $0) }
      isBinary = false
    case .regression, .ranking, .lookup, .targets:
      throw Diagnostic(
        .fallbackUnsure, .configuration, at: place,
        "\(label) tells no classes apart, so that it can't be unsure about them", next: "Remove unsure_below."
      )
    }
    outputs = names.compactMap { name in
      signature.outputs.firstIndex { $0.name == name && $0.kind == .number }
    }
    self.threshold = threshold
    guard outputs.count == names.count else {
      throw Diagnostic(
        .fallbackUnsure, .configuration, at: place, "\(label) gives no probabilities",
        expected: names.joined(separator: ", "),
        found: signature.outputs.map(\.name).joined(separator: ", "), next: "Remove unsure_below.")
    }
    let least = isBinary ? 0.5 : 1 / Double(max(outputs.count, 1))
    if threshold <= least {
      throw Diagnostic(
        .fallbackUnsure, .configuration, at: place,
        "the highest of \(isBinary ? 2 : outputs.count) probabilities is never below \(threshold)",
        expected: "a number above \(least)")
    }
  }

  /// Marks the rows whose highest probability is below the threshold, or is no number.
  func mark(_ predictions: Predictions, _ rows: SeatRows, _ marks: UnsafeMutablePointer<Bool>) {
    for index in 0..<rows.count {
      let row = rows[index]
      var highest = -Double.infinity
      for output in outputs {
        let value = predictions.numbers(output)[row]
        // A comparison with NaN is false: it never counts as the highest.
        if value > highest { highest = value }
        if isBinary, 1 - value > highest { highest = 1 - value }
      }
      marks[row] = predictions.status[row] == .scored && !(highest >= threshold)
    }
  }
}
