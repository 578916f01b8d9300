import Testing

@Suite("Documentation of diagnostics")
struct DiagnosticsDocumentationTests {
  /// Identifiers that the sources declare: `= Self("area-problem")` in an extension of Diagnostic.Identifier.
  static func declared() throws -> [String: String] {
    var found: [String: String] = [:]
    for file in Repository.files(in: "Sources", endings: [".swift"]) {
      let text = try Repository.text(file)
      guard text.contains("Diagnostic.Identifier") else { continue }
      for match in text.matches(of: #/= (?:Self|Diagnostic\.Identifier)\(\s*"([a-z0-9-]+)"/#) {
        found[String(match.1)] = file
      }
    }
    return found
  }

  static func documented() throws -> Set<String> {
    var found: Set<String> = []
    for file in Repository.files(in: "site/reference/diagnostics", endings: [".md"]) {
      for match in try Repository.text(file).matches(of: #/(?m)^## `?([a-z0-9]+(?:-[a-z0-9]+)+)`?\s*$/#) {
        found.insert(String(match.1))
      }
    }
    return found
  }

  @Test("every diagnostic has its section, and every section its diagnostic")
  func sections() throws {
    let declared = try Self.declared()
    let documented = try Self.documented()
    for (identifier, file) in declared.sorted(by: { $0.key < $1.key }) {
      #expect(documented.contains(identifier), "\(identifier) of \(file) is not documented")
    }
    for identifier in documented.sorted() {
      #expect(declared[identifier] != nil, "\(identifier) is documented and not raised")
    }
  }
}
