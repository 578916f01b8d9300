package import Diagnostics
import Foundation
import Markdown

/// The templates of pages, the style sheet and the script: the program's own, or a workspace's, one by one.
package struct TemplateLibrary: Sendable {
  /// The templates that are rendered; the others are partials of these.
  let page: PageTemplate
  let redirect: PageTemplate
  /// Of a page that is one file.
  let single: PageTemplate
  let stylesheet: String
  let script: String
  /// Of all texts: where it changes, every page does.
  let digest: SiteDigest

  /// Reads a workspace's `templates` folder over the program's own; a folder that is not there overrides nothing.
  ///
  /// Of the folder, `*.mustache`, `*.css` and `*.js` are looked at; folders in it belong to others.
  /// **Throws:** every problem at once: unknown names of files, variables and partials, wrong syntax, templates
  /// that include themselves.
  package init(override folder: String? = nil) throws(Problems) {
    var problems = Problems()
    var files = EmbeddedTemplates.files.mapValues { TemplateFile(text: $0, file: nil) }
    if let folder { Self.read(folder, into: &files, &problems) }
    try problems.throwIfAny()

    for (name, file) in files.sorted(by: { $0.key < $1.key }) where name.hasSuffix(".mustache") {
      problems.add(
        TemplateTags.problems(in: file.text, file: file.file ?? name, templates: Set(files.keys)))
    }
    if problems.isEmpty {
      problems.add(TemplateTags.cycles(in: files.mapValues(\.text), places: files.compactMapValues(\.file)))
    }
    if problems.isEmpty {
      problems.add(
        TemplateDemands.problems(of: files.mapValues(\.text), places: files.compactMapValues(\.file)))
    }
    try problems.throwIfAny()

    let compiler = TemplateCompiler(
      texts: Self.withoutEnding(files.mapValues(\.text)),
      places: Self.withoutEnding(files.compactMapValues(\.file)))
    do throws(Diagnostic) {
      page = try compiler.compile("page")
      redirect = try compiler.compile("redirect")
      single = try compiler.compile("single")
    } catch {
      throw Problems([error])
    }
    stylesheet = files["stylesheet.css"]?.text ?? ""
    // The first sets the colours and must stand first.
    script = ["script.js", "tables.js", "search.js"].compactMap { files[$0]?.text }.joined()
    var digester = SiteDigester()
    for (name, file) in files.sorted(by: { $0.key < $1.key }) {
      digester.add(name)
      digester.add(file.text)
    }
    digest = digester.digest
  }

  private static func withoutEnding<Value>(_ files: [String: Value]) -> [String: Value] {
    var result: [String: Value] = [:]
    for (name, value) in files where name.hasSuffix(".mustache") {
      result[String(name.dropLast(".mustache".count))] = value
    }
    return result
  }

  private struct TemplateFile {
    let text: String
    /// Where it was read; nil for the program's own.
    let file: String?
  }

  private static func read(
    _ folder: String, into files: inout [String: TemplateFile], _ problems: inout Problems
  ) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.sorted()
    where [".mustache", ".css", ".js"].contains(where: name.hasSuffix) && !name.hasPrefix(".") {
      let path = folder + "/" + name
      guard files[name] != nil else {
        let nearest = nearestName(to: name, among: files.keys)
        problems.add(
          Diagnostic(
            .templateUnknownFile, .configuration, at: .init(file: path),
            "there is no template '\(name)' to override",
            expected: nearest == nil ? files.keys.sorted().joined(separator: ", ") : nil,
            next: nearest.map { "Did you mean '\($0)'?" } ?? "Rename or remove it."))
        continue
      }
      guard let bytes = FileManager.default.contents(atPath: path),
        let text = String(validating: bytes, as: UTF8.self)
      else {
        problems.add(
          Diagnostic(
            .templateRead, .configuration, at: .init(file: path), "the template can't be read as UTF-8 text",
            next: "Look at its encoding and permissions."))
        continue
      }
      files[name] = TemplateFile(text: text.replacingOccurrences(of: "\r\n", with: "\n"), file: path)
    }
  }
}
