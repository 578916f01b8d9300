import Book
import Datasets
package import Diagnostics
package import Registry
package import Workspace

/// Makes a job's plan: versions resolved once and opened, columns bound.
package struct JobPlanner: Sendable {
  package let catalogue: DatasetCatalogue
  package let registry: Registry

  package init(catalogue: DatasetCatalogue, registry: Registry) {
    self.catalogue = catalogue
    self.registry = registry
  }

  /// - Parameters:
  ///   - model: stands in for the job's champion.
  ///   - date: one of the dates to run, for files and queries that need one to be looked at.
  /// **Throws** all that does not fit, before any row is read.
  package func plan(
    _ job: Configuration.Job, model: ModelReference? = nil, date: CalendarDate?
  ) throws -> RunPlan {
    var problems = Problems()
    var versions: [PlannedVersion] = []
    let champion = model ?? job.model
    let roles =
      [(PlannedVersion.Role.champion, champion)] + job.shadows.map { (.shadow, $0) }
      + [job.fallback?.model].compactMap { $0 }.map { (.fallback, $0) }
    for (role, reference) in roles {
      let opened = try problems.collect { try registry.open(reference) }
      guard let opened else { continue }
      // A shadow that has become the champion, or stands there twice under two aliases, says nothing new.
      if role == .shadow,
        versions.contains(where: { $0.digest == opened.record.digest && $0.name == opened.record.model })
      {
        continue
      }
      versions.append(PlannedVersion(role, opened))
    }
    for variant in job.split?.variants ?? [] {
      let opened = try variant.model.map { model in
        try problems.collect { PlannedVersion(.variant, try registry.open(model)) }
      }
      // nil: what it can't be opened for stands among the problems.
      if case .some(nil) = opened { continue }
      versions.add(opened ?? nil, for: variant.name)
    }
    let configuration = catalogue.configuration
    let place = { (key: String) in configuration.place(of: "jobs.\(job.name).\(key)") as Diagnostic.Place? }
    let available = try problems.collect { () throws -> [String] in
      try catalogue.source(job.input, date: date).columnNames()
    }
    try problems.throwIfAny()
    let plan = try problems.collect {
      try RunPlan(
        job: job, versions: versions, keys: configuration.datasets[job.input]?.key ?? [],
        available: available ?? [], sourceText: try catalogue.sourceText(of: job.input), place: place)
    }
    guard let plan else { throw problems }
    return plan
  }
}

extension PlannedVersion {
  init(_ role: Role, _ opened: Registry.OpenedVersion) {
    self.init(
      role: role, name: opened.record.model, number: opened.record.number, digest: opened.record.digest,
      model: opened.model, bands: opened.record.bands, trainedUntil: opened.record.trainedUntil,
      defaultOutput: opened.record.defaultOutput)
  }
}

extension DatasetCatalogue {
  /// What a dataset's rows are, without their content: for the plan digest.
  package func sourceText(of name: String) throws(Diagnostic) -> String {
    guard let dataset = configuration.datasets[name] else { return "" }
    switch dataset.kind {
    case .csv(let path, let dialect):
      let columns = dataset.columns.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.rawValue)" }
      return "csv \(path) \(dialect.planText) \(columns)"
    case .sqliteTable(let file, let table, let column): return "table \(file) \(table) \(column ?? "")"
    case .sqliteQuery(let file, let path): return "query \(file)\n" + (try query(path, [:]).text)
    case .query(let path, let tables):
      var text = "query\n" + (try query(path, [:]).text)
      for (table, dataset) in tables.sorted(by: { $0.key < $1.key }) {
        text += "\ntable \(table): \(try sourceText(of: dataset))"
      }
      return text
    }
  }
}

extension Configuration.Dialect {
  /// Each setting by its name: a setting that is added later must not change the plans of today.
  fileprivate var planText: String {
    "delimiter \(delimiter) quote \(quote ?? "none") header \(header) encoding \(encoding) "
      + "decimal \(decimal) missing \(missingValues)"
  }
}
