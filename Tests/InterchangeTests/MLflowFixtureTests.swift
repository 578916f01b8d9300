import Book
import Diagnostics
import Foundation
import Interchange
import Testing

@Suite("Stores made by MLflow")
struct MLflowFixtureTests {
  static let fixtures = [
    "mlflow-3.17.2-sqlite", "mlflow-2.9.2-sqlite", "mlflow-3.17.2-files", "mlflow-2.9.2-files",
  ]

  @Test("experiments and trials are what MLflow's client says", arguments: fixtures)
  func trials(_ fixture: String) throws {
    let expected = try ExpectedStore(fixture)
    let bench = try StoreBench()
    let outcome = try bench.bring(.mlflow(path: bench.store(fixture), experiment: nil))
    #expect(outcome.new == expected.runs.count)
    #expect(outcome.changed == 0 && outcome.unchanged == 0)
    #expect(outcome.warnings == [])
    let book = try bench.book()
    let experiments = try book.experiments()
    #expect(experiments.map(\.name).sorted() == expected.experiments.map(\.name).sorted())
    for experiment in expected.experiments {
      let record = try #require(experiments.first { $0.name == experiment.name })
      #expect(record.isDeleted == experiment.deleted)
      #expect(dictionary(record.tags) == experiment.tags)
      let trials = try book.trials(of: experiment.name, withDeleted: true)
      #expect(Set(trials.map(\.originID)) == Set(experiment.runs.map(\.id)))
      for run in experiment.runs {
        let trial = try #require(trials.first { $0.originID == run.id })
        #expect(trial.name == run.name)
        #expect(trial.state.rawValue == run.status.lowercased())
        // What lies in a deleted experiment is deleted, whatever its own page says.
        #expect(trial.isDeleted == (run.deleted || experiment.deleted), "\(run.name)")
        #expect(trial.startedBy == run.user ?? trial.startedBy)
        #expect(dictionary(trial.parameters) == run.params)
        #expect(dictionary(trial.tags) == run.tags)
        #expect(trial.parentID == run.tags["mlflow.parentRunId"])
        #expect(trial.note == run.tags["mlflow.note.content"])
        #expect(trial.sourceCommit == run.tags["mlflow.source.git.commit"])
        #expect(trial.datasets.map { [$0.name, $0.digest, $0.context] } == run.datasets)
        #expect(trial.startedAt == "2025-10-09T08:53:20.000Z")
        #expect(trial.endedAt == (run.end == nil ? nil : "2025-10-09T08:54:21.234Z"))
        try metrics(trial, run, book, experiment.name)
      }
    }
  }

  private func metrics(_ trial: TrialRecord, _ run: ExpectedStore.Run, _ book: Book, _ experiment: String)
    throws
  {
    #expect(Set(trial.metrics.map(\.name)) == Set(run.metrics.keys))
    for metric in trial.metrics {
      let expected = try #require(run.metrics[metric.name])
      #expect(same(metric.value ?? .nan, expected.value), "\(run.name) \(metric.name)")
      let history = try #require(run.history[metric.name])
      #expect(metric.points == history.count)
      let points = try book.points(
        ofTrial: run.id, origin: "mlflow", experiment: experiment, metric: metric.name)
      func ordered(_ points: [[Double]]) -> [String] { points.map { "\($0)" }.sorted() }
      #expect(
        ordered(points.map { [Double($0.step), Double($0.time ?? 0), $0.value] })
          == ordered(history.map { $0.map(\.value) }))
    }
  }

  @Test("registered models, versions, stages and aliases are what MLflow's client says", arguments: fixtures)
  func models(_ fixture: String) throws {
    let expected = try ExpectedStore(fixture)
    let bench = try StoreBench()
    let outcome = try bench.bring(.mlflow(path: bench.store(fixture), experiment: nil))
    let models = try bench.book().foreignModels(of: "store")
    #expect(outcome.models == expected.models.count)
    #expect(models.map(\.name) == expected.models.map(\.name))
    for (model, expected) in zip(models, expected.models) {
      #expect(model.description == expected.description)
      #expect(dictionary(model.tags) == expected.tags)
      #expect(model.aliases == expected.aliases)
      #expect(model.versions.map(\.version) == expected.versions.map(\.version))
      for (version, expected) in zip(model.versions, expected.versions) {
        #expect(version.stage == expected.stage)
        #expect(version.trial == expected.run)
        #expect(version.source == expected.source)
        #expect(version.description == expected.description)
        #expect(dictionary(version.tags) == expected.tags)
      }
    }
  }

  @Test("a second import changes nothing, not a byte of the book", arguments: fixtures)
  func again(_ fixture: String) throws {
    let bench = try StoreBench()
    let store = ImportSource.mlflow(path: try bench.store(fixture), experiment: nil)
    let first = try bench.bring(store)
    let before = try bench.dump()
    let second = try bench.bring(store)
    #expect(second.new == 0 && second.changed == 0 && second.changedModels == 0 && second.points == 0)
    #expect(second.unchanged == first.new)
    #expect(second.deleted == first.deleted && first.deleted == 2)
    #expect(try bench.dump() == before)
  }

  @Test("all of it, or one experiment of it, goes to an experiment that is named", arguments: fixtures)
  func named(_ fixture: String) throws {
    let expected = try ExpectedStore(fixture)
    let bench = try StoreBench()
    let store = try bench.store(fixture)
    try bench.bring(.mlflow(path: store, experiment: nil), as: "all")
    #expect(try bench.book().trials(of: "all", withDeleted: true).count == expected.runs.count)
    let part = try bench.bring(.mlflow(path: store, experiment: "depth"), as: "part")
    #expect(part.experiments == ["part"])
    let depth = try #require(expected.experiments.first { $0.name == "depth" })
    #expect(try bench.book().trials(of: "part").count == depth.runs.filter { !$0.deleted }.count)
    let wrong = problem { try bench.bring(.mlflow(path: store, experiment: "dept")) }
    #expect(wrong?.identifier.name == "interchange-experiment-unknown")
    #expect(wrong?.next == "Did you mean 'depth'?")
  }
}
