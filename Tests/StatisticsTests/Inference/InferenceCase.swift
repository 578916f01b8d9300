import Foundation
import Statistics
import Testing

/// A case of Tests/Fixtures/statistics/inference/expected.json, made by make.py beside it.
struct InferenceCase: Decodable, Sendable, CustomTestStringConvertible {
  let kind: String
  let name: String
  let oracle: String
  let input: [String: [Double]]
  let expected: [String: [Double]]?
  /// The name of the reason where the oracle has no value.
  let refused: String?

  var testDescription: String { "\(kind): \(name)" }

  /// All cases of a kind; none where the file can't be read, which `InferenceCasesTests` tells.
  static func of(_ kind: String) -> [InferenceCase] { (try? all.get())?.filter { $0.kind == kind } ?? [] }

  static let all: Result<[InferenceCase], any Error> = Result {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/statistics/inference/expected.json")
    let decoder = JSONDecoder()
    return try decoder.decode([Sparse].self, from: Data(contentsOf: file)).map(\.plain)
  }

  subscript(_ key: String) -> [Double] { input[key] ?? [] }

  func one(_ key: String) throws -> Double { try #require(input[key]?.first, "\(key) of \(testDescription)") }

  func count(_ key: String) throws -> Int { Int(try one(key)) }

  func counts(_ key: String) -> [Int] { self[key].map { Int($0) } }

  /// Expects the body's values, in the order of the fixture's, or its refusal.
  func check(
    relative: Double = 1e-10, absolute: Double = 1e-300, location: SourceLocation = #_sourceLocation,
    _ body: () throws -> [String: [Double]]
  ) throws {
    if let refused {
      let reason = #expect(throws: Undefined.self, "\(testDescription)", sourceLocation: location) {
        try body()
      }
      let name = reason.map { String("\($0)".prefix { $0 != "(" }) }
      #expect(name == refused, "\(testDescription)", sourceLocation: location)
      return
    }
    let expected = try #require(expected, sourceLocation: location)
    let found = try body()
    #expect(found.keys.sorted() == expected.keys.sorted(), "\(testDescription)", sourceLocation: location)
    for (key, values) in expected {
      let mine = found[key] ?? []
      #expect(mine.count == values.count, "\(testDescription): \(key)", sourceLocation: location)
      for (place, (value, wanted)) in zip(mine, values).enumerated() where value != wanted {
        Worst.note("\(kind) \(key)", abs(value - wanted) / abs(wanted))
        expectClose(
          value, wanted, relative: relative, absolute: absolute, "\(testDescription): \(key) \(place)",
          location: location)
      }
    }
  }

  /// Numbers that JSON has no word for come as strings.
  private struct Sparse: Decodable {
    enum Number: Decodable {
      case value(Double)
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
          self = .value(number)
        } else {
          self = .value(Double(try container.decode(String.self)) ?? .nan)
        }
      }
      var plain: Double {
        switch self {
        case .value(let value): value
        }
      }
    }
    let kind, name, oracle: String
    let input: [String: [Number]]
    let expected: [String: [Number]]?
    let refused: String?

    var plain: InferenceCase {
      InferenceCase(
        kind: kind, name: name, oracle: oracle, input: input.mapValues { $0.map(\.plain) },
        expected: expected?.mapValues { $0.map(\.plain) }, refused: refused)
    }
  }
}

/// Keeps the worst difference of each kind where SCOREBOOK_MEASURE is set, and prints what it grows to.
enum Worst {
  private static let isOn = ProcessInfo.processInfo.environment["SCOREBOOK_MEASURE"] != nil
  static func note(_ key: String, _ difference: Double) {
    if isOn { print("DIFF \(key) \(difference)") }
  }
}
