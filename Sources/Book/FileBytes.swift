package import Diagnostics
import Foundation

/// Whole files read and replaced: artefacts, metadata, verification cases.
package enum FileBytes {
  /// Why a file could not be read.
  package struct Failure: Error, Sendable, Hashable {
    package let reason: String
  }

  /// All bytes of a regular file.
  ///
  /// **Throws** for what is no regular file (a pipe would be read for ever) and for more than `limit` bytes.
  package static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(reason: String(cString: strerror(errno))) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(reason: status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "no regular file")
    }
    let size = Int(status.st_size)
    guard size <= limit else { throw Failure(reason: "\(size) bytes, more than the limit of \(limit)") }
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
        if count > 0 { filled += count }
        if count == 0 { break }
        if count < 0, errno != EINTR {
          code = errno
          break
        }
      }
    }
    guard code == 0 else { throw Failure(reason: String(cString: strerror(code))) }
    return bytes
  }

  /// Writes a file whole or not at all: temporary file beside it, `fsync`, rename, `fsync` of the folder.
  package static func replace(
    _ path: String, with bytes: [UInt8], mode: UInt32, failure: (String, Int32) -> Diagnostic
  ) throws(Diagnostic) {
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure(path, errno) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var code = write(bytes, to: descriptor)
    if code == 0, fchmod(descriptor, mode) != 0 { code = errno }
    if code == 0, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, rename(temporary, path) != 0 { code = errno }
    if code != 0 {
      unlink(temporary)
      throw failure(path, code)
    }
    let synced = syncParent(of: path)
    if synced != 0 { throw failure(path, synced) }
  }

  /// Puts the names in a file's folder on the disk; gives the error's number, 0 for none.
  @discardableResult
  static func syncParent(of path: String) -> Int32 {
    let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let folder = Glibc.open(parent.isEmpty ? "/" : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return errno }
    defer { close(folder) }
    return fsync(folder) == 0 ? 0 : errno
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
        if count >= 0 { done += count } else if errno != EINTR { return errno }
      }
      return 0
    }
  }
}
