package import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of an open file or pipe.
final class DescriptorBytes: ByteStream {
  private let descriptor: Int32
  private let closes: Bool
  private let name: String

  init(descriptor: Int32, closes: Bool, name: String) {
    self.descriptor = descriptor
    self.closes = closes
    self.name = name
  }

  /// Opens a file. **Throws** `csv-not-found` or `csv-open`, with what the system said.
  convenience init(path: String) throws(Diagnostic) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DescriptorBytes.unopened("can't be opened", path, errno) }
    self.init(descriptor: descriptor, closes: true, name: path)
  }

  deinit { if closes { close(descriptor) } }

  override func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    guard buffer.count > 0 else { return 0 }
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      if errno != EINTR { throw DescriptorBytes.problem(.csvRead, "can't be read", name, errno) }
    }
  }

  /// What is wrong with a path that leads to no file, or to one that can't be opened or looked at.
  static func unopened(_ what: String, _ path: String, _ code: Int32) -> Diagnostic {
    problem(code == ENOENT ? .csvNotFound : .csvOpen, what, path, code)
  }

  private static func problem(
    _ identifier: Diagnostic.Identifier, _ what: String, _ path: String, _ code: Int32
  ) -> Diagnostic {
    Diagnostic(
      identifier, at: .init(file: path), "the file \(what): \(String(cString: strerror(code)))",
      next: code == ENOENT ? "Check the path in scorebook.yaml." : "Check the file and its permissions.")
  }
}

extension Diagnostic.Identifier {
  package static let csvNotFound = Self("csv-not-found")
  package static let csvOpen = Self("csv-open")
  package static let csvRead = Self("csv-read")
}
