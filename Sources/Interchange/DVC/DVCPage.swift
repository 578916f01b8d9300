/// What a `dvc.yaml` names: metrics, parameters, plots.
///
/// **Source:** DVC's documentation of `dvc.yaml`: top level and `stages.NAME` have `metrics`, `params` and `plots`.
struct DVCPage {
  struct Plot: Hashable {
    let path: String
    let x: String?
    /// Empty: every column.
    let y: [String]
  }

  private(set) var metrics: [String] = []
  private(set) var parameters: [String] = []
  private(set) var plots: [Plot] = []
  private(set) var artefacts: [(name: String, path: String)] = []
  /// Paths that DVC would fill in from other files.
  private(set) var templated = 0

  init(_ page: PlainValue) {
    let stages = page["stages"]?.map?.flatMap { entry -> [PlainValue] in
      // `foreach` and `matrix` make many stages of one.
      [entry.value["do"] ?? entry.value]
    }
    for part in [page] + (stages ?? []) {
      for (path, _) in DVCPage.items(part["metrics"]) { add(path, to: \.metrics) }
      addParameters(part["params"], isStage: part != page)
      for (path, options) in DVCPage.items(part["plots"]) { addPlot(path, options) }
    }
    for entry in page["artifacts"]?.map ?? [] {
      if let path = entry.value["path"]?.words { artefacts.append((entry.key, path)) }
    }
  }

  /// Items of a list that are names, or maps from a name to options; also one map of them.
  private static func items(_ value: PlainValue?) -> [(String, PlainValue?)] {
    switch value {
    case .list(let items):
      items.flatMap { item -> [(String, PlainValue?)] in
        switch item {
        case .scalar(let text, _): [(text, nil)]
        case .map(let entries): entries.map { ($0.key, $0.value) }
        default: []
        }
      }
    case .map(let entries): entries.map { ($0.key, $0.value) }
    case .scalar(let text, _): [(text, nil)]
    default: []
    }
  }

  private mutating func add(_ path: String, to list: WritableKeyPath<DVCPage, [String]>) {
    if path.contains("${") {
      templated += 1
    } else if !self[keyPath: list].contains(path) {
      self[keyPath: list].append(path)
    }
  }

  /// In a stage a bare name is a key of `params.yaml`; at the top it is a file.
  private mutating func addParameters(_ value: PlainValue?, isStage: Bool) {
    for (name, options) in DVCPage.items(value) {
      add(isStage && options == nil ? "params.yaml" : name, to: \.parameters)
    }
  }

  private mutating func addPlot(_ name: String, _ options: PlainValue?) {
    var y: [String] = []
    var paths: [String] = []
    switch options?["y"] {
    case .scalar(let column, _): y = [column]
    case .list(let columns): y = columns.compactMap(\.text)
    case .map(let files):
      // The name is a title then, and each file has its columns.
      for file in files {
        paths.append(file.key)
        y += file.value.text.map { [$0] } ?? file.value.list?.compactMap(\.text) ?? []
      }
    default: break
    }
    for path in paths.isEmpty ? [name] : paths {
      if path.contains("${") {
        templated += 1
        continue
      }
      let plot = Plot(path: path, x: options?["x"]?.text, y: y)
      if !plots.contains(plot) { plots.append(plot) }
    }
  }
}
