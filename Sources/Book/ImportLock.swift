package import Diagnostics
import Foundation

/// Held by the one command that enters trials; another is told to come back.
package final class ImportLock: Sendable {
  private let descriptor: Int32

  /// **Throws** where another command holds it.
  package init(_ book: Book) throws(Diagnostic) {
    let path = book.folder + "/experiments.lock"
    descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Diagnostic(
        .bookNotWritable, .failure, at: .init(file: path), "the lock of the experiments can't be opened",
        found: String(cString: strerror(errno)), next: "Check who owns '.scorebook' and its permissions.")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw Diagnostic(
        .bookBusy, .notNow, at: .init(file: path), "another command is entering trials into the book",
        next: "Try again when it is done.")
    }
  }

  deinit { close(descriptor) }
}
