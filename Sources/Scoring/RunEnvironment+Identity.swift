package import Book

extension RunEnvironment {
  /// Which process this is, for the book.
  package var identity: ProcessIdentity { ProcessIdentity.current() }
}
