import ArgumentParser
import Book
import Datasets
package import Diagnostics
import Scoring
import Workspace

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Which model gave this key this score, and when?",
    discussion:
      "Reads the job's output itself, then the book: score, version, digests, run, what was replaced.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The job.")
  var job: String
  @Option(
    help: ArgumentHelp("The key's value; once for each key column, in their order.", valueName: "value"))
  var key: [String]
  @Option(help: ArgumentHelp("One date (default: all that stand).", valueName: "yyyy-mm-dd"))
  var date: String?

  func run() throws {
    let session = try Session(global)
    guard let configured = session.configuration.jobs[job] else { throw session.unknown("job", job, \.jobs) }
    let day = try Session.date(date, option: "--date")
    let rows = try Tracer(session.configuration).rows(of: configured, key: key, date: day)
    guard !rows.isEmpty else {
      throw Diagnostic(
        .traceNothing, .failure,
        "job '\(job)' has no row for this key\(day.map { " on \($0)" } ?? "")",
        next:
          "Keys are texts: leading zeros count. 'scorebook runs list --job \(job)' names the dates that stand."
      )
    }
    let book = try session.existingBook()
    if global.output.json { return session.print(try JSONText.encode(rows)) }
    for row in rows { session.print(try TraceCommand.text(row, job, book) + "\n") }
  }

  private static func text(_ row: Tracer.Row, _ job: String, _ book: Book?) throws -> String {
    var fields = row.cells.map { ($0.name, $0.value ?? "(missing)") }
    if !row.isShadow, let commit = row.commit {
      fields += [
        ("model", commit.model), ("artefact", "sha256 \(commit.modelDigest)"), ("plan", commit.planDigest),
        ("input", commit.inputDigest), ("committed", commit.committedAt),
      ]
      if row.isFallback {
        let run = try book?.run(commit.runID)
        fields.append(("fallback", run.map { $0.fallback?.reference ?? "a fixed value" } ?? "not known"))
      }
      for run in try book?.runs(.init(job: job, date: row.date, states: [.committed])) ?? []
      where !run.isStanding {
        fields.append(
          ("replaced", "run \(run.id) by \(run.champion?.reference ?? "?"), \(run.finishedAt ?? "")"))
      }
    }
    let width = fields.map(\.0.count).max() ?? 0
    let head = [row.date, row.isShadow ? "shadow" : nil].compactMap { $0 }.joined(separator: "  ")
    return (head.isEmpty ? "" : head + "\n")
      + fields.map { name, value in
        "  " + name + String(repeating: " ", count: width - name.count + 2) + value + "\n"
      }.joined()
  }
}

extension Diagnostic.Identifier {
  package static let traceNothing = Self("trace-nothing")
}
