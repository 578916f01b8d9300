import ArgumentParser
import Diagnostics
import Registry
import Scoring
import Workspace

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads all of the workspace and tells every problem, without running anything.",
    discussion: """
      Keys, names and units of scorebook.yaml; files and columns; SQL, compiled against its tables; artefacts \
      of declared versions; inputs of models against columns of datasets; templates. Exit 2 when something is \
      wrong. The book is not touched.
      """)

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = try Session(global)
    let problems = WorkspaceCheck(session.catalogue).problems()
    let all = Problems(problems.list + TemplateCheck(session).problems().list + session.storeProblems())
    if global.output.json {
      session.print(try JSONText.encode(all.list.map(\.description)))
      if !all.errors.isEmpty { throw ExitCode(ExitStatus.usage) }
      return
    }
    Terminal.standardError.write(all)
    let count = all.errors.count
    guard count == 0 else {
      session.tell("\(count) problem\(count == 1 ? "" : "s")")
      throw ExitCode(ExitStatus.usage)
    }
    let configuration = session.configuration
    session.tell(
      "\(configuration.file) is in order: "
        + [
          Quantity.count(configuration.datasets.count, "dataset"),
          Quantity.count(configuration.models.count, "model"),
          Quantity.count(configuration.jobs.count, "job"),
          Quantity.count(configuration.evaluations.count, "evaluation"),
          Quantity.count(configuration.experiments.count, "experiment"),
          Quantity.count(configuration.kpis.count, "KPI"),
          Quantity.count(configuration.pipelines.count, "pipeline"),
        ].joined(separator: ", "))
  }
}
