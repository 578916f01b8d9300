package import Diagnostics

/// How a model's predictions agree with the training framework's.
package struct VerificationResult: Sendable, Hashable {
  /// One output over all cases.
  package struct Agreement: Sendable, Hashable {
    package let output: String
    package let compared: Int
    /// Cases that differ at all, and those that differ by more than is allowed.
    package fileprivate(set) var different = 0
    package fileprivate(set) var failed = 0
    /// The largest distance in units of the last place, and as a plain difference.
    package fileprivate(set) var largestUlps: UInt64 = 0
    package fileprivate(set) var largestDifference = 0.0
    /// Units of the last place that are allowed.
    package let tolerance: UInt64
  }

  /// One prediction that differs by more than is allowed.
  package struct Failure: Sendable, Hashable {
    /// From 1.
    package let number: Int
    package let output: String
    package let expected: String
    package let got: String
  }

  package let cases: Int
  package private(set) var agreements: [Agreement]
  /// The first ten.
  package private(set) var failures: [Failure] = []

  package var agrees: Bool { agreements.allSatisfy { $0.failed == 0 } }

  init(cases: Int, outputs: [(name: String, tolerance: UInt64)]) {
    self.cases = cases
    agreements = outputs.map { Agreement(output: $0.name, compared: cases, tolerance: $0.tolerance) }
  }

  /// What registration says about a model that disagrees; nil for one that agrees.
  package func diagnostic(file: String) -> Diagnostic? {
    guard let first = failures.first else { return nil }
    let failed = agreements.map(\.failed).reduce(0, +)
    return Diagnostic(
      .modelVerificationFailed, .refused, at: Diagnostic.Place(file: file),
      "\(failed) of \(cases * agreements.count) predictions differ from the training framework's",
      expected: "\(first.output) \(first.expected) in case \(first.number)", found: first.got,
      next: "Check that the cases were made from the saved model, with inputs at full precision.")
  }

  mutating func record(_ output: Int, ulps: UInt64, difference: Double, _ failure: @autoclosure () -> Failure)
  {
    if ulps == 0 { return }
    agreements[output].different += 1
    agreements[output].largestUlps = max(agreements[output].largestUlps, ulps)
    if difference > agreements[output].largestDifference { agreements[output].largestDifference = difference }
    guard ulps > agreements[output].tolerance else { return }
    agreements[output].failed += 1
    if failures.count < 10 { failures.append(failure()) }
  }
}
