import Diagnostics

extension ConfigurationDecoder {
  mutating func webhook(_ map: NodeMap) -> Configuration.Webhook? {
    let address = address(map)
    let template = template(map)
    let key = map.has("sign") ? secret(map, "sign") : nil
    let authorities = reader.value(map, "ca", .dataPath(glob: false))
    let timeLimit = reader.value(map, "time_limit", .duration) ?? 30
    let retries = retries(map)
    guard let address, let template, let retries, !map.has("sign") || key != nil else { return nil }
    return .init(
      address: address, template: template, key: key, authorities: authorities, timeLimit: timeLimit,
      retries: retries)
  }

  /// A word, or the path of a file that ends with `.mustache`.
  private mutating func template(_ map: NodeMap) -> Configuration.Webhook.Template? {
    if case .text(let text) = map.node("template")?.content, text.hasSuffix(".mustache") {
      return reader.value(map, "template", .dataPath(glob: false)).map { .file($0) }
    }
    return reader.required(map, "template", .webhookShape).map { .shape($0) }
  }

  /// An address as it stands, or a secret; one that is wrong is not repeated, since whoever knows it may write there.
  mutating func address(_ map: NodeMap) -> Configuration.Webhook.Address? {
    guard let node = map.node("url"), case .text(let text) = node.content else {
      guard map.has("url") else {
        reader.reportMissing(map, "url", expected: "{env: NAME}, or an address that begins with https://")
        return nil
      }
      return secret(map, "url").map { .secret($0) }
    }
    guard Configuration.Webhook.isAddress(text) else {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: node.place, "wrong value for 'url' of \(map.what)",
          expected: "an address that begins with https://, or {env: NAME} where nobody else may know it",
          next:
            "What is sent would be read by others without TLS; user and password don't go into an address."
        ))
      return nil
    }
    return .written(text)
  }
}

extension Configuration.Webhook {
  /// Whether a text is an address that a web-hook may have: `https`, printable ASCII, and nobody's name in it.
  package static func isAddress(_ text: String) -> Bool {
    guard text.hasPrefix("https://"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
    let host = text.dropFirst("https://".count).prefix { !"/?#".contains($0) }
    return !host.isEmpty && !host.contains("@") && !host.contains("\\")
  }
}

extension ValueParser where Value == Configuration.Webhook.Shape {
  fileprivate static var webhookShape: ValueParser {
    let words = Value.allCases.map(\.rawValue)
    let expected = "one of \(words.joined(separator: ", ")), or a file that ends with .mustache"
    return ValueParser(expected: expected) { text throws(ValueMismatch) in
      if let value = Value(rawValue: text) { return value }
      throw ValueMismatch(next: nearestName(to: text, among: words).map { "Did you mean \(quoted($0))?" })
    }
  }
}
