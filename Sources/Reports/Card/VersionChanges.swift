import Book

/// What a version has that the one before it had otherwise.
struct VersionChanges {
  struct Change {
    let what: String
    let before: String
    let after: String
  }

  let changes: [Change]

  init(from before: VersionRecord, to after: VersionRecord) {
    var changes: [Change] = []
    func compare(_ what: String, _ a: String?, _ b: String?) {
      guard a != b else { return }
      changes.append(Change(what: what, before: a ?? NumberText.none, after: b ?? NumberText.none))
    }
    compare("format", before.format, after.format)
    compare("framework", before.framework, after.framework)
    compare("trained until", before.trainedUntil, after.trainedUntil)
    compare(
      "training rows", before.training?.rows.map { NumberText.count($0) },
      after.training?.rows.map { NumberText.count($0) })
    compare("training dates", before.training?.dates, after.training?.dates)
    compare(
      "training data", before.training?.dataDigest.map(NumberText.short),
      after.training?.dataDigest.map(NumberText.short))
    compare(
      "source commit", before.sourceCommit.map(NumberText.short), after.sourceCommit.map(NumberText.short))
    let inputs = (before.signature.inputs.map(\.name), after.signature.inputs.map(\.name))
    for name in inputs.0 where !inputs.1.contains(name) { compare("input \(name)", "read", nil) }
    for name in inputs.1 where !inputs.0.contains(name) { compare("input \(name)", nil, "read") }
    let known = (Self.values(before.parameters), Self.values(after.parameters))
    let names = before.parameters.map(\.name) + after.parameters.map(\.name)
    for name in names.reduce(into: [String](), { if !$0.contains($1) { $0.append($1) } }) {
      compare("parameter \(name)", known.0[name], known.1[name])
    }
    compare("artefact", NumberText.short(before.digest), NumberText.short(after.digest))
    self.changes = changes
  }

  private static func values(_ entries: [VersionRecord.Entry]) -> [String: String] {
    Dictionary(entries.map { ($0.name, $0.value) }) { first, _ in first }
  }
}
