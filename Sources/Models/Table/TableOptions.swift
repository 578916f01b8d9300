import Diagnostics

/// What a person says about a table from outside, held against the table, which says all of it itself.
enum TableOptions {
  /// **Throws** where labels differ from the table's own, or something is said that no table has.
  static func check(
    _ options: ArtefactOptions, labels: [String], file: String, _ identifier: Diagnostic.Identifier
  ) throws(Problems) {
    var problems = Problems()
    func add(_ summary: String, expected: String? = nil, found: String? = nil, _ next: String) {
      problems.add(
        Diagnostic(
          identifier, .configuration, at: .init(file: file), summary, expected: expected, found: found,
          next: next))
    }
    if let given = options.labels, given != labels {
      add(
        "other labels are given than the model's",
        expected: labels.isEmpty ? "no labels" : YAMLReader.list(labels), found: YAMLReader.list(given),
        "Leave the labels out: --labels, or 'labels' of the metadata.")
    }
    if options.iterations != nil {
      add("a table has no iterations to choose from", "Leave out '--iterations'.")
    }
    if options.columns != nil {
      add("a table names its inputs itself", "Leave out the names of columns.")
    }
    try problems.throwIfAny()
  }
}
