package import Book
package import Models

extension SignatureRecord {
  /// A signature as the book keeps it.
  package init(_ signature: Signature) {
    self.init(
      task: signature.task.record, labels: signature.task.labels,
      inputs: signature.inputs.map { input in
        switch input.kind {
        case .number: Input(name: input.name, kind: .number, required: input.required, categories: nil)
        case .integer: Input(name: input.name, kind: .integer, required: input.required, categories: nil)
        case .category(let categories):
          Input(name: input.name, kind: .category, required: input.required, categories: categories)
        case .text: Input(name: input.name, kind: .text, required: input.required, categories: nil)
        }
      },
      outputs: signature.outputs.map { output in
        switch output.kind {
        case .number: Output(name: output.name, kind: .number, labels: nil)
        case .label(let labels): Output(name: output.name, kind: .label, labels: labels)
        case .text: Output(name: output.name, kind: .text, labels: nil)
        }
      })
  }
}

extension Signature.Task {
  var record: SignatureRecord.Task {
    switch self {
    case .regression: .regression
    case .ranking: .ranking
    case .lookup: .lookup
    case .binary: .binary
    case .multiclass: .multiclass
    case .targets: .targets
    }
  }

  /// Classes, negative first, or targets; empty for other tasks.
  var labels: [String] {
    switch self {
    case .regression, .ranking, .lookup: []
    case .binary(let negative, let positive): [negative, positive]
    case .multiclass(let labels): labels
    case .targets(let targets): targets
    }
  }
}
