import Glibc

/// A system call that failed, with its reason.
struct SystemFailure: Error {
  let reason: String
  /// Whether there is nothing at the path.
  let isMissing: Bool

  init(_ call: String, _ path: String) {
    isMissing = errno == ENOENT
    reason = "\(call) \(path): \(String(cString: strerror(errno)))"
  }
}

/// Files read and written whole, by the system's calls.
enum SystemFile {
  static func read(_ path: String, expected: Int) throws(SystemFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemFailure("open", path) }
    defer { close(descriptor) }
    var failure: SystemFailure?
    var bytes: [UInt8] = []
    // One byte more than the size tells whether there is more without a further call.
    var room = expected + 1
    while true {
      var count = 0
      let more = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
        count = Glibc.read(descriptor, buffer.baseAddress, room)
        if count < 0 { failure = SystemFailure("read", path) }
        initialized = max(0, count)
      }
      if let failure { throw failure }
      if bytes.isEmpty { bytes = more } else { bytes += more }
      if count == 0 || (count < room && bytes.count == expected) { return bytes }
      room = 1 << 16
    }
  }

  static func eachBlock(
    _ path: String, of size: Int, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(SystemFailure) {
    try eachBlock(open(path, O_RDONLY | O_CLOEXEC), path, of: size, body)
  }

  /// Of a descriptor, which is closed.
  private static func eachBlock(
    _ descriptor: Int32, _ path: @autoclosure () -> String, of size: Int,
    _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(SystemFailure) {
    guard descriptor >= 0 else { throw SystemFailure("open", path()) }
    defer { close(descriptor) }
    var block = [UInt8](repeating: 0, count: size)
    while true {
      var filled = 0
      while filled < size {
        let count = block.withUnsafeMutableBytes {
          Glibc.read(descriptor, $0.baseAddress?.advanced(by: filled), size - filled)
        }
        if count < 0 { throw SystemFailure("read", path()) }
        if count == 0 { break }
        filled += count
      }
      if filled > 0 { block.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<filled])) } }
      if filled < size { return }
    }
  }

  /// Writes a new file and tells its stamp.
  static func create(_ path: String, _ bytes: [UInt8]) throws(SystemFailure) -> FileStamp {
    try bytes.withUnsafeBytes { bytes in
      Result { () throws(SystemFailure) in try create(open(path, new, 0o666), path, bytes) }
    }.get()
  }

  /// The same in an open folder.
  static func create(_ name: String, in folder: OpenFolder, _ bytes: [UInt8]) throws(SystemFailure)
    -> FileStamp
  {
    try bytes.withUnsafeBytes { bytes in
      Result { () throws(SystemFailure) in try create(name, in: folder, bytes) }
    }.get()
  }

  static func create(
    _ name: String, in folder: OpenFolder, _ bytes: UnsafeRawBufferPointer
  ) throws(SystemFailure) -> FileStamp {
    try create(openat(folder.descriptor, name, new, 0o666), folder.path(of: name), bytes)
  }

  /// Copies a file block by block into an open folder.
  static func copy(_ source: String, to name: String, in folder: OpenFolder) throws(SystemFailure)
    -> FileStamp
  {
    try copy(open(source, O_RDONLY | O_CLOEXEC), source, to: name, in: folder)
  }

  /// The same of a file of that name in another open folder, which is no link.
  static func copy(_ name: String, from source: OpenFolder, in folder: OpenFolder) throws(SystemFailure)
    -> FileStamp
  {
    let descriptor = openat(source.descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    return try copy(descriptor, source.path(of: name), to: name, in: folder)
  }

  private static func copy(
    _ source: Int32, _ path: @autoclosure () -> String, to name: String, in folder: OpenFolder
  ) throws(SystemFailure) -> FileStamp {
    guard source >= 0 else { throw SystemFailure("open", path()) }
    let descriptor = openat(folder.descriptor, name, new, 0o666)
    guard descriptor >= 0 else {
      let failure = SystemFailure("open", folder.path(of: name))
      close(source)
      throw failure
    }
    defer { close(descriptor) }
    var failure: SystemFailure?
    try eachBlock(source, path(), of: 1 << 20) { block in
      if failure == nil { failure = write(block, to: descriptor, folder.path(of: name)) }
    }
    if let failure { throw failure }
    return try stamp(descriptor, folder.path(of: name))
  }

  private static let new = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC

  /// - Parameter path: is not made where nothing goes wrong.
  private static func create(
    _ descriptor: Int32, _ path: @autoclosure () -> String, _ bytes: UnsafeRawBufferPointer
  ) throws(SystemFailure) -> FileStamp {
    guard descriptor >= 0 else { throw SystemFailure("open", path()) }
    defer { close(descriptor) }
    if let failure = write(bytes, to: descriptor, path()) { throw failure }
    return try stamp(descriptor, path())
  }

  private static func stamp(
    _ descriptor: Int32, _ path: @autoclosure () -> String
  ) throws(SystemFailure) -> FileStamp {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemFailure("stat", path()) }
    return FileStamp(own: status)
  }

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: @autoclosure () -> String
  ) -> SystemFailure? {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return SystemFailure("write", path()) }
      done += count
    }
    return nil
  }
}
