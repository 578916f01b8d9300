package import Diagnostics

extension Diagnostic.Identifier {
  package static let workspaceShares = Self("workspace-shares")
}

extension ConfigurationDecoder {
  private static let mostVariants = 32

  /// `split:` of a job; nil where it is absent or wrong.
  mutating func split(_ job: NodeMap, champion: ModelReference?) -> Configuration.Split? {
    guard let node = job.node("split"),
      let map = reader.map(
        node, keys: ConfigurationSchema.split.keys, what: "'split' of \(job.what)",
        path: job.path(to: "split"))
    else { return nil }
    let name = reader.required(map, "name", .name)
    let salt = reader.required(map, "salt", .text)
    guard let variants = variants(map), let name, let salt else { return nil }
    if let champion, variants.allSatisfy({ $0.model.map { $0 != champion } ?? false }) {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.valuePlace(of: map.path(to: "variants")),
          "every variant of \(map.what) has another model than the job's, \(quoted(champion.description))",
          next: "Leave 'model' out of one of them: the job's own scores its rows."))
    }
    return Configuration.Split(name: name, salt: salt, variants: variants)
  }

  private mutating func variants(_ split: NodeMap) -> [Configuration.Split.Variant]? {
    let expected = "at least two variants with their shares"
    guard let node = split.node("variants") else {
      reader.reportMissing(split, "variants", expected: expected)
      return nil
    }
    let path = split.path(to: "variants")
    guard let map = reader.map(node, keys: nil, what: "'variants' of \(split.what)", path: path) else {
      return nil
    }
    var variants: [Configuration.Split.Variant] = []
    for entry in map.all {
      let name = reader.parse(
        YAMLNode(.text(entry.key), at: entry.place), .name, of: "the name of a variant")
      let inner = reader.map(
        entry.value, keys: ConfigurationSchema.variant.keys, what: "variant \(quoted(entry.key))",
        path: "\(path).\(entry.key)")
      guard let inner else { continue }
      let share = reader.required(inner, "share", .exactShare)
      let model = reader.value(inner, "model", modelReference)
      guard let name, let share, model != nil || !inner.has("model") else { continue }
      variants.append(.init(name: name, share: share, model: model))
    }
    // One mistake is told once: shares are added up where each of them could be read.
    guard variants.count == map.all.count else { return nil }
    guard (2...Self.mostVariants).contains(variants.count) else {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.valuePlace(of: path),
          "\(map.what) names \(variants.isEmpty ? "none" : variants.count == 1 ? "only one" : "\(variants.count)")",
          expected: "2 to \(Self.mostVariants) variants with their shares"))
      return nil
    }
    let sum = variants.reduce(0) { $0 + $1.share.cells }
    guard sum == Configuration.Split.Share.whole.cells else {
      reader.report(
        Diagnostic(
          .workspaceShares, .configuration, at: reader.valuePlace(of: path),
          "the shares of \(map.what) do not come to the whole", expected: "100%",
          found: "\(Configuration.Split.Share(cells: sum))",
          next: "Let the first variant, \(quoted(variants[0].name)), have what the others leave."))
      return nil
    }
    return variants
  }
}

extension ValueParser where Value == Configuration.Split.Share {
  fileprivate static var exactShare: ValueParser {
    ValueParser(expected: "a share from 0% to 100% with at most six decimals, such as 50% or 12.5%") { text in
      Configuration.Split.Share(text)
    }
  }
}
