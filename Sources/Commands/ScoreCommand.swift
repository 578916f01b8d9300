import ArgumentParser
import Book
import Datasets
package import Diagnostics
import Glibc
import Models
import Registry
import Scoring
import Synchronization
import Workspace

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Scores one file or stream with one model; needs no workspace.",
    discussion: """
      MODEL is the path of an artefact or of its MLflow folder, or NAME@VERSION of the workspace's registry. INPUT is a CSV file, \
      '-' for standard input, or sqlite:PATH#TABLE. Rows come out in their order. Exit 4 when more rows than \
      --max-rejects allows could not be scored; an output file is then not written.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

  @Argument(help: "An artefact's path, or name@version.")
  var model: String
  @Argument(help: "[csv:|sqlite:]PATH[#TABLE], or '-'.")
  var input = "-"
  @Option(
    name: [.short, .long], help: ArgumentHelp("Where to write (default: standard output).", valueName: "path")
  )
  var output: String?
  @Option(help: "What to write: csv or jsonl (JSON lines).")
  var format: Format?
  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Key columns, first in the output.", valueName: "column"))
  var key: [String] = []
  @Option(parsing: .upToNextOption, help: ArgumentHelp("Columns to copy to the output.", valueName: "column"))
  var keep: [String] = []
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("A column of the input that the model calls otherwise.", valueName: "column=input"))
  var rename: [String] = []
  @Option(
    help: ArgumentHelp(
      "Comma-separated names of outputs; also prediction, margin, probability, class, band.",
      valueName: "list"))
  var outputs: String?
  @Option(
    name: .customLong("missing-values"), parsing: .upToNextOption,
    help: ArgumentHelp("Texts that mean 'missing'.", valueName: "text"))
  var missingValues: [String] = ["", "NA"]
  @Option(help: "The byte between fields; 'tab' for a tabulator.")
  var delimiter = ","
  @Option(help: "The decimal mark.")
  var decimal = "."
  @Option(help: ArgumentHelp("SQL over sqlite:PATH instead of a table.", valueName: "file"))
  var query: String?
  @Option(
    name: .customLong("max-rejects"),
    help: ArgumentHelp("A count, or a share such as 0.1%.", valueName: "limit"))
  var maxRejects = "0"
  @Option(help: ArgumentHelp("Where rows that can't be scored are kept.", valueName: "path"))
  var rejects: String?
  @Option(help: "Worker threads (default: all processors).")
  var threads: Int?
  @OptionGroup var artefact: ArtefactFlags
  @Option(
    name: [.customShort("C"), .customLong("workspace")],
    help: ArgumentHelp("The workspace of NAME@VERSION.", valueName: "dir"))
  var folder: String?
  @Flag(name: [.short, .long], help: "Say nothing but problems.")
  var quiet = false
  @Flag(
    name: [.short, .long],
    help: "Tell what rejected cells hold and what a model's program complains of, also where no terminal is.")
  var verbose = false

  func validate() throws {
    if verbose { Terminal.isVerbose.store(true, ordering: .relaxed) }
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
    if delimiter != "tab", delimiter.utf8.count != 1 {
      throw ValidationError("--delimiter must be one ASCII character, or 'tab'.")
    }
    if decimal != ".", decimal != "," { throw ValidationError("--decimal must be '.' or ','.") }
  }

  func run() throws {
    Signals.watch()
    let opened = try OpenedModel(model, folder: folder, options: artefact.options)
    let source = try inputSource()
    let progress = Progress(isOn: !quiet)
    progress.begin("", expected: nil)
    let scorer = FileScorer(
      source: source, target: try outputTarget(), model: opened.model, label: opened.label,
      bands: opened.bands, keys: key, keep: keep, rename: try renames(), outputs: try wantedOutputs(),
      maxRejects: try limit(), threads: threads,
      environment: Host.environment(progress, quiet: quiet, verbose: verbose))
    let began = Host.seconds()
    let outcome = try scored(scorer)
    progress.end()
    guard !quiet, output != nil || outcome.rejects > 0 || Terminal.standardError.isInteractive else { return }
    let seconds = Host.seconds() - began
    let rejected = outcome.rejects > 0 ? ", \(RunSummary.rejects(outcome.rejects, outcome.rejectKinds))" : ""
    Terminal.standardError.say(
      "\(Quantity.count(outcome.rowsOut, "row")) scored in \(Quantity.seconds(seconds))\(rejected)")
  }

  /// **Throws** what the scorer does, in the words of this command.
  private func scored(_ scorer: FileScorer) throws -> Engine.Outcome {
    let advice = ScoreAdvice(output: output)
    do {
      return try scorer.run()
    } catch let problem as Diagnostic {
      throw advice.reworded(problem)
    } catch let problems as Problems {
      throw advice.reworded(problems)
    }
  }

  private func inputSource() throws(Diagnostic) -> any DatasetSource {
    if input.hasPrefix("sqlite:") {
      let parts = input.dropFirst("sqlite:".count).split(
        separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let file = String(parts[0])
      if let query {
        let text = SQLQuery(text: try SourceText.read(query), file: query)
        return SQLiteSource(
          name: file, database: .file(file), content: .query(text), missingValues: missingValues)
      }
      guard parts.count == 2, !parts[1].isEmpty else {
        throw Diagnostic(
          .commandInput, .configuration, "'\(input)' names no table",
          expected: "sqlite:PATH#TABLE, or --query")
      }
      return SQLiteSource(
        name: input, database: .file(file), content: .table(String(parts[1]), dateColumn: nil, date: nil),
        missingValues: missingValues)
    }
    guard query == nil else {
      throw Diagnostic(
        .commandInput, .configuration, "--query asks a SQLite file", expected: "sqlite:PATH as the input",
        found: "'\(input)'")
    }
    let path = input.hasPrefix("csv:") ? String(input.dropFirst("csv:".count)) : input
    return try CSVSource(
      name: path == "-" ? "standard input" : path, files: [path],
      dialect: CSVDialect(
        delimiter: delimiter == "tab" ? 0x09 : delimiter.utf8.first ?? 0x2C,
        decimal: decimal.utf8.first ?? 0x2E, missingValues: missingValues))
  }

  private func outputTarget() throws(Diagnostic) -> any OutputTarget {
    try refuseOverwriting()
    let rowFormat: RowFormat =
      switch format {
      case .csv?: .csv
      case .jsonl?: .jsonLines
      case nil: output.map { $0.hasSuffix(".jsonl") || $0.hasSuffix(".ndjson") } == true ? .jsonLines : .csv
      }
    let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    return StreamOutput(
      output.map { .file($0) } ?? .descriptor(1), format: rowFormat, rejectsPath: rejects,
      stagingFolder: "\(temporary)/scorebook-\(getpid())")
  }

  /// What is written is neither read, nor written twice.
  private func refuseOverwriting() throws(Diagnostic) {
    let read = [model, inputFile, query].compactMap { $0.map { StreamPlace($0) } }
    for written in [output, rejects].compactMap(\.self) {
      let place = StreamPlace(written)
      guard !read.contains(where: { $0.isSame(as: place) }) else {
        throw Diagnostic(
          .commandOutputIsInput, .configuration, "'\(written)' is read and would be written",
          next: "Name another output.")
      }
    }
    if let output, let rejects, StreamPlace(output).isSame(as: StreamPlace(rejects)) {
      throw Diagnostic(
        .commandOutputIsInput, .configuration, "--output and --rejects are both '\(rejects)'",
        next: "Name another file for the rejects.")
    }
    try OutputCheck.check([output, rejects].compactMap(\.self), workspace: folder)
  }

  /// The file that the input names; nil for standard input.
  private var inputFile: String? {
    if input == "-" { return nil }
    if input.hasPrefix("sqlite:") {
      return String(input.dropFirst("sqlite:".count).prefix { $0 != "#" })
    }
    return input.hasPrefix("csv:") ? String(input.dropFirst("csv:".count)) : input
  }

  private func renames() throws(Diagnostic) -> [String: String] {
    var renames: [String: String] = [:]
    for pair in rename {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
        throw Diagnostic(.commandRename, .configuration, "--rename is '\(pair)'", expected: "COLUMN=INPUT")
      }
      renames[String(parts[0])] = String(parts[1])
    }
    return renames
  }

  private func wantedOutputs() throws(Diagnostic) -> [String]? {
    guard let outputs else { return nil }
    let wanted = outputs.split(separator: ",", omittingEmptySubsequences: false).map { piece in
      var name = piece.drop(while: \.isWhitespace)
      while name.last?.isWhitespace == true { name.removeLast() }
      return String(name)
    }
    guard !wanted.contains("") else {
      throw Diagnostic(
        .commandOutputs, .configuration, "--outputs is '\(outputs)'",
        expected: "names of outputs, with commas between them")
    }
    return wanted
  }

  private func limit() throws(Diagnostic) -> Configuration.Limit {
    if maxRejects.hasSuffix("%"), let share = Double(maxRejects.dropLast()), (0...100).contains(share) {
      return .share(share / 100)
    }
    if let count = Int(maxRejects), count >= 0 { return .count(count) }
    throw Diagnostic(
      .commandLimit, .configuration, "--max-rejects is '\(maxRejects)'",
      expected: "a count, or a share such as 0.1%")
  }
}

extension Diagnostic.Identifier {
  package static let commandInput = Self("command-input")
  package static let commandOutputIsInput = Self("command-output-is-input")
  package static let commandRename = Self("command-rename")
  package static let commandOutputs = Self("command-outputs")
  package static let commandLimit = Self("command-limit")
}
