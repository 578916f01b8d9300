import Book
package import Diagnostics
import Datasets
package import Registry
import Workspace

/// Everything a workspace names, looked at without running anything: files, SQL, columns, models.
package struct WorkspaceCheck: Sendable {
  let catalogue: DatasetCatalogue
  let registry: Registry?
  var configuration: Configuration { catalogue.configuration }

  /// - Parameter registry: What was registered until now, and where aliases lead; nil before the first command that writes a book.
  package init(_ catalogue: DatasetCatalogue, registry: Registry? = nil) {
    self.catalogue = catalogue
    self.registry = registry
  }

  /// Every problem there is, in the order of the file.
  package func problems() -> Problems {
    var problems = Problems()
    var columns: [String: [String]] = [:]
    for name in configuration.datasets.keys.sorted() { columns[name] = dataset(name, &problems) }
    var versions: [String: [PlannedVersion?]] = [:]
    for name in configuration.models.keys.sorted() { versions[name] = model(name, &problems) }
    var known = CheckedVersions(configuration, registry: registry, declared: versions)
    for name in configuration.jobs.keys.sorted() { job(name, columns, &known, &problems) }
    for name in configuration.evaluations.keys.sorted() {
      evaluation(name, columns, &problems)
      if let evaluation = configuration.evaluations[name], let backtest = evaluation.backtest {
        self.backtest(evaluation, backtest, columns, &known, &problems)
      }
    }
    for name in configuration.readouts.keys.sorted() { readout(name, columns, &problems) }
    for name in configuration.kpis.keys.sorted() { kpi(name, &problems) }
    for name in configuration.reports.keys.sorted() { report(name, &problems) }
    return Problems(
      problems.list.sorted {
        ($0.place?.file ?? "", $0.place?.line ?? 0) < ($1.place?.file ?? "", $1.place?.line ?? 0)
      })
  }

  /// The dataset's columns; nil where they can't be told.
  private func dataset(_ name: String, _ problems: inout Problems) -> [String]? {
    let place = configuration.place(of: "datasets.\(name)")
    do throws(Diagnostic) {
      guard let dataset = configuration.datasets[name] else { return nil }
      // A table that a job makes may not be there before the first night.
      if case .sqliteTable(let file, _, _) = dataset.kind, isMadeByAJob(file) { return nil }
      let columns = try catalogue.sampleColumns(of: name, date: sampleDate)
      let declared = dataset.columns.keys.sorted() + dataset.key + [dataset.reaches].compactMap(\.self)
      for column in declared where !columns.contains(column) {
        problems.add(
          Diagnostic(
            .checkColumn, .configuration, at: place, "dataset '\(name)' has no column '\(column)'",
            next: nearestName(to: column, among: columns).map { "Did you mean '\($0)'?" }
              ?? "Its columns are \(columns.joined(separator: ", "))."))
      }
      return columns
    } catch {
      problems.add(error.at(place))
      return nil
    }
  }

  private func isMadeByAJob(_ file: String) -> Bool {
    configuration.jobs.values.contains {
      if case .sqlite(let target, _) = $0.destination { target == file } else { false }
    }
  }

  /// A date to compile queries and find files with: the earliest that a job has.
  private var sampleDate: CalendarDate? {
    configuration.jobs.values.compactMap(\.since).min() ?? CalendarDate(year: 2000, month: 1, day: 1)
  }

  /// The declared versions as they would score, nil for one that can't: from their files, or as they were registered
  /// where the files are others now.
  private func model(_ name: String, _ problems: inout Problems) -> [PlannedVersion?] {
    guard let model = configuration.models[name] else { return [] }
    if let card = model.card { exists(card, "models.\(name).card", &problems) }
    return model.versions.enumerated().map { index, version in
      let place = configuration.place(of: "models.\(name).versions.\(index)")
      do throws(Problems) {
        if let registry,
          let standing = try registry.standing(
            name, index + 1, version, in: configuration), !standing.isUnchanged
        {
          problems.add(Problems(standing.content + standing.beside))
          return PlannedVersion(.champion, try registry.open(standing.record))
        }
        let candidate = try Registry.examine(
          artefact: configuration.location(of: version.artefact),
          metadata: version.metadata.map { configuration.location(of: $0) })
        return PlannedVersion(
          role: .champion, name: name, number: index + 1, digest: candidate.digest, model: candidate.model,
          bands: candidate.bands, trainedUntil: candidate.trainedUntil,
          defaultOutput: candidate.defaultOutput)
      } catch {
        problems.add(Problems(error.list.map { $0.at(place) }))
        return nil
      }
    }
  }

  private func job(
    _ name: String, _ columns: [String: [String]], _ known: inout CheckedVersions, _ problems: inout Problems
  ) {
    guard let job = configuration.jobs[name], let available = columns[job.input] else { return }
    var planned: [PlannedVersion] = []
    for reference in job.references() {
      do throws(Problems) {
        switch try known.find(reference.model) {
        case .version(let version): planned.take(version.taking(reference.role))
        case .unsound: return
        // Only the first night shows whether it fits.
        case .unknown: if reference.role == .champion { return }
        }
      } catch {
        let place = configuration.place(of: "jobs.\(name).\(reference.key)")
        problems.add(Problems(error.list.map { $0.at(place) }))
        return
      }
    }
    for variant in job.split?.variants ?? [] {
      guard let reference = variant.model else {
        planned.add(nil, for: variant.name)
        continue
      }
      do throws(Problems) {
        switch try known.find(reference) {
        case .version(let version): planned.add(version.taking(.variant), for: variant.name)
        case .unsound: return
        case .unknown: continue
        }
      } catch {
        let place = configuration.place(of: "jobs.\(name).split.variants.\(variant.name).model")
        problems.add(Problems(error.list.map { $0.at(place) }))
        return
      }
    }
    if let split = job.split, let registry {
      do throws(Diagnostic) {
        let before = try registry.book.newestSplit(split.name, ofJob: name)
        try before.map(RunningSplit.init)?.check(
          split, job: name, place: configuration.place(of: "jobs.\(name).split.salt"))
      } catch {
        problems.add(error)
      }
    }
    do throws(Problems) {
      let plan = try RunPlan(
        job: job, versions: planned, keys: configuration.datasets[job.input]?.key ?? [], available: available,
        sourceText: "", place: { configuration.place(of: "jobs.\(name).\($0)") })
      problems.add(Problems(plan.remarks))
    } catch {
      problems.add(error)
    }
  }

  private func evaluation(_ name: String, _ columns: [String: [String]], _ problems: inout Problems) {
    guard let evaluation = configuration.evaluations[name], let available = columns[evaluation.actuals] else {
      return
    }
    problems.add { () throws(Diagnostic) in try catalogue.sameOutcomes(of: evaluation) }
    let input = evaluation.job.flatMap { configuration.jobs[$0]?.input } ?? evaluation.backtest?.input
    let keys = input.flatMap { configuration.datasets[$0]?.key } ?? []
    let wanted =
      [(evaluation.outcome, "its outcome", "outcome")] + keys.map { ($0, "the predictions' key", "outcome") }
      + (evaluation.outcomeDate.map { [($0, "its outcome_date", "outcome_date")] } ?? [])
    for (column, what, key) in wanted where !available.contains(column) {
      problems.add(
        Diagnostic(
          .checkColumn, .configuration, at: configuration.place(of: "evaluations.\(name).\(key)"),
          "dataset '\(evaluation.actuals)' has no column '\(column)', \(what)",
          next: nearestName(to: column, among: available).map { "Did you mean '\($0)'?" }
            ?? "Its columns are \(available.joined(separator: ", "))."))
    }
  }

  private func kpi(_ name: String, _ problems: inout Problems) {
    guard let kpi = configuration.kpis[name] else { return }
    let place = configuration.place(of: "kpis.\(name).query")
    do throws(Diagnostic) {
      let day = (sampleDate ?? CalendarDate(daysSinceEpoch: 0)).description
      let query = try catalogue.query(kpi.query, ["from": day, "to": day])
      let runner = QueryRunner(try catalogue.database(kpi.tables, date: sampleDate))
      _ = try KPIColumns(try runner.columnNames(query), kpi: name, file: query.file)
    } catch {
      problems.add(error.at(place))
    }
  }

  private func report(_ name: String, _ problems: inout Problems) {
    for (index, content) in (configuration.reports[name]?.contents ?? []).enumerated() {
      if case .text(let path) = content { exists(path, "reports.\(name).contents.\(index)", &problems) }
    }
  }

  private func exists(_ path: String, _ key: String, _ problems: inout Problems) {
    do throws(Diagnostic) {
      _ = try SourceText.read(configuration.location(of: path))
    } catch {
      problems.add(
        Diagnostic(
          error.identifier, .configuration, at: configuration.place(of: key), "'\(path)' can't be read",
          found: error.found, next: error.next))
    }
  }
}

extension Diagnostic.Identifier {
  package static let checkColumn = Self("check-column")
}
