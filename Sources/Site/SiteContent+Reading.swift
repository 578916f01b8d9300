import Diagnostics
import Glibc
import Markdown

extension SiteContent {
  /// The most of a file that is held at once when it is copied or its digest is taken.
  private static let block = 1 << 20

  /// Nil for what is no file of a person's.
  var stamp: FileStamp? {
    switch self {
    case .memory, .kept: nil
    case .file(_, let stamp), .held(_, let stamp): stamp
    }
  }

  /// All bytes.
  ///
  /// **Throws:** `site-read`, also where a file's size is more than `most`.
  func bytes(source: String) throws(Diagnostic) -> [UInt8] {
    switch self {
    case .memory(let bytes): return bytes
    case .held(let held, _): return held.bytes
    case .file(let path, let stamp):
      do {
        return try SystemFile.read(path, expected: Int(stamp.size))
      } catch {
        throw Self.unreadable(source, error)
      }
    case .kept(let path, let digest):
      guard let bytes = try? SystemFile.read(path, expected: 1 << 14), SiteDigester.of(bytes) == digest else {
        throw Diagnostic(
          .siteRead, at: .init(file: path), "the file has changed while the site was built",
          next: "Build it again.")
      }
      return bytes
    }
  }

  /// The digest, taken block by block.
  func digest(source: String) throws(Diagnostic) -> SiteDigest {
    switch self {
    case .memory(let bytes): return SiteDigester.of(bytes)
    case .held(let held, _): return held.withBytes { SiteDigester.of($0) }
    case .kept(_, let digest): return digest
    case .file(let path, let stamp):
      if stamp.size <= Self.block { return SiteDigester.of(try bytes(source: source)) }
      var digester = SiteDigester()
      do {
        try SystemFile.eachBlock(path, of: Self.block) { digester.add($0) }
      } catch {
        throw Self.unreadable(source, error)
      }
      return digester.digest
    }
  }

  static func unreadable(_ source: String, _ failure: SystemFailure) -> Diagnostic {
    failure.isMissing
      ? Diagnostic(
        .siteRead, at: .init(file: source), "the file was taken away while it was read",
        next: "Give the command again.")
      : Diagnostic(
        .siteRead, at: .init(file: source), "the file can't be read (\(failure.reason))",
        next: "Look at its permissions.")
  }
}
