import Diagnostics

extension ValueParser where Value == String {
  /// A file of the workspace itself: relative, and inside its folder.
  package static var workspacePath: ValueParser {
    ValueParser(expected: "the path of a file, relative to the workspace's folder") {
      text throws(ValueMismatch) in
      try checkPath(text)
      if text.hasPrefix("/") { throw ValueMismatch(next: "Put the file into the workspace.") }
      if normalizedPath(text).hasPrefix("..") {
        throw ValueMismatch(next: "The path leads out of the workspace; put the file into it.")
      }
      if let placeholder = firstPlaceholder(in: text) {
        throw ValueMismatch(next: "':\(placeholder)' has no meaning here.")
      }
      return text
    }
  }

  /// A file of the workspace whose content is published: it lies there, links followed.
  ///
  /// - Parameter root: The workspace's folder, absolute.
  package static func publishedPath(in root: String) -> ValueParser {
    ValueParser(expected: workspacePath.expected) { text throws(ValueMismatch) in
      let path = try workspacePath.parse(text)
      guard FilePlace.isPublished("\(root)/\(path)", root: root) else {
        throw ValueMismatch(
          next: "The path leads out of the workspace through a link; put the file itself into it.")
      }
      return path
    }
  }

  /// A text that pages are made with.
  ///
  /// - Parameter root: The workspace's folder, absolute.
  package static func prosePath(in root: String) -> ValueParser {
    ValueParser(expected: "the path of a Markdown file, relative to the workspace's folder") {
      text throws(ValueMismatch) in
      let path = try publishedPath(in: root).parse(text)
      guard path.hasSuffix(".md") else {
        throw ValueMismatch(next: "It is published as it is: name a file whose name ends in '.md'.")
      }
      return path
    }
  }

  /// Where data lie: relative or absolute; with `glob`, also `*`, `?`, `[…]` and `:date`.
  package static func dataPath(glob: Bool) -> ValueParser {
    ValueParser(expected: glob ? "a path, a glob, or a path with :date" : "the path of a file") {
      text throws(ValueMismatch) in
      try checkPath(text)
      try checkPlaceholders(text, allowed: glob ? ["date"] : [])
      return text
    }
  }

  /// The CSV file that a job writes: a path, with `:date` where each date has its own.
  package static var outputPath: ValueParser {
    ValueParser(expected: "the path of a file, such as _out/scores/:date.csv") { text throws(ValueMismatch) in
      try checkPath(text)
      try checkPlaceholders(text, allowed: ["date"])
      if text.utf8.contains(where: { [0x2A, 0x3F, 0x5B].contains($0) }) {
        throw ValueMismatch(next: "'*', '?' and '[' stand for many files; an output is one.")
      }
      return text
    }
  }
}

/// The path without `.`, doubled slashes, and with `..` resolved as far as it goes; symbolic links aside.
package func normalizedPath(_ path: String) -> String {
  var parts: [Substring] = []
  for part in path.split(separator: "/") where part != "." {
    if part == "..", let last = parts.last, last != ".." {
      parts.removeLast()
    } else if part != ".." || !path.hasPrefix("/") {
      parts.append(part)
    }
  }
  return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
}

private func checkPath(_ text: String) throws(ValueMismatch) {
  if text.isEmpty || text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
    throw ValueMismatch()
  }
  if text.hasPrefix("~") { throw ValueMismatch(next: "'~' is not followed; write the path out.") }
  if text.hasSuffix("/") { throw ValueMismatch(next: "The path names a folder.") }
  if text.split(separator: "/").contains(".scorebook") {
    throw ValueMismatch(
      .workspacePrivateFolder, next: "'.scorebook' belongs to the book; choose another folder.")
  }
}

private func checkPlaceholders(_ text: String, allowed: [String]) throws(ValueMismatch) {
  var rest = text[...]
  while let placeholder = firstPlaceholder(in: rest) {
    if !allowed.contains(placeholder) {
      throw ValueMismatch(
        next: allowed.isEmpty
          ? "':\(placeholder)' has no meaning here."
          : "':\(placeholder)' has no meaning here; there is \(allowed.map { "':\($0)'" }.joined(separator: ", "))."
      )
    }
    guard let colon = rest.firstRange(of: ":\(placeholder)") else { return }
    rest = rest[colon.upperBound...]
  }
}

/// The name after the first colon that a name follows.
private func firstPlaceholder(in text: some StringProtocol) -> String? {
  let bytes = Array(text.utf8)
  for (offset, byte) in bytes.enumerated() where byte == 0x3A {
    let name = bytes[(offset + 1)...].prefix { (0x61...0x7A).contains($0) || $0 == 0x5F }
    if !name.isEmpty { return String(decoding: name, as: UTF8.self) }
  }
  return nil
}
