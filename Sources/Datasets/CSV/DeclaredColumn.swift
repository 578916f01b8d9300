/// What a column of a CSV dataset is said to hold, from `columns:` in `scorebook.yaml`.
package struct DeclaredColumn: Sendable, Hashable {
  /// A column that is not declared is text.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case text
    case number
    /// Digits with a sign, at most 2^53 in size where a model reads it.
    case integer
    /// ISO 8601, `1997-11-02`.
    case date
    /// `true`, `false`, `1` or `0`, in any case of letters; 1 and 0 as numbers.
    case boolean
  }

  package let name: String
  package let kind: Kind

  package init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }
}
