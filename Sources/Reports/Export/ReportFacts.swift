/// A report as data: every number with its unit, its target, its limits, its signals, the sentences made from it, and
/// where it comes from.
///
/// Keys are those of `site/reference/report-json.md`; a change that a reader could stumble over raises `version`.
package struct ReportFacts: Sendable, Encodable {
  /// Of this structure.
  static let version = 1

  package let schema: String
  package let name: String
  package let title: String
  package let period: String
  /// The morning that it is of; nil without any number.
  package let asOf: String?
  /// First day of the newest period that was over then, and the first day after it.
  package let from: String?
  package let to: String?
  /// RFC 3339: the newest record of the book.
  package let bookAsOf: String?
  package let summary: Summary
  package let kpis: [KPI]
  package let evaluations: [Evaluation]
  package let readouts: [Readout]

  package struct Summary: Sendable, Encodable {
    package let changed: String
    package let attention: String
    package let fine: String
    package let needsAttention: Bool
  }

  package struct KPI: Sendable, Encodable {
    let name: String
    package let title: String
    let unit: String?
    let period: String
    let direction: String?
    let owner: String?
    /// `current`, `missing`, `late` or `none`.
    let state: String
    package let value: Value?
    let previous: Change?
    let yearBefore: Change?
    let target: Target?
    let limits: Limits?
    let signals: [Signal]
    let sentences: [String]
    let query: Query
    let series: [Point]
    let olderValues: Int
    let parts: [Part]
  }

  package struct Value: Sendable, Encodable {
    let period: String
    let value: Double
    package let text: String
  }

  package struct Change: Sendable, Encodable {
    let period: String
    let value: Double
    let difference: Double
    let share: Double?
  }

  package struct Target: Sendable, Encodable {
    let value: Double
    let difference: Double
    let share: Double?
    let isMet: Bool?
    let periodsMet: Int?
    let periodsKnown: Int?
  }

  package struct Limits: Sendable, Encodable {
    let mean: Double
    let lower: Double
    let upper: Double
    let rangeLimit: Double
    let from: String
    let values: Int
    /// The version whose release they start at.
    let since: String?
  }

  package struct Signal: Sendable, Encodable {
    let rule: String
    let side: String?
    let since: String
    let length: Int
    let isWanted: Bool?
  }

  package struct Query: Sendable, Encodable {
    let file: String
    let sql: String?
    let tables: [String: String]
    let sqlDigest: String?
    let dataDigest: String?
    let computedAt: String?
  }

  package struct Point: Sendable, Encodable {
    let period: String
    let value: Double?
    let signal: String?
  }

  package struct Part: Sendable, Encodable {
    let name: String
    let state: String
    let value: Value?
    let previous: Change?
    let limits: Limits?
    let signals: [Signal]
    let series: [Point]
  }

  package struct Evaluation: Sendable, Encodable {
    let name: String
    let sentence: String
    let versions: [Version]
    let comparisons: [Comparison]
    let dataDigest: String?
    let computedAt: String?
  }

  package struct Version: Sendable, Encodable {
    let reference: String
    let label: String
    let nights: Int
    let rows: Int
    let positives: Int
    let firstNight: String?
    let lastNight: String?
    let runs: [String]
    let metrics: [Metric]
  }

  package struct Metric: Sendable, Encodable {
    let name: String
    let value: Double
    let lower: Double?
    let upper: Double?
    let confidence: Double?
    let method: String?
  }

  package struct Comparison: Sendable, Encodable {
    let version: String
    let baseline: String
    let metric: String
    let higherIsBetter: Bool
    let difference: Double?
    let lower: Double?
    let upper: Double?
    let confidence: Double?
    let p: Double?
    let adjustedP: Double?
    let correction: String
    let verdict: String
    let sentence: String
  }

  package struct Readout: Sendable, Encodable {
    let name: String
    let sentence: String
    let asOf: String?
    let status: String?
    let control: String?
    let effects: [Effect]
    let planDigest: String?
    let dataDigest: String?
    let computedAt: String?
  }

  package struct Effect: Sendable, Encodable {
    let metric: String
    let variant: String
    let isGuardrail: Bool
    let value: Double?
    let controlValue: Double?
    let difference: Double?
    let lower: Double?
    let upper: Double?
    let lift: Double?
    let liftLower: Double?
    let liftUpper: Double?
    let confidence: Double?
    let adjustedP: Double?
    let method: String?
    let verdict: String
    let sentence: String
  }
}
