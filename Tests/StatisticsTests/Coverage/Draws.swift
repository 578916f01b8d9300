import Foundation
import Statistics

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

  /// Scores of two models on the same rows, positives first: correlated within a class, positives shifted, those of the
  /// second with a deviation of their own.
  mutating func pairedScores(
    _ positives: Int, _ negatives: Int, shifts: (Double, Double), correlation: Double = 0.8,
    deviation: Double = 1
  ) -> (first: [Double], second: [Double]) {
    var first: [Double] = []
    var second: [Double] = []
    let (shared, own) = (correlation.squareRoot(), (1 - correlation).squareRoot())
    for row in 0..<(positives + negatives) {
      let common = shared * normal()
      let isPositive = row < positives
      first.append(common + own * normal() + (isPositive ? shifts.0 : 0))
      let other = common + own * normal()
      second.append(isPositive ? deviation * other + shifts.1 : other)
    }
    return (first, second)
  }
}

extension Interval {
  func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
