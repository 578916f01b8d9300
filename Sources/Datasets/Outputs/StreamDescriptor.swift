#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Diagnostics

/// A pipe or device, open for writing as long as this lives.
final class StreamDescriptor {
  let number: Int32

  /// Waits, for a named pipe, until somebody reads it.
  init(path: String) throws(Diagnostic) {
    var opened: Int32
    // Behind what is there: a file that is open already may be somebody's log.
    let flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY
    repeat { opened = open(path, flags) } while opened < 0 && errno == EINTR
    guard opened >= 0 else { throw Folder.ioError(errno, path: path) }
    number = opened
  }

  deinit { close(number) }
}
