import Diagnostics

extension ConfigurationDecoder {
  mutating func model(_ name: String, _ map: NodeMap) -> Configuration.Model? {
    let question = reader.value(map, "question", .text)
    let objective = reader.value(map, "objective", .text)
    let baseline = reader.value(map, "baseline", modelReference)
    let card = reader.value(map, "card", .prosePath(in: root))
    let owner = map.node("owner").flatMap { self.owner($0, map) }
    let versions = self.versions(map)
    let aliases = reader.dictionary(map, "aliases", keys: .name, .wholeNumber(in: 1...999_999_999)) ?? [:]
    return Configuration.Model(
      name: name, question: question, objective: objective, baseline: baseline, owner: owner, card: card,
      versions: versions, aliases: aliases, gate: gate(map))
  }

  private mutating func owner(_ node: YAMLNode, _ model: NodeMap) -> Configuration.Model.Owner? {
    guard
      let map = reader.map(
        node, keys: ConfigurationSchema.owner.keys, what: "'owner' of \(model.what)",
        path: model.path(to: "owner"))
    else { return nil }
    let team = reader.value(map, "team", .text)
    let name = reader.value(map, "name", .text)
    let email = reader.value(map, "email", .email)
    if model.isEmpty("owner") {
      reader.reportEmpty(model, "owner", expected: "a team, a name or an e-mail address")
    }
    return Configuration.Model.Owner(team: team, name: name, email: email)
  }

  private mutating func versions(_ model: NodeMap) -> [Configuration.Model.Version] {
    guard let node = model.node("versions") else { return [] }
    let path = model.path(to: "versions")
    let what = "'versions' of \(model.what)"
    var versions: [Configuration.Model.Version] = []
    let items =
      reader.items(of: node, what: what, example: "{artefact: FILE, metadata: FILE}", path: path) ?? []
    for (position, item) in items.enumerated() {
      guard
        let map = reader.map(
          item, keys: ConfigurationSchema.version.keys, what: "version \(position + 1) of \(model.what)",
          path: "\(path).\(position)")
      else { continue }
      let metadata = reader.value(map, "metadata", .workspacePath)
      guard let artefact = reader.required(map, "artefact", .workspacePath) else { continue }
      if let earlier = versions.firstIndex(where: { $0.artefact == artefact }) {
        reader.report(
          Diagnostic(
            .yamlWrongValue, .configuration, at: reader.valuePlace(of: map.path(to: "artefact")),
            "\(map.what) is the file of version \(earlier + 1)", next: "Give each version a file of its own.")
        )
      }
      versions.append(Configuration.Model.Version(artefact: artefact, metadata: metadata))
    }
    return versions
  }
}

extension ValueParser where Value == String {
  fileprivate static var email: ValueParser {
    ValueParser(expected: "an e-mail address") { text in
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x3C && $0 != 0x3E && $0 != 0x2C }
      return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty && isPlain ? text : nil
    }
  }
}
