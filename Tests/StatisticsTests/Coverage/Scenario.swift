import Foundation
import Statistics

/// One row of the coverage page: an interval or a test, a population, sample sizes, and how often it was right.
struct Scenario: Sendable {
  enum Kind: Sendable, Hashable {
    /// Should hold the truth in 95 of 100 samples.
    case interval
    /// Should find something, where there is nothing, in this share of samples at most.
    case test(level: Double)
  }

  let kind: Kind
  let interval: String
  let population: String
  let sizes: String
  let repetitions: Int
  /// Whether one repetition's interval holds the truth, or its test finds nothing; nil where it is undefined.
  let holds: @Sendable (inout Draws) -> Bool?

  static let repetitions = 10_000

  init(
    _ interval: String, _ population: String, _ sizes: String, kind: Kind = .interval,
    holds: @escaping @Sendable (inout Draws) -> Bool?
  ) {
    self.kind = kind
    self.interval = interval
    self.population = population
    self.sizes = sizes
    repetitions = Self.repetitions
    self.holds = holds
  }

  /// A test where nothing is to be found: false positives are counted.
  static func nothing(
    _ test: String, _ population: String, _ sizes: String, level: Double = 0.05,
    pValue: @escaping @Sendable (inout Draws) -> Double?
  ) -> Scenario {
    Scenario(test, population, sizes, kind: .test(level: level)) { draws in pValue(&draws).map { $0 >= level }
    }
  }

  struct Outcome: Sendable {
    var held = 0
    var missed = 0
    var undefined = 0

    /// Share of the defined ones that are right, with its Monte Carlo error.
    var coverage: Double { Double(held) / Double(max(1, held + missed)) }
    var error: Double { (coverage * (1 - coverage) / Double(max(1, held + missed))).squareRoot() }
  }

  /// Random numbers of its own, whatever other scenarios there are: FNV-1a of what it is called.
  func seed(_ seed: UInt64) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in "\(interval)|\(population)|\(sizes)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return seed ^ hash
  }

  /// Repetition r takes its numbers from stream r of the seed, so that the number of tasks changes nothing.
  func run(seed: UInt64, repetitions count: Int? = nil) async -> Outcome {
    let count = count ?? repetitions
    let tasks = ProcessInfo.processInfo.activeProcessorCount
    let own = self.seed(seed)
    return await withTaskGroup(of: Outcome.self) { group in
      for task in 0..<tasks {
        group.addTask {
          var outcome = Outcome()
          for repetition in stride(from: task, to: count, by: tasks) {
            var draws = Draws(seed: own, stream: UInt64(repetition))
            switch holds(&draws) {
            case true?: outcome.held += 1
            case false?: outcome.missed += 1
            case nil: outcome.undefined += 1
            }
          }
          return outcome
        }
      }
      return await group.reduce(into: Outcome()) { all, part in
        all.held += part.held
        all.missed += part.missed
        all.undefined += part.undefined
      }
    }
  }
}
