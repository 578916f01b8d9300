import Glibc

/// A new file without a name, for what a program is given or gives: nobody else can open it, no other program
/// inherits it, and it is gone with its descriptor.
package struct NamelessFile: ~Copyable {
  package let descriptor: Int32

  /// **Returns:** `nil` where no file can be made in `folder`; none is left there.
  package init?(in folder: String) {
    var template = Array((folder + "/scorebook-XXXXXX").utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { return nil }
    let isGone = unlink(template) == 0
    guard isGone, file > 2, fcntl(file, F_SETFD, FD_CLOEXEC) == 0 else {
      close(file)
      return nil
    }
    descriptor = file
  }

  deinit { close(descriptor) }
}
