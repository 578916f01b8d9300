import Diagnostics
import Models
import Testing

/// One kind of table under a common name, for tests that hold for all.
enum TableKind: String, CaseIterable, CustomTestStringConvertible {
  case lookup, rules, linear, scorecard

  var testDescription: String { rawValue }

  func open(_ bytes: [UInt8], options: ArtefactOptions = .none) throws(Problems) -> any Model {
    switch self {
    case .lookup: try LookupFormat.open(bytes: bytes, name: "t", options: options)
    case .rules: try RulesFormat.open(bytes: bytes, name: "t", options: options)
    case .linear: try LinearFormat.open(bytes: bytes, name: "t", options: options)
    case .scorecard: try ScorecardFormat.open(bytes: bytes, name: "t", options: options)
    }
  }

  func recognises(_ bytes: some Collection<UInt8>) -> Bool {
    switch self {
    case .lookup: LookupFormat.recognises(bytes)
    case .rules: RulesFormat.recognises(bytes)
    case .linear: LinearFormat.recognises(bytes)
    case .scorecard: ScorecardFormat.recognises(bytes)
    }
  }

  func problems(_ bytes: [UInt8], options: ArtefactOptions = .none) -> [Diagnostic] {
    do throws(Problems) {
      _ = try open(bytes, options: options)
      return []
    } catch {
      return error.list
    }
  }

  func problems(_ text: String) -> [Diagnostic] { problems(Array(text.utf8)) }

  /// Whether one of the mistakes is this one: identifier, line, and words of its description.
  func expect(
    _ text: String, _ identifier: String, _ line: Int?, _ word: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let told = problems(text)
    let isThere = told.contains {
      $0.identifier.name == identifier && $0.place?.line == line && $0.description.contains(word)
    }
    #expect(isThere, "\(told.map { "\($0.identifier) \($0)" })", sourceLocation: location)
  }

  var cases: [String] {
    switch self {
    case .lookup: ["lookup/similar-1", "lookup/stores-1"]
    case .rules: ["rules/rfm-1", "rules/routes-1", "rules/price-1"]
    case .linear:
      [
        "linear/logistic-1.9.1", "linear/multinomial-1.9.1", "linear/regression-1.9.1",
        "linear/poisson-1.9.1",
        "linear/rlike-1",
      ]
    case .scorecard: ["scorecard_reasons/reasons-1", "scorecard_reasons/neutral-1"]
    }
  }
}
