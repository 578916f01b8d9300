package import Diagnostics
import Glibc

extension Diagnostic.Identifier {
  package static let maildirWrite = Self("maildir-write")
}

/// Mail put into a folder on this machine, as mail programs read it.
///
/// A message's name is made of its identifier, so that the same message is there once, however often it is put there.
///
/// **Source:** maildir(5): written in `tmp`, forced to disk, then linked into `new`.
package struct MaildirTransport: MailTransport {
  private let folder: String

  /// - Parameter folder: made with its three folders, and those it lies in, where they are not there.
  package init(folder: String) { self.folder = folder }

  package func send(_ message: MailMessage, _ bytes: [UInt8]) throws(Diagnostic) -> DeliveryOutcome {
    for path in parents + [folder] + ["tmp", "new", "cur"].map({ folder + "/" + $0 }) {
      guard access(path, F_OK) == 0 || mkdir(path, 0o700) == 0 || errno == EEXIST else {
        throw unwritable("mkdir", path)
      }
    }
    let name = "\(message.date).\(message.identifier).scorebook"
    let partial = "\(folder)/tmp/\(name).\(getpid())"
    let place = "\(folder)/new/\(name)"
    unlink(partial)
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritable("open", partial) }
    defer {
      close(descriptor)
      unlink(partial)
    }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw unwritable("write", partial) }
      done += count
    }
    guard fsync(descriptor) == 0 else { throw unwritable("fsync", partial) }
    guard link(partial, place) == 0 else {
      if errno == EEXIST { return .delivered(answer: "was there already: \(place)") }
      throw unwritable("link", place)
    }
    // The name itself is to survive a power cut, too.
    let new = open(folder + "/new", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if new >= 0 {
      fsync(new)
      close(new)
    }
    return .delivered(answer: place)
  }

  /// The folders that it lies in, the outermost first.
  private var parents: [String] {
    let names = folder.split(separator: "/").dropLast()
    let root = folder.hasPrefix("/") ? "/" : ""
    return names.indices.map { root + names[...$0].joined(separator: "/") }
  }

  private func unwritable(_ call: String, _ path: String) -> Diagnostic {
    Diagnostic(
      .maildirWrite, at: .init(file: folder),
      "the mail folder can't be written (\(call) \(path): \(String(cString: strerror(errno))))",
      next: "Look at its permissions and free space.")
  }
}
