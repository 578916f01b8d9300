import Book
import Foundation

/// What MLflow's own client said of a store: `expected.json`.
struct ExpectedStore: Decodable {
  /// A number, or the name of one that JSON does not have.
  struct Number: Decodable {
    let value: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        value = text == "NaN" ? .nan : text == "Infinity" ? .infinity : -.infinity
      } else {
        value = try container.decode(Double.self)
      }
    }
  }

  struct Run: Decodable {
    let id: String
    let name: String
    let status: String
    let deleted: Bool
    let start: Int?
    let end: Int?
    let user: String?
    let params: [String: String]
    let tags: [String: String]
    let metrics: [String: Number]
    let history: [String: [[Number]]]
    let datasets: [[String]]
  }

  struct Experiment: Decodable {
    let name: String
    let deleted: Bool
    let tags: [String: String]
    let runs: [Run]
  }

  struct Model: Decodable {
    struct Version: Decodable {
      let version: Int
      let stage: String?
      let run: String?
      let source: String?
      let tags: [String: String]
      let description: String?
    }
    let name: String
    let description: String?
    let tags: [String: String]
    let aliases: [String: Int]
    let versions: [Version]
  }

  let mlflow: String
  let experiments: [Experiment]
  let models: [Model]

  init(_ fixture: String) throws {
    let data = try Data(contentsOf: URL(filePath: "\(StoreBench.fixtures)/\(fixture)/expected.json"))
    self = try JSONDecoder().decode(ExpectedStore.self, from: data)
  }

  var runs: [Run] { experiments.flatMap(\.runs) }
}

/// Whether two numbers are the same, NaN with NaN.
func same(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }

func dictionary(_ entries: [TrialRecord.Entry]) -> [String: String] {
  Dictionary(entries.map { ($0.name, $0.value) }) { first, _ in first }
}
