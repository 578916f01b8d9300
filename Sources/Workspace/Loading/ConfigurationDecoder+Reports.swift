import Diagnostics

extension ConfigurationDecoder {
  mutating func report(_ name: String, _ map: NodeMap) -> Configuration.Report? {
    let title = reader.required(map, "title", .title)
    let period = reader.required(map, "period", ValueParser<Configuration.KPI.Period>.word)
    let contents = oneKeyMaps(map, "contents", ConfigurationSchema.content, what: "an item in") {
      decoder, kind, map -> Configuration.Report.Content? in
      switch kind {
      case "text": decoder.reader.value(map, kind, .prosePath(in: decoder.root)).map { .text($0) }
      case "kpi":
        decoder.reader.value(map, kind, .reference(to: "a KPI", among: decoder.names("kpis"))).map {
          .kpi($0)
        }
      case "readout":
        decoder.reader.value(map, kind, .reference(to: "a readout", among: decoder.names("readouts"))).map {
          .readout($0)
        }
      default:
        decoder.reader.value(map, kind, .reference(to: "an evaluation", among: decoder.names("evaluations")))
          .map { .evaluation($0) }
      }
    }
    let sendings = sendings(map)
    guard let title, let period, let contents, let sendings else { return nil }
    return Configuration.Report(
      name: name, title: title, period: period, contents: contents, sendings: sendings)
  }

  /// `site:`, all of it optional.
  mutating func site(_ top: NodeMap, workspace: String) -> Configuration.Site {
    let node = top.node("site") ?? YAMLNode(.empty, at: top.place)
    guard let map = reader.map(node, keys: ConfigurationSchema.site.keys, what: "'site'", path: "site") else {
      return Configuration.Site(
        title: workspace, baseURL: nil, languages: ["en"], showKeys: false, trustedPages: [])
    }
    let title = reader.value(map, "title", .title) ?? workspace
    let baseURL = reader.value(map, "base_url", .webAddress)
    let languages = reader.list(map, "languages", .language)
    if let languages, languages.isEmpty {
      reader.reportEmpty(map, "languages", expected: "at least one language")
    }
    let showKeys = reader.value(map, "show_keys", .flag) ?? false
    let trustedPages = reader.list(map, "trusted_pages", .workspacePath) ?? []
    return Configuration.Site(
      title: title, baseURL: baseURL, languages: languages ?? ["en"], showKeys: showKeys,
      trustedPages: trustedPages)
  }

  mutating func pipeline(_ name: String, _ map: NodeMap) -> Configuration.Pipeline? {
    let steps = oneKeyMaps(map, "steps", ConfigurationSchema.step, what: "a step in") {
      decoder, kind, map -> Configuration.Pipeline.Step? in
      switch kind {
      case "run":
        return decoder.reader.value(map, kind, .reference(to: "a job", among: decoder.names("jobs")))
          .map { .run(job: $0) }
      case "evaluate":
        return decoder.reader.value(
          map, kind, .reference(to: "an evaluation", among: decoder.names("evaluations"))
        ).map { .evaluate($0) }
      case "readout":
        return decoder.reader.value(
          map, kind, .reference(to: "a readout", among: decoder.names("readouts"))
        ).map { .readout($0) }
      case "kpis":
        return decoder.reader.value(
          map, kind, .reference(to: "a KPI, or all", among: decoder.names("kpis") + ["all"])
        ).map { .kpis($0 == "all" ? nil : $0) }
      case "site":
        return decoder.reader.value(map, kind, .build).map { _ in .siteBuild }
      case "send":
        return decoder.reader.value(map, kind, .reference(to: "a report", among: decoder.names("reports")))
          .map { .send(report: $0) }
      default:
        return decoder.reader.value(
          map, kind, .reference(to: "a pipeline", among: decoder.names("pipelines"))
        ).map { .pipeline($0) }
      }
    }
    var onFailure: String?
    if let node = map.node("on_failure"),
      let inner = reader.map(
        node, keys: ConfigurationSchema.onFailure.keys, what: "'on_failure' of \(map.what)",
        path: map.path(to: "on_failure"))
    {
      onFailure = reader.required(inner, "audience", .reference(to: "an audience", among: names("audiences")))
      if onFailure == nil { return nil }
    }
    return steps.map { Configuration.Pipeline(name: name, steps: $0, onFailure: onFailure) }
  }

  /// A list that is not empty, of maps with one key each.
  private mutating func oneKeyMaps<Value>(
    _ map: NodeMap, _ key: String, _ schema: ConfigurationSchema.Section, what: String,
    _ decode: (inout Self, String, NodeMap) -> Value?
  ) -> [Value]? {
    let list = "\(quoted(key)) of \(map.what)"
    guard let node = map.node(key) else {
      reader.reportMissing(
        map, key, expected: "a list, each item one of \(schema.keys.joined(separator: ", "))")
      return nil
    }
    let path = map.path(to: key)
    guard let items = reader.items(of: node, what: list, example: "{\(schema.keys[0]): …}", path: path) else {
      return nil
    }
    if items.isEmpty { reader.reportEmpty(map, key, expected: "at least one item") }
    var values: [Value] = []
    for (position, item) in items.enumerated() {
      guard
        let inner = reader.map(item, keys: schema.keys, what: "\(what) \(list)", path: "\(path).\(position)"),
        !(inner.all.isEmpty && item.isNonEmptyMap), let kind = kind(of: inner, among: schema.keys),
        let value = decode(&self, kind, inner)
      else { continue }
      values.append(value)
    }
    return values.count == items.count ? values : nil
  }
}

extension YAMLNode {
  /// A map whose keys, if none of them is known, have been told as unknown already.
  fileprivate var isNonEmptyMap: Bool {
    guard case .map(let entries) = content else { return false }
    return !entries.isEmpty
  }
}

extension ValueParser where Value == String {
  fileprivate static var build: ValueParser { ValueParser(expected: "build") { $0 == "build" ? $0 : nil } }

  fileprivate static var webAddress: ValueParser {
    ValueParser(expected: "an address such as https://example.com/scorebook/") { text throws(ValueMismatch) in
      let rest = ["https://", "http://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) }
      let isPlain = text.utf8.allSatisfy {
        $0 > 0x20 && $0 < 0x7F && ![0x22, 0x3C, 0x3E, 0x3F, 0x23].contains($0)
      }
      guard let rest, isPlain, let host = rest.split(separator: "/", omittingEmptySubsequences: false).first,
        !host.isEmpty
      else { throw ValueMismatch() }
      guard text.hasSuffix("/") else { throw ValueMismatch(next: "Write \(quoted(text + "/")).") }
      return text
    }
  }

  /// BCP 47, as far as its shape goes.
  fileprivate static var language: ValueParser {
    ValueParser(expected: "a language such as en or pt-BR") { text in
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      guard let first = parts.first, (2...3).contains(first.utf8.count),
        first.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
      else { return nil }
      let isValid = parts.dropFirst().allSatisfy { part in
        (2...8).contains(part.utf8.count)
          && part.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
          }
      }
      return isValid ? text : nil
    }
  }
}
