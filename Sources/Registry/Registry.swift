package import Book
package import Diagnostics
package import Workspace

/// Opens any artefact as a model; registers, verifies, names and hands out versions.
///
/// The clock and the user come in from outside: `now` is RFC 3339, `by` a user's name.
package struct Registry: Sendable {
  package let book: Book
  /// Declared versions and aliases that are not in the book, since they could not be registered: told to who asks
  /// for one of them.
  package let broken: [ModelReference: BrokenDeclaration]
  /// Registered versions, by number, whose declared artefact or options are others now and which are not to be used
  /// for that. Empty for commands that only show, export, verify or promote.
  package let changed: [ModelReference: [Diagnostic]]

  package init(
    book: Book, broken: [ModelReference: BrokenDeclaration] = [:],
    changed: [ModelReference: [Diagnostic]] = [:]
  ) {
    self.book = book
    self.broken = broken
    self.changed = changed
  }
}
