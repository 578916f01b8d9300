import Diagnostics

/// What a model may use, decided here and nowhere else; the support matrix is printed from it.
enum ONNXRules {
  /// Domains of operators that are known, as files spell them.
  static let domains = ["": "ai.onnx", "ai.onnx.ml": "ai.onnx.ml", "com.microsoft": "com.microsoft"]

  /// Operators that are refused, and why, as a clause.
  static let refused: [(name: String, why: String)] =
    [
      "Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike",
    ].map { ($0, "draws random numbers, so that the same row would get another score") }
    + [("EPContext", "loads compiled code from other files")]

  static let oldestOpset = 9

  /// Everything that the document uses and may not.
  static func problems(_ document: ONNXDocument, _ file: String) -> Problems {
    var problems = Problems()
    let place = Diagnostic.Place(file: file)
    for called in document.operators.keys.sorted() {
      if document.functions.contains(called) { continue }
      if let why = refused.first(where: { $0.name == called.name })?.why {
        problems.add(
          Diagnostic(
            .onnxOperator, .configuration, at: place, "operator \(quoted(called.title)) is refused: it \(why)"
          ))
      } else if domains[called.domain] == nil {
        problems.add(
          Diagnostic(
            .onnxDomain, .configuration, at: place,
            "operator \(quoted(called.title)) is of a domain that is not known",
            expected: "an operator of \(domains.values.sorted().joined(separator: ", "))",
            next: "Custom operators need a library that is not loaded: export the model without them."))
      }
      if problems.list.count >= 20 { break }
    }
    let imported = Set(document.opsets.map { $0.domain == "ai.onnx" ? "" : $0.domain })
    // Functions bring sets of operators of their own.
    if document.functions.isEmpty {
      for domain in Set(document.operators.keys.map(\.domain)).subtracting(imported).sorted() {
        guard let title = domains[domain] else { continue }
        problems.add(.onnxMalformed("it uses operators of \(title) and does not say of which version", file))
      }
    }
    if document.outputs.isEmpty || document.outputs.count > ONNXDocument.Limit.outputs {
      problems.add(
        Diagnostic(
          .onnxLimit, .configuration, at: place, "the graph has \(document.outputs.count) outputs",
          expected: "1 to \(ONNXDocument.Limit.outputs)"))
    }
    for name in (document.inputs + document.outputs).map(\.name) where name.isEmpty || name.utf8.contains(0) {
      problems.add(.onnxMalformed("an input or output has no name", file))
    }
    return problems
  }
}
