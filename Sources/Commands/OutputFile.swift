import Book
import Datasets
import Diagnostics
import Foundation

/// A file that a command writes where a person names it.
///
/// A regular file is replaced when it is whole, where it lies and not the link that leads to it; what is no file (a
/// pipe, a terminal, `/dev/null`), or is open already (`/dev/stdout`), is written to and never replaced.
struct OutputFile {
  private let place: StreamPlace

  init(_ path: String) { place = StreamPlace(path) }

  /// Whether something stands there that is no regular file.
  var isSpecial: Bool { place.isSpecial }

  /// Makes the folder, too, where there is none.
  ///
  /// - Parameter failed: What is told to a person, of what was found.
  /// **Throws:** what `failed` gives.
  func write(_ bytes: [UInt8], failed: (_ found: String) -> Diagnostic) throws(Diagnostic) {
    func failure(_ code: Int32) -> Diagnostic {
      failed(code == EISDIR ? "a folder" : String(cString: strerror(code)))
    }
    if place.isSpecial {
      let code = Self.send(bytes, to: place.path)
      if code != 0 { throw failure(code) }
      return
    }
    let folder = URL(filePath: place.path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw failed("the folder '\(folder.path)' can't be made")
    }
    try FileBytes.replace(place.path, with: bytes, mode: permissions) { failure($1) }
  }

  /// Those of the file that is replaced, else what a new one gets.
  private var permissions: UInt32 {
    var status = stat()
    if stat(place.path, &status) == 0 { return status.st_mode & 0o777 }
    let mask = umask(0o077)
    umask(mask)
    return 0o666 & ~mask
  }

  /// Gives the error's number, 0 for none.
  private static func send(_ bytes: [UInt8], to path: String) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    return bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return errno }
      }
      return 0
    }
  }
}
