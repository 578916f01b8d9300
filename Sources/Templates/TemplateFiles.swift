package import Diagnostics
import Foundation

/// The texts of templates: the program's own, and those that a workspace puts in their place, one by one.
package struct TemplateFiles: Sendable {
  /// One of them.
  package struct File: Sendable {
    package let text: String
    /// Where it was read; nil for the program's own.
    package let path: String?
  }

  /// By file name.
  package let files: [String: File]

  package init(_ texts: [String: String]) { files = texts.mapValues { File(text: $0, path: nil) } }

  /// Reads a folder over the program's own; one that is not there overrides nothing.
  ///
  /// Of the folder, files with one of the endings are looked at; folders in it belong to others.
  /// **Throws:** every problem at once: `template-unknown-file`, `template-read`.
  package init(
    _ texts: [String: String], override folder: String?, endings: [String]
  ) throws(Problems) {
    var files = Self(texts).files
    var problems = Problems()
    let listed = folder.map { folder in Result { try FileManager.default.contentsOfDirectory(atPath: folder) }
    }
    var status = stat()
    if let folder, case .failure? = listed, lstat(folder, &status) == 0 {
      let (summary, next) =
        Self.isFile(folder)
        ? ("there is a file where the folder of templates should be", "Move it, or rename it.")
        : (
          "the folder of templates can't be read", "Look at its permissions, or put a folder in its place."
        )
      problems.add(
        Diagnostic(
          .templateRead, .configuration, at: .init(file: folder), summary, next: next))
    }
    let names = (try? listed?.get()) ?? []
    for name in names.sorted() where endings.contains(where: name.hasSuffix) && !name.hasPrefix(".") {
      let path = (folder ?? "") + "/" + name
      guard files[name] != nil else {
        problems.add(Self.unknown(name, path, among: files.keys.sorted()))
        continue
      }
      do throws(Diagnostic) {
        files[name] = File(text: Self.plain(try Self.read(path, in: folder ?? "")), path: path)
      } catch {
        problems.add(error)
      }
    }
    try problems.throwIfAny()
    self.files = files
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
  }

  /// The text of a file; of a symbolic link, if it is a file of the folder.
  private static func read(_ path: String, in folder: String) throws(Diagnostic) -> String {
    func refused(_ summary: String, _ next: String) -> Diagnostic {
      Diagnostic(.templateRead, .configuration, at: .init(file: path), summary, next: next)
    }
    let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    let url = URL(fileURLWithPath: path)
    let target = url.resolvingSymlinksInPath().path
    let isLink = (try? url.resourceValues(forKeys: [.isSymbolicLinkKey]))?.isSymbolicLink == true
    if isLink, !target.hasPrefix(root + "/") {
      throw refused("the symbolic link leads out of the folder", "Put the file itself there.")
    }
    // A pipe would be waited for, also one that takes the place of a file meanwhile.
    let descriptor = open(target, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    let code = errno
    defer { if descriptor >= 0 { close(descriptor) } }
    var status = stat()
    guard (descriptor >= 0 ? fstat(descriptor, &status) : lstat(target, &status)) == 0 else {
      throw isLink
        ? refused("the symbolic link leads nowhere", "Mend or remove it.")
        : refused("the template can't be read: \(String(cString: strerror(code)))", "Look at the file.")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFLNK where isLink: throw refused("the symbolic link leads nowhere", "Mend or remove it.")
    case let type:
      let kind = type == S_IFDIR ? "folder" : type == S_IFIFO ? "pipe" : "device or socket"
      throw refused("a \(kind) has the name of a template", "Rename it, or put a file in its place.")
    }
    guard descriptor >= 0,
      let bytes = try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).readToEnd() ?? Data()
    else {
      let reason = descriptor >= 0 ? "" : ": \(String(cString: strerror(code)))"
      throw refused("the template can't be read" + reason, "Look at its permissions.")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw refused("the template is not valid UTF-8", "Save it again as UTF-8.")
    }
    return text
  }

  /// A text as it is meant: without the byte-order mark before it, and with the line ends of Unix.
  package static func plain(_ text: String) -> String {
    let mark = text.unicodeScalars.first == "\u{FEFF}"
    let text = mark ? String(text.unicodeScalars.dropFirst()) : text
    return text.replacingOccurrences(of: "\r\n", with: "\n")
  }

  private static func unknown(_ name: String, _ path: String, among names: [String]) -> Diagnostic {
    let nearest = nearestName(to: name, among: names)
    return Diagnostic(
      .templateUnknownFile, .configuration, at: .init(file: path),
      "there is no template '\(name)' to override",
      expected: nearest == nil ? names.joined(separator: ", ") : nil,
      next: nearest.map { "Did you mean '\($0)'?" } ?? "Rename or remove it.")
  }

  /// The names of templates, without their ending, in their order.
  package var templates: [String] {
    files.keys.filter { $0.hasSuffix(Self.ending) }.map { String($0.dropLast(Self.ending.count)) }.sorted()
  }

  /// How problems name a template.
  func place(of name: String) -> String { files[name + Self.ending]?.path ?? name + Self.ending }

  func text(of name: String) -> String { files[name + Self.ending]?.text ?? "" }

  private static let ending = ".mustache"

  /// Templates that include themselves, in any number of steps; rendering one would never end. Each circle is told
  /// once, with a template of the workspace where one is part of it.
  func cycles() -> Problems {
    let names = templates
    let includes = Dictionary(
      uniqueKeysWithValues: names.map { name in
        (name, TemplateTag.tags(in: text(of: name)).filter { $0.kind == ">" })
      })
    let own = names.filter { files[$0 + Self.ending]?.path != nil }
    var problems = Problems()
    var told: Set<String> = []
    for name in own + names where !told.contains(name) {
      guard let circle = Self.circle(from: name, includes) else { continue }
      told.formUnion(circle)
      let others = circle.dropFirst().map { "'\($0)\(Self.ending)'" }
      let line = includes[name]?.first { $0.name == circle.dropFirst().first ?? name }?.line
      problems.add(
        Diagnostic(
          .templateCycle, .configuration, at: .init(file: place(of: name), line: line),
          "the template includes itself" + (others.isEmpty ? "" : " by " + others.joined(separator: " and ")),
          next: "Take the partial out that leads back to it."))
    }
    return problems
  }

  /// The templates of the shortest way from one back to itself, that first; nil where none leads back.
  private static func circle(from name: String, _ includes: [String: [TemplateTag]]) -> [String]? {
    var before: [String: String] = [:]
    var found = [name]
    var next = 0
    while next < found.count {
      let current = found[next]
      next += 1
      for tag in includes[current] ?? [] where before[tag.name] == nil {
        before[tag.name] = current
        found.append(tag.name)
        if tag.name != name { continue }
        var way = [current]
        while let last = way.last, last != name, let from = before[last] { way.append(from) }
        return way.reversed()
      }
    }
    return nil
  }
}
