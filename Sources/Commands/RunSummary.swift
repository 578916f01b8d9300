import ArgumentParser
import Datasets
import Diagnostics
import Foundation
import Scoring
import Tabular
import Workspace

/// What some dates came to, in words and as JSON.
struct RunSummary {
  let results: [DateResult]

  init(_ results: [DateResult]) { self.results = results }

  /// One date, one line; a job without dates is named by who prints it.
  static func line(_ result: DateResult) -> String {
    let day = result.date.map { "\($0)  " } ?? ""
    let beside =
      (result.fallbacks.map { $0 > 0 ? ", \(Quantity.count($0, "fallback"))" : "" } ?? "")
      + result.unanswered.map { ", \(Quantity.count($0.rows, "row")) unanswered by shadow \($0.shadow)" }
      .joined()
    switch result.outcome {
    case .committed(let commit, let replaced, let seconds):
      let rejects = commit.rejects > 0 ? ", \(RunSummary.rejects(commit.rejects, result.rejectKinds))" : ""
      let what = replaced == nil ? "" : ", replaces run \(replaced?.runID ?? "")"
      return "\(day)\(Quantity.count(commit.rowsOut, "row")) by \(commit.model) in "
        + "\(Quantity.seconds(seconds))\(rejects)\(beside)\(what)\(variants(result))"
    case .wouldCommit(let rowsIn, let rowsOut, let rejects):
      return
        "\(day)dry run: \(Quantity.count(rowsOut)) of \(Quantity.count(rowsIn)) rows would be written, "
        + "\(RunSummary.rejects(rejects, result.rejectKinds))\(beside)\(variants(result))"
    case .same(let commit):
      return "\(day)stands already: the same rows by \(commit.model), run \(commit.runID)"
    case .left(let commit, .otherPlan):
      return "\(day)left as it is: scored by \(commit.model) under another plan, run \(commit.runID); "
        + "--force replaces it"
    case .left(let commit, .otherInput):
      return "\(day)left as it is: its input has changed since run \(commit.runID), outside lookback; "
        + "--force replaces it"
    case .left(let commit, .inputGone):
      return "\(day)left as it is: its input is no longer there to be compared, run \(commit.runID)"
    case .left(let commit, .laterDate):
      return "\(day)left as it is: only the latest date is kept, and \(commit.date) stands, "
        + "run \(commit.runID); --force replaces it"
    case .failed(let diagnostic):
      return "\(day)failed: \(diagnostic.summary)"
    }
  }

  /// "12 rejects (10 missing key, 2 not a number)".
  static func rejects(_ count: Int, _ kinds: RejectKinds) -> String {
    let reasons = kinds.text(Quantity.count)
    return Quantity.count(count, "reject") + (reasons.isEmpty ? "" : " (\(reasons))")
  }

  /// "; control 50% (11,702), treatment 50% (11,868)", with versions where there are several.
  private static func variants(_ result: DateResult) -> String {
    if result.variants.isEmpty { return "" }
    let isDivided = Set(result.variants.map(\.version)).count > 1
    let words = result.variants.map { variant in
      let version = isDivided ? " by \(variant.version)" : ""
      return "\(variant.name) \(variant.share) (\(Quantity.count(variant.rows))\(version))"
    }
    return "; " + words.joined(separator: ", ")
  }

  private struct Entry: Encodable {
    let job: String
    let date: String?
    let outcome: String
    let run: String?
    let model: String?
    let rowsIn: Int?
    let rowsOut: Int?
    let rejects: Int?
    /// By the name of the reason's kind.
    let rejectKinds: [String: Int]
    let fallbacks: Int?
    /// Rows that a shadow has none for, by its label.
    let unanswered: [String: Int]
    let variants: [Variant]?
    let replaces: String?
    let seconds: Double?
    let problem: String?
    let warnings: [String]

    struct Variant: Encodable {
      let name: String
      let share: String
      let version: String
      let rows: Int
    }
  }

  func json() throws -> String {
    let entries = results.map { result in
      var outcome = ""
      var commit: CommitFacts?
      var seconds: Double?
      var problem: String?
      switch result.outcome {
      case .committed(let record, let replaced, let took):
        outcome = replaced == nil ? "committed" : "replaced"
        commit = CommitFacts(record.runID, record.model, record.rowsIn, record.rowsOut, record.rejects)
        commit?.replaces = replaced?.runID
        seconds = took
      case .wouldCommit(let rowsIn, let rowsOut, let rejects):
        outcome = "would_commit"
        commit = CommitFacts(nil, nil, rowsIn, rowsOut, rejects)
      case .same(let record):
        outcome = "same"
        commit = CommitFacts(record.runID, record.model, record.rowsIn, record.rowsOut, record.rejects)
      case .left(let record, let reason):
        outcome =
          switch reason {
          case .otherPlan: "left_other_plan"
          case .otherInput: "left_other_input"
          case .inputGone: "left_input_gone"
          case .laterDate: "left_later_date"
          }
        commit = CommitFacts(record.runID, record.model, record.rowsIn, record.rowsOut, record.rejects)
      case .failed(let diagnostic):
        outcome = "failed"
        problem = diagnostic.description
      }
      return Entry(
        job: result.job, date: result.date?.description, outcome: outcome, run: commit?.run,
        model: commit?.model, rowsIn: commit?.rowsIn, rowsOut: commit?.rowsOut, rejects: commit?.rejects,
        rejectKinds: Dictionary(uniqueKeysWithValues: result.rejectKinds.counts.map { ($0.rawValue, $1) }),
        fallbacks: result.fallbacks,
        unanswered: Dictionary(result.unanswered.map { ($0.shadow, $0.rows) }) { first, _ in first },
        variants: result.variants.isEmpty
          ? nil
          : result.variants.map {
            Entry.Variant(name: $0.name, share: $0.share, version: $0.version, rows: $0.rows)
          },
        replaces: commit?.replaces, seconds: seconds, problem: problem,
        warnings: result.warnings.map(\.description))
    }
    return try JSONText.encode(entries)
  }

  private struct CommitFacts {
    let run: String?
    let model: String?
    let rowsIn: Int
    let rowsOut: Int
    let rejects: Int
    var replaces: String?

    init(_ run: String?, _ model: String?, _ rowsIn: Int, _ rowsOut: Int, _ rejects: Int) {
      self.run = run
      self.model = model
      self.rowsIn = rowsIn
      self.rowsOut = rowsOut
      self.rejects = rejects
    }
  }

  /// Throws the first failure; with `--strict` also what is short of perfect.
  func finish(strict: Bool) throws {
    for result in results {
      if case .failed(let diagnostic) = result.outcome { throw diagnostic }
    }
    guard strict else { return }
    for result in results {
      if !result.warnings.isEmpty { throw ExitCode(3) }
      if case .committed = result.outcome, result.fallbacks ?? 0 > 0 || !result.unanswered.isEmpty {
        throw ExitCode(3)
      }
      if case .committed(let commit, _, _) = result.outcome, commit.rejects > 0 { throw ExitCode(3) }
    }
  }
}
