import ArgumentParser

/// What `report build` writes.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
  case markdown, html, json, pdf, eml

  /// How the file's name ends.
  var ending: String { self == .markdown ? "md" : rawValue }
}
