import Book
import Diagnostics

/// How it is told that files of a declared version are not those that were registered: as errors.
struct DeclarationChanges {
  let record: VersionRecord
  let place: Diagnostic.Place

  private func diagnostic(
    _ summary: String, severity: Diagnostic.Severity = .error, expected: String? = nil, found: String?,
    next: String
  ) -> Diagnostic {
    Diagnostic(
      .registryDeclaredChanged, .configuration, severity: severity, at: place, summary, expected: expected,
      found: found, next: next)
  }

  func changed(_ artefact: String, to digest: String) -> Diagnostic {
    diagnostic(
      "'\(artefact)' is not the artefact that was registered as \(record.reference)",
      expected: "SHA-256 \(record.digest)", found: digest,
      next:
        "Put the old file back ('scorebook model export \(record.reference)' writes it), and declare the new "
        + "one as a further version at the end of 'versions'.")
  }

  /// A folder that no longer says what it said, or whose files no longer are what it says.
  func unsound(_ artefact: String, because problem: Diagnostic?) -> Diagnostic {
    diagnostic(
      "'\(artefact)' is not what was registered as \(record.reference)",
      found: problem.map { [$0.summary, $0.found].compactMap(\.self).joined(separator: ": ") },
      next: "Put the old files back ('scorebook model export \(record.reference)' writes the artefact), and "
        + "declare new ones as a further version at the end of 'versions'.")
  }

  func options(_ artefact: String, to options: VersionRecord.Options) -> Diagnostic {
    diagnostic(
      "'\(artefact)' is now declared with other options than \(record.reference) was registered with",
      expected: record.options.told(beside: options), found: options.told(beside: record.options),
      next: "Put the metadata back, and declare the new one as a further version at the end of 'versions'.")
  }

  /// What stands in for the model's answers fills rows as the model does.
  func defaultOutput(_ artefact: String, to output: [VersionRecord.Entry]?) -> Diagnostic {
    func words(_ entries: [VersionRecord.Entry]?) -> String {
      guard let entries, !entries.isEmpty else { return "none" }
      return entries.map { $0.name.isEmpty ? $0.value : "\($0.name) \($0.value)" }.joined(separator: ", ")
    }
    return diagnostic(
      "'\(artefact)' now has another default output than \(record.reference) was registered with",
      expected: words(record.service?.defaultOutput), found: words(output),
      next:
        "Put the old one back, and register the new one under another model: the artefact alone tells versions "
        + "apart.")
  }

  /// Metadata or cases: they belong to a version as much as its artefact does, but no score depends on them.
  ///
  /// - Parameter isNamed: Whether the declaration names the file; else it lies where such a file is looked for.
  func changed(
    _ what: String, _ path: String?, from old: String, to new: String?, isNamed: Bool = true
  ) -> Diagnostic {
    diagnostic(
      "the file of \(what)\(path.map { " '\($0)'" } ?? "") is not the one that \(record.reference) was registered with",
      severity: isNamed ? .error : .warning, expected: "SHA-256 \(old)", found: new ?? "no such file",
      next: "\(record.reference) stays as it was registered. Put the old file back ('scorebook model export "
        + "\(record.reference)' writes what the book holds); what is new belongs to a further version.")
  }

  func added(_ what: String, _ path: String) -> Diagnostic {
    diagnostic(
      "\(what) '\(path)' was declared after \(record.reference) was registered", found: nil,
      next: "\(record.reference) stays as it was registered, without it. Take it out again, or declare the "
        + "artefact with it under another model.")
  }

  /// A file that can't be read says nothing of its content: the registered one is used.
  func unreadable(_ what: String, found: String?) -> Diagnostic {
    Diagnostic(
      .registryUnreadable, .configuration, at: place, "\(what) can't be read", found: found,
      next: "\(record.reference) is used as it was registered.")
  }
}
