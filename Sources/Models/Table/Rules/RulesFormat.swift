package import Diagnostics

/// Our own rules, in YAML.
package enum RulesFormat {
  /// Whether a file that starts so holds rules: `rules:` with `labels`, `rules` or `otherwise` below it.
  package static func recognises(_ prefix: some Collection<UInt8>) -> Bool {
    TableFile.form(prefix, kind: "rules", keys: RulesReader.keys) == .yaml
  }

  /// Reads a whole set of rules.
  ///
  /// **Throws:** every mistake in it at once, up to a hundred, each with its line.
  package static func open(
    bytes: [UInt8], name: String, options: ArtefactOptions = .none
  ) throws(Problems) -> RulesModel {
    var reader = RulesReader(file: name)
    let rules = try reader.read(bytes)
    try TableOptions.check(options, labels: rules.labels, file: name, .rulesOptions)
    return RulesModel(rules)
  }

  package static let support = FormatSupport(
    format: "rules (YAML)", versions: "1", agreement: "the numbers and labels of the file",
    elements: RuleConditionReader.tests.map { .init("test", $0) } + [
      .init(
        "condition", "all, any, not", note: "\(RuleConditionReader.depthLimit) inside each other at most"),
      .init("outcome", "prediction"),
      .init("outcome", "probability", note: "of two labels"),
      .init("outcome", "class"),
      .init("form", "CSV", .refused("nested conditions are no flat table")),
    ])
}
