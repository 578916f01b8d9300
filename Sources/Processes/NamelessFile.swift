import Glibc

/// A new file without a name, for what a program is given or gives: nobody else can open it, no other program
/// inherits it, and it is gone with its descriptor.
package final class NamelessFile: Sendable {
  package let descriptor: Int32

  /// **Returns:** `nil` where no file can be made in `folder`; none is left there.
  package init?(in folder: String) {
    var template = Array((folder + "/scorebook-XXXXXX").utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { return nil }
    let isGone = unlink(template) == 0
    // 0, 1 and 2 are free where we were started without them; in the child they mean something else.
    let moved = isGone ? fcntl(file, F_DUPFD_CLOEXEC, 3) : -1
    close(file)
    guard moved >= 0 else { return nil }
    descriptor = moved
  }

  deinit { close(descriptor) }

  /// Puts bytes into it, to be read from its beginning; false where there is no room.
  package func write(_ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return lseek(descriptor, 0, SEEK_SET) == 0
  }

  /// What lies in it, from its beginning.
  package func bytes(most: Int) -> [UInt8] { bytes(from: 0, most: most) }

  /// What lies at its end.
  package func lastBytes(most: Int) -> [UInt8] {
    bytes(from: max(0, Int(lseek(descriptor, 0, SEEK_END)) - most), most: most)
  }

  private func bytes(from start: Int, most: Int) -> [UInt8] {
    let size = max(0, min(Int(lseek(descriptor, 0, SEEK_END)) - start, most))
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = pread(descriptor, buffer.baseAddress?.advanced(by: count), size - count, start + count)
        if read < 0, errno == EINTR { continue }
        guard read > 0 else { break }
        count += read
      }
    }
  }
}
