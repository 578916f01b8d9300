/// A model's signature as the book keeps it: what it reads and what it gives.
package struct SignatureRecord: Sendable, Hashable, Codable {
  package enum Task: String, Sendable, Hashable, Codable {
    case regression, ranking, lookup, binary, multiclass, targets
  }

  package enum InputKind: String, Sendable, Hashable, Codable { case number, integer, category, text }
  package enum OutputKind: String, Sendable, Hashable, Codable { case number, label, text }

  package struct Input: Sendable, Hashable, Codable {
    package let name: String
    package let kind: InputKind
    /// false: missing has a meaning for this model.
    package let required: Bool
    /// The categories seen in training; nil for other kinds.
    package let categories: [String]?

    package init(name: String, kind: InputKind, required: Bool, categories: [String]?) {
      self.name = name
      self.kind = kind
      self.required = required
      self.categories = categories
    }
  }

  package struct Output: Sendable, Hashable, Codable {
    package let name: String
    package let kind: OutputKind
    /// The labels in the order of their codes; nil for other kinds.
    package let labels: [String]?

    package init(name: String, kind: OutputKind, labels: [String]?) {
      self.name = name
      self.kind = kind
      self.labels = labels
    }
  }

  package let task: Task
  /// Classes, negative first, or targets; empty for other tasks.
  package let labels: [String]
  package let inputs: [Input]
  package let outputs: [Output]

  package init(task: Task, labels: [String], inputs: [Input], outputs: [Output]) {
    self.task = task
    self.labels = labels
    self.inputs = inputs
    self.outputs = outputs
  }
}
