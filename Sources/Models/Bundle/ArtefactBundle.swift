package import Diagnostics

/// Several files as one artefact: a page that says what they are, and the files it names.
///
/// Its bytes are a POSIX ustar archive that any `tar` lists, and there is exactly one such archive for the same
/// files: the page comes first, the others follow in the order of their names' bytes, each with mode 0644, owner
/// and group 0 and time 0, and two empty blocks end it. A digest of the bytes so covers all of it.
package struct ArtefactBundle: Sendable {
  /// More files than that are not taken.
  package static let fileLimit = 1000
  /// Bytes of the whole archive.
  package static let sizeLimit = 1 << 30

  /// The page first, then the others by name.
  package let files: [(name: String, bytes: [UInt8])]
  /// The archive.
  package let bytes: [UInt8]

  /// The page that says what the other files are.
  package var main: (name: String, bytes: [UInt8]) { files[0] }
  /// The files beside the page.
  package var others: ArraySlice<(name: String, bytes: [UInt8])> { files.dropFirst() }

  /// Whether a file that starts so is an archive; 512 bytes are enough to tell.
  package static func recognises(_ prefix: some RandomAccessCollection<UInt8>) -> Bool {
    UstarHeader.hasMagic(prefix)
  }

  /// Makes the archive.
  ///
  /// **Throws:** every name that can't be taken, and what is too many or too large. `file` is who is to blame.
  package init(
    main: (name: String, bytes: [UInt8]), others: [(name: String, bytes: [UInt8])], file: String
  ) throws(Problems) {
    let files = [main] + others.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var problems = Problems()
    var seen: Set<[UInt8]> = []
    var size = UstarHeader.size * 2
    for entry in files {
      if let fault = ArtefactBundle.fault(inName: entry.name) {
        problems.add(ArtefactBundle.badName(entry.name, fault, file: file))
      } else if !seen.insert(Array(entry.name.utf8)).inserted {
        problems.add(ArtefactBundle.badName(entry.name, "is there twice", file: file))
      }
      size += UstarHeader.size + ArtefactBundle.padded(entry.bytes.count)
    }
    if let fault = ArtefactBundle.excess(files: files.count, size: size, file: file) { problems.add(fault) }
    try problems.throwIfAny()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    for entry in files {
      guard let header = UstarHeader.bytes(name: entry.name, size: entry.bytes.count) else { continue }
      bytes += header
      bytes += entry.bytes
      bytes += [UInt8](repeating: 0, count: ArtefactBundle.padded(entry.bytes.count) - entry.bytes.count)
    }
    bytes += [UInt8](repeating: 0, count: UstarHeader.size * 2)
    self.files = files
    self.bytes = bytes
  }

  init(files: [(name: String, bytes: [UInt8])], bytes: [UInt8]) {
    self.files = files
    self.bytes = bytes
  }

  /// Bytes that a file takes in the archive, without its header.
  static func padded(_ size: Int) -> Int {
    (size + UstarHeader.size - 1) / UstarHeader.size * UstarHeader.size
  }

  /// What is wrong with a file's name: a clause; nil where nothing is.
  package static func fault(inName name: String) -> String? {
    if name.isEmpty { return "is empty" }
    if name.utf8.first == 0x2F { return "is absolute" }
    for byte in name.utf8 where byte < 0x20 || byte == 0x7F || byte == 0x5C {
      return "has a control character or a backslash"
    }
    for part in name.utf8.split(separator: 0x2F, omittingEmptySubsequences: false) {
      if part.isEmpty { return "has an empty part" }
      if part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8) { return "has a part '.' or '..'" }
    }
    return UstarHeader.bytes(name: name, size: 0) == nil ? "is too long for an archive" : nil
  }

  static func badName(_ name: String, _ fault: String, file: String) -> Diagnostic {
    Diagnostic(
      .bundleName, .configuration, at: .init(file: file), "the file name \(quoted(name)) \(fault)",
      expected: "a relative name with '/' between its parts, each name once")
  }

  static func excess(files: Int, size: Int, file: String) -> Diagnostic? {
    if files > fileLimit {
      return Diagnostic(
        .bundleSize, .configuration, at: .init(file: file), "the artefact has too many files",
        expected: "at most \(fileLimit)", found: "\(files)")
    }
    guard size > sizeLimit else { return nil }
    return Diagnostic(
      .bundleSize, .configuration, at: .init(file: file), "the artefact's files are too large",
      expected: "at most \(sizeLimit) bytes together", found: "\(size)")
  }
}
