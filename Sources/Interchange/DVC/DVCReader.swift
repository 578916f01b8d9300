import Book
import Diagnostics

/// Reads what a DVC project says about one state of it into a trial.
struct DVCReader {
  static let largestFile = 64 << 20
  static let mostPoints = 5_000_000

  let files: any DVCFiles
  /// DVC's own store of large files, where there is one.
  let cache: StoreFolder?
  /// What messages call the state.
  let place: String
  private(set) var lost: [Diagnostic] = []
  /// Plots that are no numbers by step.
  private(set) var otherPlots = 0
  private var read = ""
  private var sums: [String: String] = [:]
  private var history: [(metric: String, points: [MetricPoint])] = []

  init(files: any DVCFiles, cache: StoreFolder?, place: String) {
    self.files = files
    self.cache = cache
    self.place = place
  }

  /// Fills a trial; nil where the state has no `dvc.yaml`. Gives a digest of all that was read.
  mutating func fill(_ trial: inout TrialRecord) throws -> (
    history: [(metric: String, points: [MetricPoint])], digest: String
  )? {
    guard let page = try value("dvc.yaml") else { return nil }
    let named = DVCPage(page)
    if named.templated > 0 {
      lost.append(.skipped(place, "\(named.templated) paths of dvc.yaml are templates ('${…}')"))
    }
    if let lock = try value("dvc.lock") { locked(lock, &trial) }
    for path in named.parameters.isEmpty ? ["params.yaml"] : named.parameters {
      guard let value = try value(path, isExpected: !named.parameters.isEmpty) else { continue }
      for leaf in value.leaves() where !leaf.name.isEmpty {
        let text = leaf.value.text ?? leaf.value.json
        trial.parameters.append(
          .init(name: unused(leaf.name, path, trial.parameters.map(\.name)), value: text))
      }
    }
    for path in named.metrics { try metrics(path, &trial) }
    for plot in named.plots { try self.plot(plot) }
    trial.artefacts = named.artefacts.map { .init(name: $0.name, digest: nil, size: nil, uri: $0.path) }
    return (history, ContentDigest.sha256(read))
  }

  private mutating func metrics(_ path: String, _ trial: inout TrialRecord) throws {
    guard let value = try value(path, isExpected: true) else { return }
    for leaf in value.leaves() {
      guard let number = leaf.value.number else { continue }
      let name = unused(leaf.name.isEmpty ? path : leaf.name, path, trial.metrics.map(\.name))
      trial.metrics.append(
        .init(name: name, value: number.isNaN ? nil : number, step: 0, time: nil, points: 0))
    }
  }

  /// A name that two files have is told apart by the second file's path.
  private func unused(_ name: String, _ path: String, _ names: [String]) -> String {
    names.contains(name) ? "\(path):\(name)" : name
  }

  /// What `dvc.lock` says of dependencies, and where outputs lie in the cache.
  private mutating func locked(_ lock: PlainValue, _ trial: inout TrialRecord) {
    for stage in lock["stages"]?.map ?? [] {
      for part in ["deps", "outs"] {
        for item in stage.value[part]?.list ?? [] {
          guard let path = item["path"]?.words, let sum = item["md5"]?.words else { continue }
          if part == "outs" { sums[path] = sum }
          if part == "deps" {
            trial.datasets.append(
              .init(name: path, digest: "md5:\(sum)", context: stage.key, sourceKind: "dvc", source: path))
          }
        }
      }
    }
  }

  private mutating func plot(_ plot: DVCPage.Plot) throws {
    var paths = [plot.path]
    let isFolder = DVCPath.ending(plot.path).isEmpty
    if isFolder { paths = try files.files(plot.path) }
    for path in paths.prefix(10_000) {
      let table: DVCTable?
      do {
        switch DVCPath.ending(path) {
        case "csv": table = try bytes(path).map { try DVCTable.read($0, delimiter: 0x2C) }
        case "tsv": table = try bytes(path).map { try DVCTable.read($0, delimiter: 0x09) }
        case "json", "yaml", "yml": table = try value(path, isExpected: true).map { try DVCTable.of($0) }
        default: table = nil
        }
      } catch let error as Unreadable {
        lost.append(.skipped("\(place): \(path)", "a plot can't be read", found: error.reason))
        continue
      }
      guard let table else {
        otherPlots += 1
        continue
      }
      add(table, plot, path)
    }
  }

  private mutating func add(_ table: DVCTable, _ plot: DVCPage.Plot, _ path: String) {
    let x = plot.x.flatMap { table.columns.firstIndex(of: $0) } ?? table.columns.firstIndex(of: "step")
    let steps = table.rows.enumerated().map { position, row -> Int? in
      guard let x else { return position }
      return row[x].flatMap { PlainValue.number($0) }.flatMap { Int(exactly: $0) }
    }
    guard !steps.contains(nil), !table.rows.isEmpty else {
      otherPlots += 1
      return
    }
    var isHistory = false
    for (column, name) in table.columns.enumerated() where column != x && name != "timestamp" {
      guard plot.y.isEmpty || plot.y.contains(name) else { continue }
      let values = table.rows.map { $0[column].flatMap { PlainValue.number($0) } }
      guard !values.contains(where: { $0 == nil }) else { continue }
      guard history.reduce(values.count, { $0 + $1.points.count }) <= Self.mostPoints else {
        lost.append(
          .skipped("\(place): \(path)", "more than \(Self.mostPoints) points; the rest was left out"))
        return
      }
      isHistory = true
      var metric = DVCReader.metric(path, column: name)
      if history.contains(where: { $0.metric == metric }) { metric = "\(path):\(name)" }
      if history.contains(where: { $0.metric == metric }) { continue }
      history.append(
        (
          metric,
          zip(steps, values).map { MetricPoint(step: $0 ?? 0, time: nil, value: $1 ?? .nan) }
        ))
    }
    if !isHistory { otherPlots += 1 }
  }

  /// DVCLive keeps each metric in a file of its own: `plots/metrics/train/loss.tsv` is `train.loss`, as in its
  /// `metrics.json`. Elsewhere a column is a metric.
  private static func metric(_ path: String, column: String) -> String {
    let whole = "/" + path
    guard let range = whole.firstRange(of: "/plots/metrics/") else { return column }
    let ending = DVCPath.ending(path)
    let rest = whole[range.upperBound...].dropLast(ending.isEmpty ? 0 : ending.utf8.count + 1)
    return String(rest).replacing("/", with: ".")
  }

  private mutating func bytes(_ path: String) throws -> [UInt8]? {
    guard let plain = DVCPath.plain(path) else {
      lost.append(.skipped("\(place): \(quoted(path))", "a path leads out of the project"))
      return nil
    }
    var found = try files.bytes(plain, limit: Self.largestFile)
    if found == nil, let sum = sums[path] ?? sums[plain], let cache, sum.utf8.count == 32,
      sum.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    {
      let name = "\(sum.prefix(2))/\(sum.dropFirst(2))"
      found =
        try cache.bytes("files/md5/\(name)", limit: Self.largestFile)
        ?? cache.bytes(name, limit: Self.largestFile)
    }
    if let found { read += "\(plain)\u{1F}\(ContentDigest.sha256(found))\u{1F}" }
    return found
  }

  /// A JSON or YAML file; what can't be read is told, and nil.
  private mutating func value(_ path: String, isExpected: Bool = false) throws -> PlainValue? {
    let file = "\(place): \(path)"
    do {
      switch DVCPath.ending(path) {
      case "json": if let bytes = try bytes(path) { return try JSONReader.read(bytes[...]) }
      case "yaml", "yml", "lock": if let bytes = try bytes(path) { return try YAMLReader.read(bytes) }
      case "toml", "py":
        lost.append(
          .skipped(
            file, "\(DVCPath.ending(path) == "py" ? "Python" : "TOML") files are not read",
            next: "Write the values as YAML or JSON, too."))
        return nil
      default:
        lost.append(.skipped(file, "a file of an unknown kind", next: "JSON and YAML are read."))
        return nil
      }
    } catch let error as Unreadable {
      lost.append(.skipped(file, "a file can't be read", found: error.reason))
      return nil
    }
    if isExpected { lost.append(.skipped(file, "a file that dvc.yaml names is not there")) }
    return nil
  }
}
