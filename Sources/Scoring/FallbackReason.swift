import Diagnostics
import Models
import Workspace

/// Why rows took the fallback, and the first that did: a place and a reason, never a value.
package struct FallbackReason: Sendable, Hashable, CustomStringConvertible {
  package let source: String
  /// Record number in its source, from 1, the header not counted.
  package let record: Int
  /// Line of the file, from 1; nil for rows that come from SQL.
  package let line: Int?
  /// A clause: "'orders' is missing, and welcome@1 needs it".
  package let reason: String
  /// Whether the champion itself failed, and not at a row.
  package let isFailure: Bool

  package init(source: String, record: Int, line: Int?, reason: String, isFailure: Bool) {
    self.source = source
    self.record = record
    self.line = line
    self.reason = reason
    self.isFailure = isFailure
  }

  package var description: String {
    line.map { "\(source):\($0): \(reason)" } ?? "\(source), record \(record): \(reason)"
  }
}

/// Why the champion gave no answer: equal cause, equal reason.
enum FallbackCause: Hashable {
  case notStarted(String)
  /// The whole batch failed.
  case failed(String)
  case late
  case unsure
  /// A row that the champion refused, over an input, or that its runtime refused; the runtime's own words may hold
  /// values, and are none of the cause.
  case refused(RowStatus, input: Int?, byRuntime: Bool)

  var isFailure: Bool {
    switch self {
    case .notStarted, .failed: true
    case .late, .unsure, .refused: false
    }
  }
}

extension Engine.Outcome {
  static let keptReasons = 5

  /// Keeps a reason that is new, as long as there are few.
  mutating func addReason(_ reason: FallbackReason) {
    if reason.isFailure, championFailure == nil { championFailure = reason }
    guard fallbackReasons.count < Self.keptReasons,
      !fallbackReasons.contains(where: { $0.reason == reason.reason })
    else { return }
    fallbackReasons.append(reason)
  }
}

extension Engine.Outcome {
  /// **Throws** `run-too-many-fallbacks` where more rows took the fallback than the job allows.
  func judgeFallbacks(_ limit: Configuration.Limit, job: String) throws(Diagnostic) {
    let allowed = limit.count(of: rowsIn)
    guard fallbacks > allowed else { return }
    let first = fallbackReasons.first
    throw Diagnostic(
      .runTooManyFallbacks, .refused, at: first.map { Diagnostic.Place(file: $0.source, line: $0.line) },
      "\(fallbacks) of \(rowsIn) rows took the fallback of job '\(job)'", expected: "at most \(allowed)",
      found: first.map { "for example: \($0.reason)" },
      next:
        "Nothing was written. Find out why the model failed or was unsure; lower unsure_below, or raise max of the fallback."
    )
  }
}
