import Foundation
import Statistics

/// One row of the coverage table: an interval, a population, sample sizes, and how often the truth was inside.
struct Scenario: Sendable {
  let interval: String
  let population: String
  let sizes: String
  let repetitions: Int
  /// Whether one repetition's interval holds the truth; nil where the interval is undefined.
  let holds: @Sendable (inout Draws) -> Bool?

  init(
    _ interval: String, _ population: String, _ sizes: String, repetitions: Int = 10_000,
    holds: @escaping @Sendable (inout Draws) -> Bool?
  ) {
    self.interval = interval
    self.population = population
    self.sizes = sizes
    self.repetitions = repetitions
    self.holds = holds
  }

  struct Outcome: Sendable {
    let held: Int
    let missed: Int
    let undefined: Int

    /// Share of the defined intervals that hold the truth, with its Monte Carlo error.
    var coverage: Double { Double(held) / Double(max(1, held + missed)) }
    var error: Double { (coverage * (1 - coverage) / Double(max(1, held + missed))).squareRoot() }
  }

  /// Repetition r takes its numbers from stream r of the seed.
  func run(seed: UInt64, repetitions count: Int? = nil) -> Outcome {
    var held = 0
    var missed = 0
    var undefined = 0
    for repetition in 0..<(count ?? repetitions) {
      var draws = Draws(seed: seed, stream: UInt64(repetition))
      switch holds(&draws) {
      case true?: held += 1
      case false?: missed += 1
      case nil: undefined += 1
      }
    }
    return Outcome(held: held, missed: missed, undefined: undefined)
  }
}

/// Seeded random numbers of the populations.
struct Draws {
  var random: Xoshiro256
  private var spare: Double?

  init(seed: UInt64, stream: UInt64) { random = Xoshiro256(seed: seed, stream: stream) }

  mutating func uniform() -> Double { random.uniform() }

  mutating func chance(_ p: Double) -> Bool { random.uniform() < p }

  /// Box and Muller, both of a pair used.
  mutating func normal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let radius = (-2 * log(1 - random.uniform())).squareRoot()
    let angle = 2 * Double.pi * random.uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  mutating func normals(_ count: Int, mean: Double = 0, deviation: Double = 1) -> [Double] {
    (0..<count).map { _ in mean + deviation * normal() }
  }

  /// exp of a normal with this deviation, its mean brought to 1.
  mutating func lognormal(_ sigma: Double) -> Double { exp(sigma * normal() - sigma * sigma / 2) }

  mutating func successes(_ p: Double, of count: Int) -> Int {
    var sum = 0
    for _ in 0..<count where chance(p) { sum += 1 }
    return sum
  }

  /// Scores of positives N(shift, 1) and negatives N(0, 1).
  mutating func scores(_ positives: Int, _ negatives: Int, shift: Double) -> [Double] {
    normals(positives, mean: shift) + normals(negatives)
  }
}

extension Interval {
  func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
