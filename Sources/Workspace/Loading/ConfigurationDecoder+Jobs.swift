import Diagnostics

extension ConfigurationDecoder {
  mutating func job(_ name: String, _ map: NodeMap) -> Configuration.Job? {
    let input = reader.required(map, "input", .reference(to: "a dataset", among: names("datasets")))
    let model = reader.required(map, "model", modelReference)
    let shadows = reader.list(map, "shadow", modelReference) ?? []
    if let model, let position = shadows.firstIndex(of: model) {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.valuePlace(of: "\(map.path).shadow.\(position)"),
          "'shadow' of \(map.what) names its own model \(quoted(model.description))"))
    }
    let rename = reader.dictionary(map, "rename", .text) ?? [:]
    checkRename(rename, map)
    let every = reader.value(map, "every", .days(in: 1...3660))
    let since = reader.value(map, "since", .date)
    let lookback = reader.value(map, "lookback", .days(in: 0...36_600))
    checkDates(map)
    let others = names("jobs").filter { $0 != name }
    let dependsOn = reader.list(map, "depends_on", .reference(to: "another job", among: others)) ?? []
    let timeLimit = reader.value(map, "time_limit", .duration)
    let threads = reader.value(map, "threads", .threads) ?? .all
    let outputs = reader.list(map, "outputs", .text)
    if let outputs, outputs.isEmpty { reader.reportEmpty(map, "outputs", expected: "at least one output") }
    let keep = reader.list(map, "keep", .text) ?? []
    let maxRejects = reader.value(map, "max_rejects", .limit) ?? .count(0)
    let fallback = self.fallback(map, champion: model, timeLimit: timeLimit)
    let split = self.split(map, champion: model)
    guard let output = output(map, input: input), let input, let model else { return nil }
    return Configuration.Job(
      name: name, input: input, model: model, shadows: shadows, rename: rename, every: every, since: since,
      lookback: lookback ?? 0, timeLimit: timeLimit, threads: threads, outputs: outputs, keep: keep,
      destination: output.destination, write: output.write, maxRejects: maxRejects, dependsOn: dependsOn,
      fallback: fallback, split: split)
  }

  mutating func checkRename(_ rename: [String: String], _ map: NodeMap) {
    var columns: [String: String] = [:]
    for (column, input) in rename.sorted(by: { $0.key < $1.key }) {
      if let other = columns[input] {
        reader.report(
          Diagnostic(
            .yamlWrongValue, .configuration, at: reader.valuePlace(of: "\(map.path).rename.\(column)"),
            "'rename' of \(map.what) makes input \(quoted(input)) of two columns",
            found: oneOf([other, column])))
      }
      columns[input] = column
    }
  }

  /// `every` and `since` come together; `lookback` needs them.
  private mutating func checkDates(_ map: NodeMap) {
    if map.has("every"), !map.has("since") {
      reader.reportMissing(map, "since", expected: "the first of the dates that 'every' counts from")
    }
    for key in ["since", "lookback"] where map.has(key) && !map.has("every") {
      reader.report(
        Diagnostic(
          .workspaceDates, .configuration, at: reader.places[map.path(to: key)],
          "\(map.what) has \(quoted(key)) without 'every'", next: "Add every: 1d, or remove it."))
    }
  }

  private mutating func output(
    _ job: NodeMap, input: String?
  ) -> (destination: Configuration.Job.Destination, write: Configuration.Job.WriteMode)? {
    guard let node = job.node("output") else {
      reader.reportMissing(
        job, "output", expected: "{sqlite: FILE, table: NAME} or {csv: PATH}")
      return nil
    }
    guard
      let map = reader.map(
        node, keys: ConfigurationSchema.output.keys, what: "'output' of \(job.what)",
        path: job.path(to: "output"))
    else { return nil }
    let hasDates = job.has("every") || (input.flatMap { datasets[$0] }.map(\.kind.canHaveDates) ?? true)
    let write = reader.value(map, "write", ValueParser<Configuration.Job.WriteMode>.word)
    guard let kind = kind(of: map, among: ["csv", "sqlite"]) else { return nil }
    if kind == "sqlite" {
      let file = reader.required(map, "sqlite", .dataPath(glob: false))
      let table = reader.required(map, "table", .outputTable)
      guard let file, let table else { return nil }
      return (.sqlite(file: file, table: table), write ?? (hasDates ? .byDate : .latest))
    }
    refuse(["table"], in: map, of: kind)
    guard let path = reader.required(map, "csv", .outputPath) else { return nil }
    let hasDate = path.contains(":date")
    func report(_ key: String, _ summary: String, next: String) {
      reader.report(
        Diagnostic(
          .workspaceDates, .configuration, at: reader.valuePlace(of: map.path(to: key)), summary, next: next))
    }
    if hasDate, write == .latest {
      report(
        "write", "\(map.what) keeps the latest date only, and its path has ':date'",
        next: "Remove one of them.")
    } else if !hasDate, write == .byDate || (write == nil && job.has("every")) {
      report(
        "csv", "\(map.what) is one file for many dates",
        next: "Put ':date' into the path, such as _out/scores/:date.csv, or add write: latest.")
    }
    return (.csv(path: path), write ?? (hasDate ? .byDate : .latest))
  }
}

extension ValueParser where Value == Configuration.Job.Threads {
  fileprivate static var threads: ValueParser {
    ValueParser(expected: "all, or a whole number from 1 to 1024") { text in
      if text == "all" { return .all }
      return (try? ValueParser<Int>.wholeNumber(in: 1...1024).parse(text)).map { .count($0) }
    }
  }
}

extension ValueParser where Value == String {
  /// A table that Scorebook makes.
  fileprivate static var outputTable: ValueParser {
    ValueParser(expected: ValueParser.name.expected) { text throws(ValueMismatch) in
      let name = try ValueParser.name.parse(text)
      if name.hasPrefix("scorebook_") || name.hasPrefix("sqlite_") {
        throw ValueMismatch(next: "Names with 'scorebook_' and 'sqlite_' are taken.")
      }
      return name
    }
  }
}
