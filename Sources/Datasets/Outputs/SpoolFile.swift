#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Diagnostics

/// A staging file: written from front to end in large pieces, then read back frame by frame.
///
/// Used by one thread at a time.
final class SpoolFile {
  let path: String
  private let descriptor: Int32
  private let isOwned: Bool
  private let buffer: ByteScratch
  private let bufferSize: Int
  private var readOffset = 0
  /// Bytes written and buffered so far.
  private(set) var size = 0

  /// Makes the file; one of that name must not exist. The system takes its mask from the mode.
  init(_ path: String, mode: mode_t = 0o600, bufferSize: Int = 1 << 18) throws(Diagnostic) {
    self.path = path
    self.bufferSize = bufferSize
    buffer = ByteScratch(capacity: bufferSize)
    isOwned = true
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    if descriptor < 0 { throw Folder.ioError(errno, path: path) }
  }

  /// Writes to a descriptor of somebody else's, which stays open.
  init(writingTo descriptor: Int32, name: String) {
    path = name
    self.descriptor = descriptor
    isOwned = false
    bufferSize = 1 << 18
    buffer = ByteScratch(capacity: bufferSize)
  }

  deinit { if isOwned { close(descriptor) } }

  /// Adds bytes as they are.
  func write(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    let isLarge = bytes.count >= bufferSize / 2
    // What goes around the buffer must not overtake what lies in it.
    if isLarge || buffer.count + bytes.count > bufferSize { try flush() }
    if isLarge { try writeThrough(bytes) } else { buffer.append(bytes) }
    size += bytes.count
  }

  func write(_ bytes: [UInt8]) throws(Diagnostic) {
    try bytes.withUnsafeBufferPointer { (raw) throws(Diagnostic) in try write(UnsafeRawBufferPointer(raw)) }
  }

  func writeFrame(_ bytes: [UInt8], rows: Int) throws(Diagnostic) {
    try bytes.withUnsafeBufferPointer { (raw) throws(Diagnostic) in
      try writeFrame(UnsafeRawBufferPointer(raw), rows: rows)
    }
  }

  /// Adds a frame of some rows: length and rows in 8 bytes each, then the bytes.
  func writeFrame(_ bytes: UnsafeRawBufferPointer, rows: Int) throws(Diagnostic) {
    if rows == 0 { return }
    var head = (UInt64(bytes.count), UInt64(rows))
    try withUnsafeBytes(of: &head) { (raw) throws(Diagnostic) in try write(raw) }
    try write(bytes)
  }

  /// Hands what is buffered to the system.
  func flush() throws(Diagnostic) {
    try writeThrough(buffer.bytes)
    buffer.removeAll()
  }

  /// Everything on the disk.
  func sync() throws(Diagnostic) {
    try flush()
    if fsync(descriptor) != 0 { throw Folder.ioError(errno, path: path) }
  }

  /// Opens the same file from its front, also where it has lost its name.
  var openPath: String { "/proc/self/fd/\(descriptor)" }

  var stamp: FileStamp? { FileStamp(descriptor: descriptor) }

  /// Reading begins at the front again.
  func rewind() { readOffset = 0 }

  /// The next frame from the front into the scratch, and its rows; nil at the end. Only after `flush`.
  func readFrame(into scratch: ByteScratch) throws(Diagnostic) -> Int? {
    scratch.removeAll()
    guard readOffset < size else { return nil }
    try read(16, into: scratch)
    let length = Int(truncatingIfNeeded: scratch.base.loadUnaligned(as: UInt64.self))
    let rows = Int(truncatingIfNeeded: scratch.base.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    scratch.removeAll()
    try read(length, into: scratch)
    return rows
  }

  private func read(_ count: Int, into scratch: ByteScratch) throws(Diagnostic) {
    guard count >= 0, readOffset + count <= size else { throw damaged() }
    scratch.reserve(count)
    var done = 0
    while done < count {
      let got = pread(descriptor, scratch.base + done, count - done, off_t(readOffset + done))
      if got < 0, errno == EINTR { continue }
      if got < 0 { throw Folder.ioError(errno, path: path) }
      if got == 0 { throw damaged() }
      done += got
    }
    readOffset += count
    scratch.count = count
  }

  private func damaged() -> Diagnostic {
    Diagnostic(
      .outputWrite, at: Diagnostic.Place(file: path), "staged rows are shorter than they were written",
      next: "Somebody else touched the file; run the command again.")
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    guard let base = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      let written = systemWrite(descriptor, base + done, bytes.count - done)
      if written < 0, errno == EINTR { continue }
      if written < 0 { throw Folder.ioError(errno, path: path) }
      done += written
    }
  }
}

/// The system call, whose name the method hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
