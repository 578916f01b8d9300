import Book
import Diagnostics
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
