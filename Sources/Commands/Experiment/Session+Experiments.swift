import Book
import Diagnostics
import Evaluation
import Foundation
import Interchange
import Workspace

extension Session {
  /// A declared experiment as the book keeps it. **Throws** where the workspace has none of that name.
  func declaredExperiment(_ name: String) throws -> ExperimentRecord {
    guard let declared = configuration.experiments[name] else {
      let problem = unknown("experiment", name, \.experiments)
      guard configuration.experiments.isEmpty else { throw problem }
      throw Diagnostic(
        .commandUnknownName, .configuration, at: problem.place, problem.summary,
        next: "Declare it: experiments: {\(isName(name) ? name : "NAME"): {question: …, baseline: …}}.")
    }
    return ExperimentRecord(
      name: name, question: declared.question, objective: declared.objective, baseline: declared.baseline,
      origin: "declared", createdAt: Host.now())
  }

  /// What the book says of an experiment; nil for a declared one without trials. **Throws** where neither knows it.
  func experimentRecord(_ name: String, _ book: Book?) throws -> ExperimentRecord? {
    let stored = try book?.experiments() ?? []
    let record = stored.first { $0.name == name }
    guard record != nil || configuration.experiments[name] != nil else {
      let names = Set(stored.map(\.name)).union(configuration.experiments.keys)
      throw Diagnostic(
        .commandUnknownName, .configuration, "there is no experiment \(quoted(name))",
        next: nearestName(to: name, among: names.sorted()).map { "Did you mean \(quoted($0))?" }
          ?? "'scorebook experiment list' names them.")
    }
    return record
  }

  /// What evaluations found of registered versions on the same rows, on all and on those of each slice.
  func rowEvidence(_ book: Book?) throws(Diagnostic) -> [RowEvidence] {
    guard let book else { return [] }
    return try book.comparisons().map(RowEvidence.init) + book.slices().flatMap(RowEvidence.slices)
  }

  /// Declared stores that are not there.
  func storeProblems() -> [Diagnostic] {
    configuration.experiments.values.sorted { $0.name < $1.name }.flatMap { experiment in
      experiment.sources.enumerated().compactMap { position, source in
        let path = configuration.location(of: source.path)
        guard !FileManager.default.fileExists(atPath: path) else { return nil }
        return Diagnostic(
          .interchangeStoreMissing, .configuration,
          at: configuration.place(of: "experiments.\(experiment.name).import.\(position)"),
          "experiment '\(experiment.name)' imports a store that is not there", found: path)
      }
    }
  }

  func importTarget(_ book: Book, _ experiment: ExperimentRecord?) -> ImportTarget {
    Signals.watch()
    return ImportTarget(
      book: book, experiment: experiment, now: Host.now(),
      interruption: {
        Interruption.received.map { _ in
          Diagnostic(
            .interchangeStopped, .failure, "stopped by a signal",
            next: "What was entered stays; the same command goes on from there.")
        }
      })
  }
}
