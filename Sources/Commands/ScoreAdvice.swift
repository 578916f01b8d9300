import Datasets
import Diagnostics
import Scoring

/// What `score` says to do where a diagnostic speaks of a workspace: dates, keys of a job or a dataset. Its user has
/// options instead.
///
/// Chosen by identifier alone: wording may change.
struct ScoreAdvice {
  /// nil for standard output.
  let output: String?

  func reworded(_ problem: Diagnostic) -> Diagnostic { next(problem).map { problem.advising($0) } ?? problem }

  func reworded(_ problems: Problems) -> Problems { Problems(problems.list.map { reworded($0) }) }

  private func next(_ problem: Diagnostic) -> String? {
    switch problem.identifier {
    case .runInterrupted, .sqlInterrupted: "\(unwritten) Give the same command again."
    case .outputDuplicateKey: "\(unwritten) Remove the double row, or name all columns of the key with --key."
    case .outputNameCollision:
      "Leave it out of --key and --keep, or out of --outputs; or give the column another name where it is made, and "
        + "the model's input that of the model with --rename."
    case .outputWithoutBands:
      "Leave 'band' out of --outputs; only a version that was registered with bands has them."
    case .sqlCurrentTime: "Give every date function a time value other than 'now'."
    case .sqlTimeLimit: "Make the query cheaper."
    case .csvNotFound: "Check the path."
    case .csvDialect: "Give another --delimiter or --decimal."
    case .csvEncoding: "Convert it first: score reads UTF-8. A dataset of a workspace has an encoding."
    case .csvHeaderEncoding: "Convert it to UTF-8 first. A dataset of a workspace has an encoding."
    case .csvRecordTooLong: "Check --delimiter, quotes and encoding, and whether this is a CSV file."
    case .csvUnclosedQuote: "Close it, or double a quote that belongs to the text."
    case .csvNoFiles: "Name one file, or '-' for standard input."
    default: nil
    }
  }

  /// A file appears only when it is whole; what went to standard output is out.
  private var unwritten: String {
    output == nil ? "What went to standard output is not whole." : "No output was written."
  }
}
