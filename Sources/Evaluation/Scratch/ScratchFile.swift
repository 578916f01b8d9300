import Diagnostics
import Glibc

/// A temporary file that lost its name as soon as it was made: its space is free again when the last column of it is
/// dropped, or the program ended.
///
/// Used by one thread.
final class ScratchFile {
  private let space: ScratchSpace
  private let descriptor: Int32
  private var size = 0

  /// **Throws** where the folder takes no file.
  init(_ space: ScratchSpace) throws(Diagnostic) {
    self.space = space
    var found: Int32 = -1
    var path = ""
    for number in 0..<1_000 where found < 0 {
      path = "\(space.folder)/.evaluation-\(getpid())-\(number)"
      found = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      // Left by a program that was killed in the instant before the next line.
      if found < 0, errno != EEXIST { break }
    }
    guard found >= 0 else { throw ScratchFile.problem(errno, space.folder) }
    unlink(path)
    descriptor = found
  }

  deinit { close(descriptor) }

  /// Sets bytes apart at the end, from a page's edge on; gives where they begin.
  func reserve(_ bytes: Int) -> Int {
    let offset = size
    size += (bytes + 4095) & ~4095
    return offset
  }

  /// **Throws** for a full disk.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(Diagnostic) {
    guard let base = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      let written = pwrite(descriptor, base + done, bytes.count - done, off_t(offset + done))
      if written < 0, errno == EINTR { continue }
      if written <= 0 { throw ScratchFile.problem(errno, space.folder) }
      done += written
    }
    space.noteSpilled(bytes.count)
  }

  /// Fills the bytes; zeros where the file can't be read, which the space then tells.
  func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) {
    guard let base = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      let got = pread(descriptor, base + done, bytes.count - done, off_t(offset + done))
      if got < 0, errno == EINTR { continue }
      if got <= 0 {
        space.noteFailure(ScratchFile.problem(got < 0 ? errno : EIO, space.folder))
        memset(base + done, 0, bytes.count - done)
        return
      }
      done += got
    }
  }

  /// The first bytes as memory that the system reads when it is touched, and takes back when it needs room; nil where
  /// there are none. Written before and not again.
  func map(_ bytes: Int) throws(Diagnostic) -> UnsafeRawPointer? {
    guard bytes > 0 else { return nil }
    let base = mmap(nil, bytes, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let base, base != MAP_FAILED else { throw ScratchFile.problem(errno, space.folder) }
    return UnsafeRawPointer(base)
  }

  private static func problem(_ code: Int32, _ folder: String) -> Diagnostic {
    let isFull = code == ENOSPC || code == EDQUOT
    return Diagnostic(
      .evaluationScratch, .failure, at: Diagnostic.Place(file: folder),
      isFull
        ? "the disk is full: rows that don't fit into memory can't be kept there; the book is as it was"
        : "a temporary file for rows that don't fit into memory can't be used there; the book is as it was",
      found: "\(String(cString: strerror(code))) (error \(code))",
      next: isFull ? "Free some space, then evaluate again." : "Check the folder's permissions and its disk.")
  }
}
