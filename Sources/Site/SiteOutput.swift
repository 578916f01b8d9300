/// A site's files, ready to be written.
package struct SiteOutput: Sendable, Hashable {
  /// One file, its path relative to the site's folder.
  package struct File: Sendable, Hashable {
    package let path: String
    package let bytes: [UInt8]
  }

  /// In the order of their paths.
  package let files: [File]

  init(_ files: [String: [UInt8]]) {
    self.files = files.sorted { $0.key < $1.key }.map { File(path: $0.key, bytes: $0.value) }
  }

  /// The text of a file, nil where there is none.
  package func text(_ path: String) -> String? {
    files.first { $0.path == path }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}
