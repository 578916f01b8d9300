import ArgumentParser
import Book
import Datasets
package import Diagnostics
import Evaluation
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
    if day != nil, session.configuration.dates(of: configured) == .none {
      throw Diagnostic(
        .commandDate, .configuration, "job '\(job)' has no dates: one result is kept", expected: "no --date")
    }
    let rows = try Tracer(session.configuration).rows(of: configured, key: key, date: day)
    guard !rows.isEmpty else {
      let dates = try session.configuration.target(of: configured).commits(job: job).map(\.date)
      guard !dates.isEmpty else {
        throw Diagnostic(
          .traceNothing, .failure, "job '\(job)' has no rows: nothing of it stands yet",
          next: "'scorebook run \(job)' makes the first.")
      }
      if let day, !dates.contains(day.description) {
        throw Diagnostic(
          .traceNothing, .failure, "job '\(job)' has no rows of \(day)",
          next: "'scorebook runs list --job \(job) --standing' names the dates that stand.")
      }
      throw Diagnostic(
        .traceNothing, .failure,
        "job '\(job)' has no row for this key\(day.map { " on \($0)" } ?? "")",
        next:
          "Keys are texts: leading zeros count. 'scorebook runs list --job \(job)' names the dates that stand."
      )
    }
    let book = try session.existingBook()
    if global.output.json { return session.print(try JSONText.encode(rows)) }
    for row in rows { session.print(try TraceCommand.text(row, configured, book) + "\n") }
  }

  /// Who scored the row: the champion, or the version of its variant, of which the book knows.
  private static func version(
    of row: Tracer.Row, _ commit: CommitRecord, _ run: RunRecord?
  ) -> (model: String, digest: String) {
    let own = run?.split?.variants.first { $0.name == row.variant }?.reference
    let version = run?.versions.first { $0.reference == own }
    return version.map { ($0.reference, $0.digest) } ?? (commit.model, commit.modelDigest)
  }

  /// The attempt by which the version came into its place, where a gate asked for evidence.
  ///
  /// - Parameter place: what the job names. A number is no place that a version comes into; and where the alias was moved
  /// by hand since, an earlier attempt is not what put the version there.
  private static func gate(
    of reference: String, in place: ModelReference, before moment: String, _ book: Book?
  ) throws -> (String, String)? {
    guard let version = EvaluatedVersion(reference), place.name == version.model,
      case .alias(let alias) = place.pointer,
      let change = try book?.aliasHistory(of: version.model, alias: alias).last(where: { $0.since <= moment }
      ),
      change.number == version.number, change.evidence != nil
    else { return nil }
    let opened = try book?.gateAttempts(of: version.model, number: version.number).last {
      $0.outcome == .opened && $0.alias == alias && $0.attemptedAt == change.since
    }
    return opened.map { ("gate", GateAttemptText.short($0)) }
  }

  private static func text(_ row: Tracer.Row, _ job: Configuration.Job, _ book: Book?) throws -> String {
    var fields = row.cells.map { ($0.name, $0.value ?? "(missing)") }
    if !row.isShadow, let commit = row.commit {
      let run = try book?.run(commit.runID)
      let scored = version(of: row, commit, run)
      fields += [
        ("model", scored.model), ("artefact", "sha256 \(scored.digest)"), ("plan", commit.planDigest),
        ("input", commit.inputDigest), ("committed", commit.committedAt),
      ]
      let variant = job.split?.variants.first { $0.name == row.variant }
      if let gate = try gate(
        of: scored.model, in: variant?.model ?? job.model, before: commit.committedAt, book)
      {
        fields.append(gate)
      }
      if let split = run?.split, let share = split.variants.first(where: { $0.name == row.variant })?.share {
        fields.append(("split", "\(split.name), \(row.variant ?? "") \(share)"))
      }
      if row.isFallback {
        fields.append(("fallback", run.map { $0.fallback?.reference ?? "a fixed value" } ?? "not known"))
      }
      for run in try book?.runs(.init(job: job.name, date: row.date, states: [.committed])) ?? []
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
