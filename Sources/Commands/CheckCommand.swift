import ArgumentParser
import Book
import Delivery
import Diagnostics
import Registry
import Reports
import Scoring
import Workspace

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads all of the workspace and tells every problem, without running anything.",
    discussion: """
      Keys, names and units of scorebook.yaml; files and columns; SQL, compiled against its tables; artefacts \
      of declared versions, held against what was registered of them; versions that only the book knows, and \
      where its aliases lead; inputs of models against columns of datasets; templates, \
      and all prose of the site, held against the pages that the configuration names; where it meets pages that only \
      the book knows, 'site build' tells. No job runs, but the program of a declared process model is started, to see that it \
      answers. Exit 2 when something is wrong. The book is read, and not touched.
      """)

  @OptionGroup var global: GlobalOptions

  func run() throws {
    Signals.watch()
    let session = try Session(global)
    var all = Problems()
    let book = try all.collect { try session.untouchedBook() } ?? nil
    all.add(WorkspaceCheck(session.catalogue, registry: book.map { Registry(book: $0) }).problems())
    try Interruption.check()
    all.add(TemplateCheck(session).problems())
    all.add(ProseCheck(session).problems(book))
    all.add(session.pictureProblems(ofReports: session.configuration.reports.keys))
    all.add(AddressCheck.problems(session.configuration))
    all.add(ChannelCheck.problems(session.configuration))
    all.add(Problems(session.storeProblems()))
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
    for job in configuration.jobs.values.sorted(by: { $0.name < $1.name }) {
      guard let split = job.split else { continue }
      let shares = split.variants.map { variant in
        "\(variant.name) \(variant.share) by \(variant.model ?? job.model)"
      }
      session.tell("split \(split.name) of job \(job.name): \(shares.joined(separator: ", "))")
    }
    session.tell(
      "\(configuration.file) is in order: "
        + [
          Quantity.count(configuration.datasets.count, "dataset"),
          Quantity.count(configuration.models.count, "model"),
          Quantity.count(configuration.jobs.count, "job"),
          Quantity.count(configuration.evaluations.count, "evaluation"),
          Quantity.count(configuration.readouts.count, "readout"),
          Quantity.count(configuration.experiments.count, "experiment"),
          Quantity.count(configuration.kpis.count, "KPI"),
          Quantity.count(configuration.pipelines.count, "pipeline"),
        ].joined(separator: ", "))
  }
}
