import ArgumentParser
import Book
package import Diagnostics
import Interchange
import Workspace

struct ExperimentImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Brings trials of MLflow or DVC into the book.",
    discussion: """
      STORE is mlflow:PATH (a tracking database or an mlruns folder; mlflow:PATH#EXPERIMENT for one experiment \
      of it) or dvc:PATH (a folder with a dvc.yaml). Its trials go to the experiment that is named, else to \
      experiments of the store's own names. Without a store: those that scorebook.yaml declares, of one \
      experiment or of all. The store is only read; what did not change since is left; doing it twice changes \
      nothing.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("The experiment, the store, or both.", valueName: "experiment|store"))
  var what: [String] = []
  @Option(help: ArgumentHelp("DVC: the newest so many commits, too.", valueName: "n"))
  var commits: Int?
  @Flag(name: .customLong("all-commits"), help: "DVC: all commits, too.")
  var allCommits = false

  func validate() throws {
    if what.count > 2 { throw ValidationError("Give at most an experiment and a store.") }
    if let commits, !(1...999_999).contains(commits) {
      throw ValidationError("--commits must be from 1 to 999999.")
    }
    if commits != nil, allCommits { throw ValidationError("Give --commits or --all-commits, not both.") }
  }

  private struct Task {
    let experiment: String?
    let source: ExperimentSource
    let location: String
    let place: Diagnostic.Place?
  }

  func run() throws {
    let session = try Session(global)
    let tasks = try self.tasks(session)
    let records = try tasks.map { try $0.experiment.map(session.declaredExperiment) }
    let book = try session.book()
    let lock = try ImportLock(book)
    defer { withExtendedLifetime(lock) {} }
    var outcomes: [ImportText] = []
    var problems = Problems()
    for (task, record) in zip(tasks, records) {
      do {
        let outcome = try source(task).bring(
          into: session.importTarget(book, record), label: task.source.store)
        Terminal.standardError.write(outcome.told)
        outcomes.append(ImportText(outcome))
        if !global.output.json { session.printResult(outcomes[outcomes.count - 1].line + "\n") }
      } catch {
        problems.add(task.place.map { error.at($0) } ?? error)
        if Interruption.received != nil { break }
      }
    }
    if global.output.json { session.print(try JSONText.encode(outcomes)) }
    try problems.throwIfAny()
  }

  private func source(_ task: Task) -> ImportSource {
    switch task.source.kind {
    case .mlflow(let experiment): .mlflow(path: task.location, experiment: experiment)
    case .dvc(let declared): .dvc(path: task.location, commits: allCommits ? nil : commits ?? declared)
    }
  }

  /// What is to be read, in the order in which it is declared.
  private func tasks(_ session: Session) throws -> [Task] {
    let stores = what.filter(ExperimentSource.isMeant)
    let names = what.filter { !ExperimentSource.isMeant(by: $0) }
    if stores.count > 1 || names.count > 1 { throw ValidationError("Give one experiment and one store.") }
    if let text = stores.first {
      guard let source = ExperimentSource(text) else {
        throw Diagnostic(
          .commandStore, .configuration, "\(quoted(text)) is no store",
          expected: "mlflow:PATH, mlflow:PATH#EXPERIMENT, dvc:PATH, dvc:PATH#20 or dvc:PATH#all")
      }
      let named = source.at(session.storePath(source.path))
      return [Task(experiment: names.first, source: named, location: source.path, place: nil)]
    }
    for name in names { _ = try session.declaredExperiment(name) }
    let experiments = session.configuration.experiments.values.filter { names.isEmpty || $0.name == names[0] }
    let tasks = experiments.sorted { $0.name < $1.name }.flatMap { experiment in
      experiment.sources.enumerated().map { position, source in
        Task(
          experiment: experiment.name, source: source,
          location: session.configuration.location(of: source.path),
          place: session.configuration.place(of: "experiments.\(experiment.name).import.\(position)"))
      }
    }
    guard !tasks.isEmpty else {
      throw Diagnostic(
        .commandStore, .configuration, at: .init(file: session.configuration.file),
        names.first.map { "experiment '\($0)' declares no store" } ?? "no experiment declares a store",
        next: "Name one: 'scorebook experiment import \(names.first ?? "NAME") mlflow:mlruns.db'.")
    }
    return tasks
  }
}

extension Session {
  /// How the book names a path from the command line: from the workspace's folder if it lies in it.
  func storePath(_ path: String) -> String {
    let absolute = WorkspaceLocator.absolute(path)
    let root = configuration.root + "/"
    return absolute.hasPrefix(root) ? String(absolute.dropFirst(root.count)) : absolute
  }
}

extension Diagnostic.Identifier {
  package static let commandStore = Self("command-store")
}
