package import Book

/// Opens any artefact as a model; registers, verifies, names and hands out versions.
///
/// The clock and the user come in from outside: `now` is RFC 3339, `by` a user's name.
package struct Registry: Sendable {
  package let book: Book

  package init(book: Book) { self.book = book }
}
