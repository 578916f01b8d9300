import Glibc

/// A folder held open, so that files in it are named by their last part alone: the system then need not walk the whole
/// path for each of them.
final class OpenFolder {
  let descriptor: Int32
  private let path: String

  init(_ path: String) throws(SystemFailure) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemFailure("open", path) }
  }

  deinit { close(descriptor) }

  /// The path of a file in it, for messages.
  func path(of name: String) -> String { path + "/" + name }
}
