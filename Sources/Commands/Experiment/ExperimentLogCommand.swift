import ArgumentParser
import Book
package import Diagnostics
import Foundation
import Interchange

struct ExperimentLogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Enters a trial: parameters, metrics, tags, artefacts.",
    discussion: """
      From options, from one JSON document (--json-document), or from JSON lines that a training script writes \
      (--lines, a file, a folder or '-' for a pipe); a line is an object such as \
      {"trial": "deep", "step": 3, "metrics": {"loss": 0.31}}. A trial logged again under its name replaces \
      what was logged before; the same content changes nothing. Any mistake, and nothing is entered.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The experiment, declared in scorebook.yaml.")
  var experiment: String
  @Argument(help: "The trial's name.")
  var trial: String?
  @Option(name: .customLong("param"), help: ArgumentHelp("A parameter; repeatable.", valueName: "name=value"))
  var parameters: [String] = []
  @Option(
    name: .customLong("metric"),
    help: ArgumentHelp("A metric, at a step where one is told; repeatable.", valueName: "name=value[@step]"))
  var metrics: [String] = []
  @Option(name: .customLong("tag"), help: ArgumentHelp("A tag; repeatable.", valueName: "name=value"))
  var tags: [String] = []
  @Option(
    name: .customLong("artefact"),
    help: ArgumentHelp("A file to keep in the book's store; repeatable.", valueName: "path"))
  var artefacts: [String] = []
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp("A file it was trained on; its digest is kept; repeatable.", valueName: "path"))
  var data: [String] = []
  @Option(
    help: ArgumentHelp(
      "The source's commit (default: that of the folder, where git knows one).", valueName: "sha"))
  var commit: String?
  @Option(help: "running, scheduled, finished, failed or killed.")
  var state: String?
  @Option(help: ArgumentHelp("The trial that it is part of.", valueName: "trial"))
  var parent: String?
  @Option(help: "A sentence about it.")
  var note: String?
  @Option(
    name: .customLong("json-document"),
    help: ArgumentHelp("One JSON document; - for standard input.", valueName: "file"))
  var document: String?
  @Option(
    help: ArgumentHelp("JSON lines: a file, a folder of *.jsonl, or - for standard input.", valueName: "path")
  )
  var lines: String?

  func validate() throws {
    if document != nil, lines != nil { throw ValidationError("Give --json-document or --lines, not both.") }
    if document == nil, lines == nil, trial == nil { throw ValidationError("Name the trial.") }
    if let trial, !trial.isName { throw ValidationError("The trial's name \(quoted(trial)) is blank.") }
    if lines != nil,
      !(parameters + metrics + tags + artefacts + data).isEmpty || state != nil || parent != nil
        || note != nil
    {
      throw ValidationError("With --lines, everything about a trial stands in the lines.")
    }
  }

  func run() throws {
    let session = try Session(global)
    let record = try session.declaredExperiment(experiment)
    var log = TrialLog()
    try read(into: &log)
    var problems = log.problems
    var trials = log.trials
    if document == nil, lines == nil, let trial { trials = [LoggedTrial(name: trial)] }
    if lines == nil, trials.count == 1 { problems.add(addOptions(to: &trials[0])) }
    try problems.throwIfAny()
    Terminal.standardError.write(problems)
    let book = try session.book()
    let lock = try ImportLock(book)
    defer { withExtendedLifetime(lock) {} }
    let head = commit ?? GitProgram.head(of: FileManager.default.currentDirectoryPath)
    for index in trials.indices {
      if trials[index].record.sourceCommit == nil { trials[index].record.sourceCommit = head }
      try keepFiles(of: &trials[index], in: book)
    }
    let outcome = try TrialLog.enter(trials, into: session.importTarget(book, record))
    let text = ImportText(outcome)
    if global.output.json { return session.print(try JSONText.encode(text)) }
    session.printResult(text.line + "\n")
  }

  private func read(into log: inout TrialLog) throws {
    if let document {
      let bytes =
        document == "-"
        ? Array(try FileHandle.standardInput.read(upToCount: TrialLog.largestDocument + 1) ?? Data())
        : try ExperimentLogCommand.bytes(document, limit: TrialLog.largestDocument)
      log.read(document: bytes, file: document == "-" ? "standard input" : document, name: trial)
    }
    guard let lines else { return }
    var isFolder: ObjCBool = false
    if lines == "-" {
      log.readStandardInput(name: trial)
    } else if FileManager.default.fileExists(atPath: lines, isDirectory: &isFolder), isFolder.boolValue {
      try log.read(folder: lines)
    } else {
      try log.read(file: lines, name: trial)
    }
  }

  /// What the options say, above what a document says.
  private func addOptions(to trial: inout LoggedTrial) -> Problems {
    var problems = Problems()
    func parts(_ text: String, _ option: String) -> (String, String)? {
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
        problems.add(
          Diagnostic(
            .commandPair, .configuration, "\(option) \(quoted(text)) is not a name with its value",
            expected: "name=value"))
        return nil
      }
      return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
    for text in parameters {
      if let (name, value) = parts(text, "--param") { trial.setParameter(name, value) }
    }
    for text in tags { if let (name, value) = parts(text, "--tag") { trial.setTag(name, value) } }
    for text in metrics {
      guard let (name, value) = parts(text, "--metric") else { continue }
      guard let point = MetricPoint(option: value) else {
        problems.add(
          Diagnostic(
            .commandPair, .configuration, "--metric \(quoted(text)) is no number",
            expected: "name=value, or name=value@step with a whole step"))
        continue
      }
      trial.add(point, of: name)
    }
    if let state {
      if let known = TrialRecord.State(rawValue: state), known != .unknown {
        trial.record.state = known
      } else {
        problems.add(
          Diagnostic(
            .commandPair, .configuration, "--state is \(quoted(state))",
            expected: "running, scheduled, finished, failed or killed"))
      }
    }
    if let parent { trial.record.parentID = parent }
    if let note { trial.record.note = note }
    trial.artefacts += artefacts
    return problems
  }

  /// Puts artefacts into the book's store and takes the digests of data.
  private func keepFiles(of trial: inout LoggedTrial, in book: Book) throws {
    for path in trial.artefacts {
      let bytes = try ExperimentLogCommand.bytes(path, limit: ArtefactStore.largest)
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let isTaken = trial.record.artefacts.contains { $0.name == name }
      trial.record.artefacts.append(
        .init(
          name: isTaken ? path : name, digest: try book.artefacts.store(bytes), size: bytes.count, uri: nil))
    }
    for path in data where lines == nil {
      let digest = ContentDigest.sha256(try ExperimentLogCommand.bytes(path, limit: ArtefactStore.largest))
      let name = path.split(separator: "/").last.map(String.init) ?? path
      trial.record.datasets.append(
        .init(name: name, digest: digest, context: "training", sourceKind: "file", source: path))
      if data.count == 1 { trial.record.dataDigest = digest }
    }
  }

  private static func bytes(_ path: String, limit: Int) throws -> [UInt8] {
    do {
      return try FileBytes.read(path, limit: limit)
    } catch {
      throw Diagnostic(
        .interchangeLog, .configuration, at: .init(file: path), "the file can't be read", found: error.reason)
    }
  }
}

extension MetricPoint {
  /// `0.75`, `NaN`, `0.75@3`.
  init?(option text: String) {
    let sign = text.lastIndex(of: "@")
    guard let value = Double(sign.map { String(text[..<$0]) } ?? text) else { return nil }
    guard let sign else {
      self.init(step: 0, time: nil, value: value)
      return
    }
    guard let step = Int(text[text.index(after: sign)...]) else { return nil }
    self.init(step: step, time: nil, value: value)
  }
}

extension Diagnostic.Identifier {
  package static let commandPair = Self("command-pair")
}
