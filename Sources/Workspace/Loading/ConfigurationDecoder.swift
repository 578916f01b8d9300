import Diagnostics

/// Turns the nodes of `scorebook.yaml` into a `Configuration`; everything that one key can get wrong is told
/// here, what lies between keys by `ConfigurationChecks`.
struct ConfigurationDecoder {
  var reader = NodeReader()
  let root: String
  let file: String
  /// What the files hold.
  let layers: [[UInt8]]
  /// Names by section, those of broken entries too, so that one mistake is told once.
  private var declared: [String: [String]] = [:]
  private(set) var datasets: [String: Configuration.Dataset] = [:]
  /// The kind of each channel whose entry tells one, for its audiences.
  private(set) var channelKinds: [String: String] = [:]

  init(root: String, file: String, layers: [[UInt8]]) {
    self.root = root
    self.file = file
    self.layers = layers
  }

  mutating func decode(_ node: YAMLNode) -> Configuration? {
    guard
      let top = reader.map(node, keys: ConfigurationSchema.top.keys, what: "the workspace", path: "")
    else { return nil }
    for section in [
      "datasets", "models", "jobs", "evaluations", "readouts", "kpis", "reports", "audiences", "channels",
      "pipelines",
    ] {
      if case .map(let entries) = top.node(section)?.content { declared[section] = entries.map(\.key) }
    }
    let name = reader.required(top, "name", .text)
    let timezone = reader.value(top, "timezone", .timezone)
    datasets = named(top, "datasets", "dataset", ConfigurationSchema.dataset) { $0.dataset($1, $2) }
    let models = named(top, "models", "model", ConfigurationSchema.model) { $0.model($1, $2) }
    let jobs = named(top, "jobs", "job", ConfigurationSchema.job) { $0.job($1, $2) }
    let evaluations = named(top, "evaluations", "evaluation", ConfigurationSchema.evaluation) {
      $0.evaluation($1, $2)
    }
    let experiments = named(top, "experiments", "experiment", ConfigurationSchema.experiment) {
      $0.experiment($1, $2)
    }
    let readouts = named(top, "readouts", "readout", ConfigurationSchema.readout) {
      $0.readout($1, $2, jobs: jobs)
    }
    let kpis = named(top, "kpis", "KPI", ConfigurationSchema.kpi) { $0.kpi($1, $2) }
    let reports = named(top, "reports", "report", ConfigurationSchema.report) { $0.report($1, $2) }
    if case .map(let entries) = top.node("channels")?.content {
      for entry in entries {
        guard case .map(let keys) = entry.value.content, keys.count == 1 else { continue }
        channelKinds[entry.key] = keys[0].key
      }
    }
    let audiences = named(top, "audiences", "audience", ConfigurationSchema.audience) { $0.audience($1, $2) }
    let channels = named(top, "channels", "channel", ConfigurationSchema.channel) { $0.channel($1, $2) }
    let site = self.site(top, workspace: name ?? "")
    let pipelines = named(top, "pipelines", "pipeline", ConfigurationSchema.pipeline) { $0.pipeline($1, $2) }
    return Configuration(
      root: root, file: file, name: name ?? "", timezone: timezone ?? "UTC", datasets: datasets,
      models: models,
      jobs: jobs, evaluations: evaluations, experiments: experiments, readouts: readouts, kpis: kpis,
      reports: reports, audiences: audiences, channels: channels, site: site,
      pipelines: pipelines, places: reader.places, layers: layers)
  }

  /// A section of named maps.
  private mutating func named<Value>(
    _ top: NodeMap, _ section: String, _ kind: String, _ schema: ConfigurationSchema.Section,
    _ decode: (inout Self, String, NodeMap) -> Value?
  ) -> [String: Value] {
    guard let node = top.node(section),
      let entries = reader.map(node, keys: nil, what: quoted(section), path: section)?.all
    else { return [:] }
    var values: [String: Value] = [:]
    let article = kind.first.map("aeio".contains) == true ? "an" : "a"
    for entry in entries {
      _ = reader.parse(
        YAMLNode(.text(entry.key), at: entry.place), .name, of: "the name of \(article) \(kind)")
      let map = reader.map(
        entry.value, keys: schema.keys, what: "\(kind) \(quoted(entry.key))", path: "\(section).\(entry.key)")
      if let map, let value = decode(&self, entry.key, map) { values[entry.key] = value }
    }
    return values
  }

  func names(_ section: String) -> [String] { declared[section] ?? [] }

  /// The one key of several that tells a map's kind; two or none are reported.
  mutating func kind(of map: NodeMap, among keys: [String]) -> String? {
    let present = keys.filter(map.has)
    if present.count == 1 { return present[0] }
    let place =
      present.count > 1 ? reader.places[map.path(to: present[1])] : reader.places[map.path] ?? map.place
    reader.report(
      Diagnostic(
        .workspaceKind, .configuration, at: place,
        present.isEmpty
          ? "\(map.what) does not tell its kind"
          : "\(map.what) has \(present.map { quoted($0) }.joined(separator: " and "))",
        expected: present.isEmpty ? "one of \(keys.joined(separator: ", "))" : "only one of them"))
    return nil
  }

  /// Reports the keys of other kinds than the map's.
  mutating func refuse(_ keys: [String], in map: NodeMap, of kind: String) {
    for key in keys where map.has(key) {
      reader.report(
        Diagnostic(
          .yamlUnknownKey, .configuration, at: reader.places[map.path(to: key)],
          "\(quoted(key)) of \(map.what) does not go with \(quoted(kind))", next: "Remove it."))
    }
  }

  /// `tables:` of a query: name in the SQL → dataset.
  mutating func tables(_ map: NodeMap) -> [String: String]? {
    guard map.has("tables") else {
      reader.reportMissing(
        map, "tables", expected: "names in the SQL with their datasets: {purchases: purchases}")
      return nil
    }
    let tables = reader.dictionary(
      map, "tables", keys: .name, .reference(to: "a dataset", among: names("datasets")))
    if map.isEmpty("tables") {
      reader.reportEmpty(map, "tables", expected: "at least one table")
    }
    return tables
  }

  /// A model of this workspace by `NAME@ALIAS` or `NAME@NUMBER`.
  var modelReference: ValueParser<ModelReference> {
    let models = names("models")
    return ValueParser(expected: "a model as NAME@ALIAS or NAME@NUMBER") {
      text throws(ValueMismatch) in
      guard let reference = ModelReference(text) else {
        let example = models.contains(text) ? text : nil
        throw ValueMismatch(next: example.map { "Write \($0)@champion or \($0)@1." })
      }
      guard models.contains(reference.name) else {
        let nearest = nearestName(to: reference.name, among: models).map { "Did you mean \(quoted($0))? " }
        throw ValueMismatch(
          .workspaceUnknownReference, clause: "names model \(quoted(reference.name)), which is not declared",
          next: (nearest ?? "")
            + "A model registered by 'scorebook model add' needs the line '\(reference.name): {}' under 'models'."
        )
      }
      return reference
    }
  }
}
