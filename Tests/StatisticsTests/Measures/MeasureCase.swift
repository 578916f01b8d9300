import Foundation
import Statistics
import Testing

/// One case of Tests/Fixtures/statistics/measures/KIND.json, made by make.py there.
struct MeasureCase<Input: Decodable & Sendable>: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let input: Input
  let expected: [String: Expectation]

  var testDescription: String { name }

  static func load(_ kind: String) -> [MeasureCase] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/statistics/measures/\(kind).json")
    do {
      return try JSONDecoder().decode([MeasureCase].self, from: Data(contentsOf: file))
    } catch {
      Issue.record("\(kind).json: \(error)")
      return []
    }
  }

  /// Holds every expectation against the measure of that name: a value within 1e-10, or the named reason.
  func check(
    absolute: Double = 1e-15, _ measure: (String) throws -> [Double],
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(!expected.isEmpty)
    for (key, wanted) in expected.sorted(by: { $0.key < $1.key }) {
      do {
        let values = try measure(key)
        switch wanted {
        case .undefined(let reason):
          Issue.record("\(key): \(values) instead of the reason \(reason)", sourceLocation: location)
        case .values(let list):
          #expect(values.count == list.count, "\(key)", sourceLocation: location)
          for (value, other) in zip(values, list) {
            guard value != other else { continue }
            expectClose(
              value, other, relative: 1e-10, absolute: absolute, "\(name), \(key)", location: location)
          }
        }
      } catch let error as Undefined {
        guard case .undefined(let reason) = wanted else {
          Issue.record("\(key): \(error) instead of a value", sourceLocation: location)
          continue
        }
        #expect("\(error)" == reason, "\(key)", sourceLocation: location)
        #expect(!error.reason.isEmpty)
      } catch {
        Issue.record("\(key): \(error)", sourceLocation: location)
      }
    }
  }
}

/// What an oracle says of a measure.
enum Expectation: Decodable, Sendable {
  case values([Double])
  case undefined(String)

  private struct Reason: Decodable {
    let undefined: String
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Number.self) {
      self = .values([value.value])
    } else if let values = try? container.decode([Number].self) {
      self = .values(values.map(\.value))
    } else {
      self = .undefined(try container.decode(Reason.self).undefined)
    }
  }
}

/// A number, or "nan", "inf", "-inf", for which JSON has no word.
struct Number: Decodable, Sendable {
  let value: Double

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
    } else {
      let text = try container.decode(String.self)
      guard let number = ["nan": Double.nan, "inf": .infinity, "-inf": -.infinity][text] else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number: \(text)")
      }
      value = number
    }
  }
}

extension [Number] {
  var doubles: [Double] { map(\.value) }
}

/// Thrown by a test for an expectation that no measure answers.
struct UnknownMeasure: Error {
  let key: String
}

/// Rows made by the rule that oracle.py states, equal on both sides to the last bit.
struct GeneratedRows: Decodable, Sendable {
  let rows: Int
  let seed: UInt64
  let levels: Double?

  /// The rows of the next seed.
  var second: GeneratedRows { GeneratedRows(rows: rows, seed: seed + 1, levels: levels) }

  func make() -> (scores: [Double], outcomes: [Bool], weights: [Double]) {
    var state = seed
    func share() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var x = state
      x = (x ^ x >> 30) &* 0xBF58_476D_1CE4_E5B9
      x = (x ^ x >> 27) &* 0x94D0_49BB_1331_11EB
      return Double((x ^ x >> 31) >> 11) * 0x1p-53
    }
    var result: (scores: [Double], outcomes: [Bool], weights: [Double]) = ([], [], [])
    for _ in 0..<rows {
      var score = share() * share()
      if let levels { score = (score * levels).rounded(.down) / levels }
      result.scores.append(score)
      result.outcomes.append(share() < score)
      result.weights.append((4 * share()).rounded(.down))
    }
    return result
  }
}
