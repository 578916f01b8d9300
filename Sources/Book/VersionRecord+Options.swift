extension VersionRecord {
  /// One column of a signature that stands beside an artefact.
  package struct SchemaColumn: Sendable, Hashable, Codable {
    package let name: String
    /// In MLflow's words: `boolean`, `integer`, `long`, `float`, `double`, `string`.
    package let type: String
    package let required: Bool

    package init(name: String, type: String, required: Bool) {
      self.name = name
      self.type = type
      self.required = required
    }
  }

  /// What a person or a signature says about an artefact: the same bytes under other options are another version.
  package struct Options: Sendable, Hashable, Codable {
    package let labels: [String]?
    package let iterations: String?
    package let columns: [String]?
    package let schema: [SchemaColumn]?

    package init(
      labels: [String]? = nil, iterations: String? = nil, columns: [String]? = nil,
      schema: [SchemaColumn]? = nil
    ) {
      self.labels = labels
      self.iterations = iterations
      self.columns = columns
      self.schema = schema
    }

    package static let none = Options()

    /// How the book tells options apart: JSON with sorted keys, '' where there are none.
    var key: String {
      get throws { self == .none ? "" : try RecordJSON.text(self) }
    }
  }
}
