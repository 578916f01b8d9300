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
    /// Whether one number was found for another.
    package let isOfNumbers: Bool
  }

  package let cases: Int
  /// How numbers were held against each other.
  package let precision: Models.Agreement
  package private(set) var agreements: [Agreement]
  /// The first ten.
  package private(set) var failures: [Failure] = []

  package var agrees: Bool { agreements.allSatisfy { $0.failed == 0 } }

  init(cases: Int, precision: Models.Agreement, outputs: [(name: String, tolerance: UInt64)]) {
    self.cases = cases
    self.precision = precision
    agreements = outputs.map { Agreement(output: $0.name, compared: cases, tolerance: $0.tolerance) }
  }

  /// What registration says about a model that disagrees; nil for one that agrees.
  package func diagnostic(file: String) -> Diagnostic? {
    guard let first = failures.first else { return nil }
    let failed = agreements.map(\.failed).reduce(0, +)
    return Diagnostic(
      .modelVerificationFailed, .refused, at: Diagnostic.Place(file: file),
      "\(failed) of \(cases * agreements.count) predictions differ from the training framework's",
      expected: expectation(of: first, in: "case"), found: first.got,
      next: precision == .program
        ? "Check that the cases were made from the saved model, with inputs at full precision, and that the program "
          + "runs here with the packages, and their versions, that it had there."
        : "Check that the cases were made from the saved model, with inputs at full precision.")
  }

  /// "probability 0.25 in case 3", and how near to it a program's number must come.
  package func expectation(of failure: Failure, in what: String) -> String {
    "\(failure.output) \(failure.expected)\(failure.isOfNumbers ? precision.nearness : "") in \(what) \(failure.number)"
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

extension Models.Agreement {
  /// What stands behind a number that only has to be come near to.
  fileprivate var nearness: String {
    self == .program ? " \(Models.Agreement.programNearness)" : ""
  }
}
