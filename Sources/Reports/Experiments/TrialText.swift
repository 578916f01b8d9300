import Book
import Charts
import Markdown

/// How numbers and names of trials are written on pages.
enum TrialText {
  /// Six digits that count, or as many as its error needs; NaN and infinities as such.
  static func value(_ value: Double?, error: Double? = nil) -> String {
    guard let value else { return NumberText.none }
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "∞" : "−∞" }
    let size = value.magnitude
    if let error, error > 0, size < 1e9, size >= 1e-9 {
      return NumberText.fixed(value, ComparisonSection.decimals(error))
    }
    guard size >= 1e-4, size < 1e9 else { return size == 0 ? "0" : NumberFormat.number.detailed(value) }
    var decimals = 5
    var limit = 10.0
    while decimals > 0, size >= limit {
      decimals -= 1
      limit *= 10
    }
    return NumberText.fixed(value, decimals)
  }

  /// A metric of a trial: nil is NaN in the book.
  static func metric(_ metric: TrialRecord.Metric?) -> String {
    guard let metric else { return NumberText.none }
    return value(metric.value ?? .nan)
  }

  static func signed(_ number: Double?, error: Double? = nil) -> String {
    guard let number else { return NumberText.none }
    return (number > 0 ? "+" : "") + value(number, error: error)
  }

  static func verdict(_ verdict: ComparisonRecord.Verdict) -> String {
    switch verdict {
    case .better: "▲ better"
    case .worse: "▼ worse"
    case .noEvidence: "○ no evidence"
    case .undefined: "– can't be told"
    }
  }

  /// With what comes of its tolerance: beyond it the candidate is worse, whatever a test says or can't say.
  static func verdict(_ figure: ExperimentComparison.Figure) -> String {
    if figure.isToleranceExceeded { return "\(verdict(.worse)), tolerance exceeded" }
    return verdict(figure.verdict) + (figure.isToleranceUnproven ? ", tolerance unproven" : "")
  }

  /// What others wrote, cut to a length that a table bears.
  static func short(_ text: String, _ most: Int = 60) -> String {
    text.count > most ? text.prefix(most - 1) + "…" : text
  }

  static func values(_ values: [String]?) -> String {
    guard let values, !values.isEmpty else { return NumberText.none }
    let shown = values.prefix(3).map { short($0, 40) }.joined(separator: ", ")
    return values.count > 3 ? "\(shown) and \(values.count - 3) more" : shown
  }

  /// "logged", "imported from MLflow".
  static func origin(_ origin: String) -> String {
    switch origin {
    case "log": "logged with scorebook experiment log"
    case "mlflow": "imported from an MLflow store"
    case "dvc": "imported from a DVC repository"
    case "declared": "declared in scorebook.yaml"
    default: origin
    }
  }

  /// Where a store lies: of a place outside the workspace only its last two names, since pages are published.
  static func store(_ store: String) -> String {
    guard store.hasPrefix("/") else { return short(store, 200) }
    return "…/" + store.split(separator: "/").suffix(2).joined(separator: "/")
  }

  /// Milliseconds are more than a list needs: "2026-01-05 09:30 UTC".
  static func moment(_ time: String?) -> String {
    guard let time else { return NumberText.none }
    let bytes = Array(time.utf8)
    if bytes.count > 20, bytes[19] == UInt8(ascii: "."), bytes.last == UInt8(ascii: "Z") {
      return NumberText.moment(String(decoding: bytes[..<19], as: UTF8.self) + "Z")
    }
    return NumberText.moment(time)
  }
}
