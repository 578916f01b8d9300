import Book
import Charts
import Markdown

/// How far the nights have moved from the rows that a model learned from.
struct DriftSection {
  let model: String
  let snapshot: BookSnapshot

  /// So many inputs are drawn over time: those that moved most.
  private static let drawn = 6

  func write(to page: inout PageWriter) {
    page.body.heading(2, "Drift since training")
    guard let series = snapshot.drift(of: model) else {
      page.body.paragraph(
        "Not known yet. Drift is told of nights that a version of this model scored as champion, and needs a profile "
          + "of the rows that the version learned from.")
      return
    }
    page.body.paragraph(
      "PSI, the population stability index, of each night of job \(.code(series.job)) against the training rows "
        + "of \(series.reference): below 0.1 stable, from 0.2 on shifted. Both are counted in the cells of the "
        + "training profile, missing values as a cell of their own.")
    let limits: [LineChart.Reference] = [.init("moving", Drift.stable), .init("shifted", Drift.shifted)]
    if let score = series.score {
      page.figure(
        LineChart(
          title: "Drift of the score by night", axis: "PSI", series: [.init(score.name, score.points)],
          references: limits, zero: true), "drift-score",
        caption:
          "PSI of \(score.name) against the training rows. \(series.latestText(score)) Runs of job \(series.job)."
      )
    }
    let inputs = series.inputs
    guard !inputs.isEmpty else { return }
    let moved = Array(inputs.prefix(Self.drawn))
    page.figure(
      SmallMultiples(
        title: "Drift of inputs by night", axis: "PSI", across: .days,
        panels: moved.map { column in
          .init(column.name, zip(column.days, column.values).map { .init(Double($0.number), $1) })
        }, references: limits, zero: true, ownScales: true), "drift-inputs",
      caption:
        "PSI of the \(NumberText.count(moved.count, "input")) that \(moved.count == 1 ? "lies" : "lie") farthest from training on "
        + "\(series.newest), each on an axis of its own. Runs of job \(series.job).", step: 50)
    page.body.table(
      [
        .init("input"), .init("first night", .right), .init("greatest", .right),
        .init("newest night", .right),
        .init("now"),
      ],
      inputs.map { input in
        [
          .code(input.name), .plain(input.first.map { NumberText.fixed($0, 3) } ?? NumberText.none),
          .plain(input.greatest.map { NumberText.fixed($0, 3) } ?? NumberText.none),
          .plain(input.latest.map { NumberText.fixed($0, 3) } ?? NumberText.none),
          .plain(input.latest.map(DriftMap.words) ?? NumberText.none),
        ]
      })
  }
}

/// Drift of one model's nights, in the job that has most of them.
struct DriftSeries: Sendable {
  struct Column: Sendable {
    let name: String
    let days: [Day]
    let values: [Double?]

    var points: [LineChart.Point] { zip(days, values).map { LineChart.Point($0, $1) } }
    var first: Double? { values.first ?? nil }
    var latest: Double? { values.last ?? nil }
    var greatest: Double? { values.compactMap { $0 }.max() }
  }

  let job: String
  /// Whose training rows the newest night is held against: `repurchase@1`.
  let reference: String
  let score: Column?
  /// The one that lies farthest from training on the newest night first.
  let inputs: [Column]
  /// ISO date, and its run.
  let newest: String
  let newestRun: String

  /// Each night is held against the training rows of its own champion.
  init?(model: String, snapshot: BookSnapshot) {
    let candidates = snapshot.jobs(led: model).compactMap { job -> (job: String, runs: [RunRecord])? in
      let runs = snapshot.standing(job: job).filter { run in
        guard let champion = run.champion, champion.model == model, run.date.flatMap({ Day(iso: $0) }) != nil
        else { return false }
        return snapshot.runProfiles[run.id] != nil && snapshot.trainingProfiles[champion.reference] != nil
      }
      return runs.isEmpty ? nil : (job, runs)
    }
    guard let most = candidates.map(\.runs.count).max(),
      let (job, runs) = candidates.first(where: { $0.runs.count == most }), let last = runs.last,
      let lastProfile = snapshot.runProfiles[last.id], let reference = last.champion?.reference,
      let newest = last.date
    else { return nil }
    func column(_ name: String, _ find: (Profile) -> ColumnProfile?) -> Column {
      let pairs = runs.map { run -> (Day, Double?) in
        let day = run.date.flatMap { Day(iso: $0) } ?? Day(number: 0)
        guard let profile = snapshot.runProfiles[run.id],
          let training = run.champion.flatMap({ snapshot.trainingProfiles[$0.reference] })
        else { return (day, nil) }
        return (day, Drift(from: find(training), to: find(profile)).value)
      }
      return Column(name: name, days: pairs.map(\.0), values: pairs.map(\.1))
    }
    self.job = job
    self.reference = reference
    self.newest = newest
    newestRun = last.id
    score = lastProfile.score.map { score in column(score.name) { $0.output(score.name) } }
      .flatMap { $0.greatest == nil ? nil : $0 }
    inputs = lastProfile.inputs.map { input in column(input.name) { $0.input(input.name) } }
      .filter { $0.greatest != nil }.sorted { a, b in
        (b.latest ?? -1, a.name) < (a.latest ?? -1, b.name)
      }
  }

  func latestText(_ column: Column) -> String {
    guard let latest = column.latest else { return "The newest night could not be compared." }
    return "On \(newest) it was \(NumberText.fixed(latest, 3)): \(Drift.words(latest))."
  }
}
