/// What a model reads and what it gives, known before any row is scored.
package struct Signature: Sendable, Hashable {
  package enum Task: Sendable, Hashable {
    case regression, ranking, lookup
    case binary(negative: String, positive: String)
    case multiclass([String])
    case targets([String])
  }

  package let task: Task
  package let inputs: [Input]
  package let outputs: [Output]

  package init(task: Task, inputs: [Input], outputs: [Output]) {
    self.task = task
    self.inputs = inputs
    self.outputs = outputs
  }
}

/// One input of a model.
package struct Input: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case number, integer
    case category([String])
    case text
  }

  package let name: String
  package let kind: Kind
  /// false: missing has a meaning for this model.
  package let required: Bool

  package init(name: String, kind: Kind, required: Bool) {
    self.name = name
    self.kind = kind
    self.required = required
  }
}

/// One output of a model.
package struct Output: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// `Double`.
    case number
    /// `Int32` index into the labels; -1 where there is none.
    case label([String])
    /// Bytes in the predictions' own arena: look-ups, process models.
    case text
  }

  /// The column's name; decided in one place, `OutputNames`.
  package let name: String
  package let kind: Kind

  package init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

extension Signature {
  /// Whether names are one text with the numbers 0, 1, 2 … in it: a model that does not name its inputs itself.
  package static func areNumbered(_ names: [String]) -> Bool {
    guard let first = names.first else { return false }
    guard let zero = first.lastIndex(of: "0") else { return names.count == 1 && first.count == 1 }
    let prefix = first[..<zero]
    let suffix = first[first.index(after: zero)...]
    return names.enumerated().allSatisfy { $1 == "\(prefix)\($0)\(suffix)" }
  }
}
