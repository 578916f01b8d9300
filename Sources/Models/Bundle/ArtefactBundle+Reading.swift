package import Diagnostics

extension ArtefactBundle {
  /// Reads an archive that `init(main:others:file:)` could have made, and no other.
  ///
  /// **Throws:** everything else by its name: links, devices, extended and long names, doubled names, a checksum
  /// that does not fit, a mode, owner or time of its own, what is cut off or follows the end.
  package init(reading bytes: [UInt8], name file: String) throws(Problems) {
    do throws(Diagnostic) {
      try self.init(strictly: bytes, file: file)
    } catch {
      throw Problems([error])
    }
  }

  private init(strictly bytes: [UInt8], file: String) throws(Diagnostic) {
    if let excess = ArtefactBundle.excess(files: 1, size: bytes.count, file: file) { throw excess }
    var files: [(name: String, bytes: [UInt8])] = []
    var names: Set<[UInt8]> = []
    var position = 0
    while true {
      guard bytes.count - position >= UstarHeader.size else { throw Self.truncated(position, file) }
      let header = bytes[position..<position + UstarHeader.size]
      if header.allSatisfy({ $0 == 0 }) { break }
      let entry = try Self.entry(Array(header), at: position, file: file)
      position += UstarHeader.size
      guard bytes.count - position >= Self.padded(entry.size) else { throw Self.truncated(position, file) }
      if !names.insert(Array(entry.name.utf8)).inserted {
        throw Self.badName(entry.name, "is there twice", file: file)
      }
      if files.count > 1, let last = files.last,
        !last.name.utf8.lexicographicallyPrecedes(entry.name.utf8)
      {
        throw Self.foreign("\(quoted(entry.name)) is not in the order of names", file: file)
      }
      files.append((entry.name, Array(bytes[position..<position + entry.size])))
      if let excess = Self.excess(files: files.count, size: 0, file: file) { throw excess }
      let padding = bytes[position + entry.size..<position + Self.padded(entry.size)]
      guard padding.allSatisfy({ $0 == 0 }) else {
        throw Self.foreign("bytes stand behind \(quoted(entry.name))", file: file)
      }
      position += Self.padded(entry.size)
    }
    guard !files.isEmpty else { throw Self.foreign("it holds no file", file: file) }
    let rest = bytes[position...]
    guard rest.count >= UstarHeader.size * 2 else { throw Self.truncated(position, file) }
    guard rest.count == UstarHeader.size * 2, rest.allSatisfy({ $0 == 0 }) else {
      throw Self.foreign("something stands behind its end", file: file)
    }
    self.init(files: files, bytes: bytes)
  }

  /// The name and size that a header gives.
  private static func entry(
    _ header: [UInt8], at position: Int, file: String
  ) throws(Diagnostic) -> (name: String, size: Int) {
    let place = "the header at byte \(position)"
    guard UstarHeader.hasMagic(header) else { throw foreign("\(place) is none of ustar", file: file) }
    guard UstarHeader.number(header[148..<156]) == UstarHeader.checksum(header) else {
      throw foreign("\(place) has a checksum that does not fit", file: file)
    }
    let flag = header[156]
    guard flag == 0x30 else { throw foreign("\(place) is \(UstarHeader.kind(flag))", file: file) }
    let prefix = Array(UstarHeader.text(header[345..<500]))
    let rest = Array(UstarHeader.text(header[0..<100]))
    let written = prefix.isEmpty ? rest : prefix + [0x2F] + rest
    guard let name = String(validating: written, as: UTF8.self) else {
      throw foreign("\(place) has a name that is not UTF-8", file: file)
    }
    if let fault = fault(inName: name) { throw badName(name, fault, file: file) }
    guard let size = UstarHeader.number(header[124..<136]), size <= sizeLimit else {
      throw foreign("\(place) has no size that can be taken", file: file)
    }
    guard header == UstarHeader.bytes(name: name, size: size) else {
      throw foreign("\(quoted(name)) has a mode, an owner, a time or a form of its own", file: file)
    }
    return (name, size)
  }

  private static func truncated(_ position: Int, _ file: String) -> Diagnostic {
    Diagnostic(
      .bundleTruncated, .configuration, at: .init(file: file), "the archive ends too early",
      found: "its end at byte \(position) or soon after",
      next: "Copy it again, or register the page and its files anew.")
  }

  private static func foreign(_ summary: String, file: String) -> Diagnostic {
    Diagnostic(
      .bundleEntry, .configuration, at: .init(file: file),
      "the archive was not made by Scorebook: \(summary)",
      expected: "plain files with mode 0644, owner 0 and time 0, the page first and the others by name",
      next: "Register the page itself; its files are gathered from beside it.")
  }
}
