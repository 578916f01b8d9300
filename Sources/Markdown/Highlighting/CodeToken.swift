/// A part of a program's text that is shown in a way of its own.
package struct CodeToken: Sendable, Hashable {
  /// What the part is; the raw value is the class of its `span`.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case keyword = "k"
    case string = "s"
    case comment = "c"
    case number = "n"
    /// What is named: a key, a column, a function that is called or declared, a variable.
    case name = "f"
    /// The sign before a command in a session.
    case prompt = "p"
    /// What a program answered in a session.
    case output = "o"
  }

  package let kind: Kind
  /// Bytes of the text's UTF-8.
  package let range: Range<Int>

  package init(_ kind: Kind, _ range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}
