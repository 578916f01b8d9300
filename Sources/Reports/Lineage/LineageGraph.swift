import Book
import Workspace

/// What is made from what: dataset → job → model version → output → report, as the configuration has it now.
struct LineageGraph: Sendable {
  enum Key: Sendable, Hashable {
    case dataset(String)
    case job(String)
    /// `repurchase@1`, or the reference where it means nothing yet.
    case version(String)
    /// `_out/cdnow.db#repurchase_scores`.
    case output(String)
    case report(String)
  }

  struct Node: Sendable {
    let key: Key
    /// What people call it.
    let title: String
    /// "dataset", "query", "job", "model version", "output", "report".
    let kind: String
    /// Place from left to right.
    let column: Int
    /// Its page; nil for an output.
    let path: String?
  }

  struct Edge: Sendable, Hashable {
    let from: Key
    let to: Key
    /// A shadow or a fallback: beside the main way.
    let isAside: Bool
  }

  /// By column, then title.
  let nodes: [Node]
  let edges: [Edge]
  let columns: [String]
  private let places: [Key: Int]
  /// By job: its output, and that of its shadows.
  private let writes: [String: [Key]]

  init(_ configuration: Configuration, resolved: (ModelReference) -> String?) {
    var edges: [Edge] = []
    var nodes: [Key: Node] = [:]
    let outputs = Self.outputs(configuration)
    let depths = Self.depths(configuration)
    let deepest = depths.values.max() ?? 0
    /// A dataset that reads what a job writes is that output.
    func key(_ dataset: String) -> Key { outputs[dataset].map(Key.output) ?? .dataset(dataset) }
    func link(_ from: Key, _ to: Key, isAside: Bool = false) {
      if from != to, !edges.contains(where: { $0.from == from && $0.to == to && (!$0.isAside || isAside) }) {
        edges.append(Edge(from: from, to: to, isAside: isAside))
      }
    }
    for dataset in configuration.datasets.values.sorted(by: { $0.name < $1.name }) {
      let depth = depths[dataset.name] ?? 0
      if outputs[dataset.name] == nil {
        nodes[.dataset(dataset.name)] = Node(
          key: .dataset(dataset.name), title: dataset.name, kind: depth == 0 ? "dataset" : "query",
          column: depth,
          path: PagePath.dataset(dataset.name))
      }
      if case .query(_, let tables) = dataset.kind {
        for source in Set(tables.values).sorted() { link(key(source), key(dataset.name)) }
      }
    }
    for job in configuration.jobs.values.sorted(by: { $0.name < $1.name }) {
      let output = Key.output(Self.target(job))
      nodes[.job(job.name)] = Node(
        key: .job(job.name), title: job.name, kind: "job", column: deepest + 1, path: PagePath.job(job.name))
      for target in Self.written(by: job) {
        nodes[.output(target)] = Node(
          key: .output(target), title: target, kind: "output", column: deepest + 3, path: nil)
      }
      link(key(job.input), .job(job.name))
      let main = [job.model] + (job.split?.variants.compactMap(\.model) ?? [])
      let beside = Key.output(Self.shadowTarget(job))
      let uses =
        main.map { ($0, false, output) } + job.shadows.map { ($0, true, beside) }
        + [job.fallback?.model].compactMap { $0 }.map { ($0, true, output) }
      for (reference, isAside, output) in uses {
        let name = resolved(reference) ?? reference.description
        nodes[.version(name)] = Node(
          key: .version(name), title: name, kind: "model version", column: deepest + 2,
          path: PagePath.model(reference.name))
        link(.job(job.name), .version(name), isAside: isAside)
        link(.version(name), output, isAside: isAside)
      }
    }
    for report in configuration.reports.values.sorted(by: { $0.name < $1.name }) {
      nodes[.report(report.name)] = Node(
        key: .report(report.name), title: report.title, kind: "report", column: deepest + 4,
        path: PagePath.report(report.name))
      for source in Self.sources(report, configuration) {
        switch source {
        case .dataset(let name): link(key(name), .report(report.name))
        case .job(let name):
          if let job = configuration.jobs[name] { link(.output(Self.target(job)), .report(report.name)) }
        case .shadows(let name):
          guard let job = configuration.jobs[name], !job.shadows.isEmpty else { continue }
          link(.output(Self.shadowTarget(job)), .report(report.name))
        }
      }
    }
    let known = nodes
    writes = configuration.jobs.mapValues { job in Self.written(by: job).map { .output($0) } }
    self.edges = edges.filter { known[$0.from] != nil && known[$0.to] != nil }
    self.nodes = nodes.values.sorted { ($0.column, $0.title) < ($1.column, $1.title) }
    columns =
      ["dataset"] + (deepest > 0 ? (1...deepest).map { _ in "query" } : [])
      + ["job", "model version", "output", "report"]
    places = Dictionary(uniqueKeysWithValues: self.nodes.enumerated().map { ($0.element.key, $0.offset) })
  }

  func node(_ key: Key) -> Node? { places[key].map { nodes[$0] } }

  /// What leads to a node and what follows from it, both all the way.
  ///
  /// A version that several jobs share does not lead from one job to the output of another.
  func around(_ key: Key) -> Set<Key> {
    guard case .version = key else { return before(key).union(after(key)) }
    let jobs = edges.filter { $0.to == key }.map(\.from)
    let filled = Set(edges.filter { $0.from == key }.map(\.to))
    return jobs.reduce(into: [key]) { found, job in
      found.formUnion(before(job))
      guard case .job(let name) = job else { return }
      for output in writes[name] ?? [] where filled.contains(output) {
        found.formUnion(reach(output) { ($0.from, $0.to) })
      }
    }
  }

  private func before(_ key: Key) -> Set<Key> {
    if case .output = key {
      let jobs = writes.filter { $0.value.contains(key) }.keys
      let filling = Set(edges.filter { $0.to == key }.map(\.from))
      return jobs.reduce(into: [key]) {
        $0.formUnion(before(.job($1)).union(versions(of: $1).intersection(filling)))
      }
    }
    return reach(key) { edge in
      // Only what a job writes leads to what comes after it.
      if case .output = edge.to { return nil }
      return (edge.to, edge.from)
    }.union(outputs(before: key))
  }

  /// Outputs that a report reads, with what leads to them.
  private func outputs(before key: Key) -> Set<Key> {
    guard case .report = key else { return [] }
    return edges.filter { $0.to == key }.reduce(into: []) { found, edge in
      if case .output = edge.from { found.formUnion(before(edge.from)) }
    }
  }

  private func after(_ key: Key) -> Set<Key> {
    var found = reach(key) { edge in
      if case .version = edge.from { return nil }
      return (edge.from, edge.to)
    }
    for case .job(let job) in found {
      for output in writes[job] ?? [] { found.formUnion(reach(output) { ($0.from, $0.to) }) }
    }
    return found
  }

  private func versions(of job: String) -> Set<Key> {
    Set(edges.filter { $0.from == .job(job) }.map(\.to))
  }

  private func reach(_ key: Key, _ step: (Edge) -> (Key, Key)?) -> Set<Key> {
    var next: [Key: [Key]] = [:]
    for edge in edges {
      guard let (from, to) = step(edge) else { continue }
      next[from, default: []].append(to)
    }
    var found: Set<Key> = [key]
    var waiting = [key]
    while let one = waiting.popLast() {
      for other in next[one] ?? [] where found.insert(other).inserted { waiting.append(other) }
    }
    return found
  }

  // MARK: what the configuration says

  private enum Source: Hashable {
    case dataset(String)
    case job(String)
    /// Of a job: an evaluation judges them, too.
    case shadows(String)
  }

  static func target(_ job: Configuration.Job) -> String {
    switch job.destination {
    case .sqlite(let file, let table): "\(file)#\(table)"
    case .csv(let path): path
    }
  }

  /// Where the answers of a job's shadows go: they stand apart from its rows.
  static func shadowTarget(_ job: Configuration.Job) -> String {
    switch job.destination {
    case .sqlite(let file, let table): "\(file)#\(table)_shadow"
    case .csv(let path): "\(path.hasSuffix(".csv") ? String(path.dropLast(4)) : path).shadow.csv"
    }
  }

  private static func written(by job: Configuration.Job) -> [String] {
    job.shadows.isEmpty ? [target(job)] : [target(job), shadowTarget(job)]
  }

  /// Datasets that read what a job writes: dataset → output.
  private static func outputs(_ configuration: Configuration) -> [String: String] {
    let targets = Set(configuration.jobs.values.flatMap(written))
    var found: [String: String] = [:]
    for dataset in configuration.datasets.values {
      let place: String? =
        switch dataset.kind {
        case .sqliteTable(let file, let table, _): "\(file)#\(table)"
        case .csv(let path, _): path
        case .sqliteQuery, .query: nil
        }
      if let place, targets.contains(place) { found[dataset.name] = place }
    }
    return found
  }

  /// How many queries lie between a dataset and what is not made from another.
  private static func depths(_ configuration: Configuration) -> [String: Int] {
    var depths: [String: Int] = [:]
    func depth(_ name: String, _ seen: Set<String>) -> Int {
      if let known = depths[name] { return known }
      guard case .query(_, let tables)? = configuration.datasets[name]?.kind, !seen.contains(name) else {
        return 0
      }
      let found = 1 + (tables.values.map { depth($0, seen.union([name])) }.max() ?? 0)
      depths[name] = found
      return found
    }
    for name in configuration.datasets.keys.sorted() { depths[name] = depth(name, []) }
    return depths
  }

  private static func sources(_ report: Configuration.Report, _ configuration: Configuration) -> [Source] {
    var found: [Source] = []
    for content in report.contents {
      switch content {
      case .text: continue
      case .kpi(let name):
        found += Set((configuration.kpis[name]?.tables ?? [:]).values).sorted().map { .dataset($0) }
      case .evaluation(let name):
        guard let evaluation = configuration.evaluations[name] else { continue }
        if let job = evaluation.job { found += [.job(job), .shadows(job)] }
        found.append(.dataset(evaluation.actuals))
      case .readout(let name):
        guard let readout = configuration.readouts[name] else { continue }
        found += [.job(readout.job), .dataset(readout.actuals)]
      }
    }
    return found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
