import Book
import Diagnostics

/// How it is told that files of a declared version are not those that were registered.
struct DeclarationChanges {
  let record: VersionRecord
  let place: Diagnostic.Place
  let severity: Diagnostic.Severity

  private var scores: String { "\(record.reference) scores as it was registered" }

  private func diagnostic(
    _ summary: String, _ identifier: Diagnostic.Identifier = .registryDeclaredChanged,
    expected: String? = nil, found: String?, next: String
  ) -> Diagnostic {
    Diagnostic(
      identifier, .configuration, severity: severity, at: place, summary, expected: expected, found: found,
      next: next)
  }

  func changed(_ artefact: String, to digest: String) -> Diagnostic {
    diagnostic(
      "'\(artefact)' is not the artefact that was registered as \(record.reference)",
      expected: "SHA-256 \(record.digest)", found: digest,
      next: "\(scores). Put the old file back ('scorebook model export \(record.reference)' writes it), and "
        + "declare the new one as a further version at the end of 'versions'.")
  }

  func options(_ artefact: String, to options: VersionRecord.Options) -> Diagnostic {
    diagnostic(
      "'\(artefact)' is now declared with other options than \(record.reference) was registered with",
      expected: record.options.told, found: options.told,
      next: "\(scores). Put the metadata back, and declare the new one as a further version at the end of "
        + "'versions'.")
  }

  /// Metadata or cases: they belong to a version as much as its artefact does.
  func changed(_ what: String, _ path: String?, from old: String, to new: String?) -> Diagnostic {
    diagnostic(
      "the file of \(what)\(path.map { " '\($0)'" } ?? "") is not the one that \(record.reference) was registered with",
      expected: "SHA-256 \(old)", found: new ?? "no such file",
      next: "\(record.reference) stays as it was registered. Put the old file back ('scorebook model export "
        + "\(record.reference)' writes what the book holds); what is new belongs to a further version.")
  }

  func unreadable(_ what: String, found: String?) -> Diagnostic {
    diagnostic(
      "\(what) can't be read", .registryUnreadable, found: found,
      next: "\(record.reference) is used as it was registered.")
  }
}
