import ArgumentParser
import Book
import Workspace
package import Diagnostics

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Lists the runs in the book, or shows one.",
    subcommands: [RunsListCommand.self, RunsShowCommand.self], defaultSubcommand: RunsListCommand.self)
}

struct RunsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The newest runs, newest first.")

  @OptionGroup var global: GlobalOptions
  @Option(help: "Only runs of this job.")
  var job: String?
  @Option(help: ArgumentHelp("Only runs of this date.", valueName: "yyyy-mm-dd"))
  var date: String?
  @Option(help: ArgumentHelp("At most so many.", valueName: "n"))
  var limit = 20
  @Flag(help: "Only runs whose rows stand in the target.")
  var standing = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  func run() throws {
    let session = try Session(global)
    if let job, session.configuration.jobs[job] == nil { throw session.unknown("job", job, \.jobs) }
    let day = try Session.date(date, option: "--date")?.description
    let runs =
      try session.existingBook()?.runs(
        .init(job: job, date: day, standingOnly: standing, limit: limit)) ?? []
    if global.output.json { return session.print(try JSONText.encode(runs)) }
    guard !runs.isEmpty else {
      let isEmpty = try session.existingBook()?.runs(.init(limit: 1)).isEmpty ?? true
      return session.tell(
        isEmpty
          ? "no run yet: 'scorebook run JOB' makes the first" : "the book has runs, but none of this kind")
    }
    var table = TextTable([
      ("run", .left), ("job", .left), ("date", .left), ("state", .left), ("champion", .left),
      ("rows", .right), ("rejects", .right), ("took", .right),
    ])
    for run in runs {
      table.add([
        run.id, run.job, run.date ?? "",
        run.stateWords + (run.isStanding ? "" : RunsListCommand.note(run)),
        run.champion?.reference ?? "", run.rowsOut.map(Quantity.count) ?? "",
        run.rejects.map(Quantity.count) ?? "", run.stages.total > 0 ? Quantity.seconds(run.stages.total) : "",
      ])
    }
    session.print(table.text)
  }

  private static func note(_ run: RunRecord) -> String { run.state == .committed ? " (replaced)" : "" }
}

struct RunsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "All that the book knows about one run.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The run's id, or its beginning.")
  var id: String

  func run() throws {
    let session = try Session(global)
    guard !id.isEmpty, let book = try session.existingBook() else { throw RunsShowCommand.unknown(id) }
    let ids = try book.runIDs(beginning: id)
    guard let first = ids.first else { throw RunsShowCommand.unknown(id) }
    guard ids.count == 1 || first == id else {
      throw Diagnostic(
        .commandUnknownRun, .configuration, "\(ids.count) runs begin with '\(id)'",
        next: "The newest is \(first).")
    }
    guard let record = try book.run(first) else { throw RunsShowCommand.unknown(id) }
    let profile = try book.profile(ofRun: first)
    if global.output.json { return session.print(try JSONText.encode(Shown(run: record, profile: profile))) }
    session.print(RunsShowCommand.text(record))
    if let profile { session.print("\n" + RunsShowCommand.text(profile)) }
  }

  private struct Shown: Encodable {
    let run: RunRecord
    let profile: Profile?
  }

  private static func unknown(_ id: String) -> Diagnostic {
    Diagnostic(
      .commandUnknownRun, .configuration, "the book has no run '\(id)'",
      next: "'scorebook runs list' names them.")
  }

  private static func text(_ run: RunRecord) -> String {
    var fields: [(String, String)] = [
      ("run", run.id), ("job", run.job), ("date", run.date ?? "–"),
      (
        "state",
        run.state.rawValue + (run.isStanding ? ", stands in the target" : run.unseen.map { ": \($0)" } ?? "")
      ),
      ("target", run.target), ("started", run.startedAt),
      (run.isEndUnheard ? "found ended" : "finished", run.finishedAt ?? "–"),
    ]
    for version in run.versions {
      fields.append((version.role.rawValue, "\(version.reference)  sha256 \(version.digest)"))
      if let restarts = version.restarts, restarts > 0 {
        fields.append(("", "program restarted \(Quantity.count(restarts, "time"))"))
      }
      if let unanswered = version.unanswered, unanswered > 0 {
        fields.append(("", "no answer for \(Quantity.count(unanswered, "row"))"))
      }
    }
    if let rowsIn = run.rowsIn, let rowsOut = run.rowsOut, let rejects = run.rejects {
      fields.append(
        (
          "rows",
          "\(Quantity.count(rowsIn)) in = \(Quantity.count(rowsOut)) out + \(Quantity.count(rejects)) rejects"
        ))
    }
    if let split = run.split {
      fields.append(("split", split.name))
      for variant in split.variants {
        let rows = variant.rows.map { ", \(Quantity.count($0, "row"))" } ?? ""
        fields.append(("", "\(variant.name) \(variant.share) by \(variant.reference)\(rows)"))
      }
    }
    if let fallbacks = run.fallbacks {
      fields.append(("fallbacks", Quantity.count(fallbacks.rows, "row")))
      for reason in fallbacks.reasons { fields.append(("", reason)) }
    }
    fields.append(("plan", run.planDigest))
    if let digest = run.inputDigest { fields.append(("input", digest)) }
    fields.append(
      (
        "took",
        (run.stages.total > 0
          ? "score \(Quantity.seconds(run.stages.score)), judge \(Quantity.seconds(run.stages.judge)), "
            + "commit \(Quantity.seconds(run.stages.commit))" : "not recorded") + "; \(run.threads) threads"
      ))
    if let replaces = run.replaces { fields.append(("replaces", replaces)) }
    fields.append(("program", "\(run.program) on \(run.process.host)"))
    if let problems = run.problems { fields.append(("problems", problems)) }
    let width = fields.map(\.0.count).max() ?? 0
    return fields.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + value + "\n"
    }.joined()
  }

  private static func text(_ profile: Profile) -> String {
    var table = TextTable([
      ("column", .left), ("values", .right), ("missing", .right), ("mean", .right), ("5 %", .right),
      ("median", .right), ("95 %", .right), ("most frequent", .left),
    ])
    for column in profile.inputs + profile.outputs {
      switch column {
      case .number(let number):
        let quantiles =
          number.quantiles.count == 21 ? [1, 10, 19].map { short(number.quantiles[$0]) } : ["", "", ""]
        table.add(
          [
            number.name, Quantity.count(number.count), Quantity.count(number.missing),
            number.mean.map(short) ?? "",
          ]
            + quantiles + [""])
      case .category(let category):
        let top = category.categories.sorted { ($1.count, $0.label) < ($0.count, $1.label) }.prefix(3)
        table.add([
          category.name, Quantity.count(category.count), Quantity.count(category.missing), "", "", "", "",
          top.map { "\($0.label) \(Quantity.count($0.count))" }.joined(separator: ", "),
        ])
      }
    }
    return table.text
  }

  /// Four significant digits or so.
  private static func short(_ value: Double) -> String {
    let size = abs(value)
    return Quantity.fixed(
      value, size >= 1000 || value == value.rounded() && size >= 1 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 3 : 5)
  }
}

extension Diagnostic.Identifier {
  package static let commandUnknownRun = Self("command-unknown-run")
}
