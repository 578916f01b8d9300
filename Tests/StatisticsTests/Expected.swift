import Foundation
import Testing

/// Tests/Fixtures/statistics/expected.json, made by make.py beside it.
struct Expected: Decodable, Sendable {
  struct Line: Decodable, Sendable {
    let intercept, slope, intercept_error, slope_error: Double
  }
  struct Band: Decodable, Sendable {
    let count, positives: Int
    let predicted, observed, lower, upper: Double?
  }
  struct Discrimination: Decodable, Sendable {
    let name: String
    let probabilities: [Double]
    let outcomes: [Bool]
    let doubled_wins: Int
    let auc, average_precision, log_loss, brier, mean_predicted, observed_rate, variance,
      expected_error: Double
    let fpr, tpr, precision, recall, gained, bands: [Double]
    let calibration: [Band]
    let line: Line?
  }
  struct Paired: Decodable, Sendable {
    let first, second: [Double]
    let outcomes: [Bool]
    let difference, error, z, p, lower, upper: Double
  }
  struct Wilson: Decodable, Sendable {
    let k, n: Int
    let confidence, lower, upper: Double
  }
  struct Normal: Decodable, Sendable {
    let quantiles, below, log_two_sided: [[Double]]
  }
  struct Drift: Decodable, Sendable {
    let reference, current: [Int]
    let psi, js_distance, ks, ks_p: Double
  }
  struct Moments: Decodable, Sendable {
    let values: [Double]
    let mean, variance: Double
  }
  struct XmR: Decodable, Sendable {
    let values: [Double?]
    let mean, mean_range, lower, upper, range_limit: Double
  }
  struct Sketch: Decodable, Sendable {
    let values, edges, levels: [Double]
    let zeros: Int
    let below: [Int]
    let quantiles: [[Double]]
  }
  let discrimination: [Discrimination]
  let paired: Paired
  let wilson: [Wilson]
  let normal: Normal
  let drift: [Drift]
  let moments: [Moments]
  let xmr: XmR
  let sketch: Sketch

  static func load() throws -> Expected {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/statistics/expected.json")
    return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
  }
}

/// Equal within 1e-12 relative, or within `absolute` near zero.
func expectClose(
  _ value: Double, _ expected: Double, relative: Double = 1e-12, absolute: Double = 1e-15,
  _ what: @autoclosure () -> String = "", location: SourceLocation = #_sourceLocation
) {
  let allowed = max(expected.magnitude * relative, absolute)
  #expect(
    (value - expected).magnitude <= allowed, "\(what()): \(value) instead of \(expected)",
    sourceLocation: location)
}
