import Foundation
import Statistics
import Testing

/// Measures, in release mode only: SCOREBOOK_MEASURE=1 swift test -c release --filter "Bootstrap's speed".
@Suite(
  "Bootstrap's speed", .serialized,
  .enabled(if: ProcessInfo.processInfo.environment["SCOREBOOK_MEASURE"] != nil))
struct BootstrapSpeed {
  @Test("10,000 paired resamples of AUC over 100,000 rows take less than 5 s of CPU", arguments: [0, 2])
  func paired(digits: Int) throws {
    var random = Xoshiro256(seed: 1)
    var outcomes: [Bool] = []
    var first: [Double] = []
    var second: [Double] = []
    let unit = digits == 0 ? 1e15 : 100.0
    for _ in 0..<100_000 {
      let positive = random.uniform() < 0.1
      let signal = positive ? 0.4 : 0
      outcomes.append(positive)
      first.append(((signal + random.uniform()) * unit).rounded() / unit)
      second.append(((signal + random.uniform()) * unit).rounded() / unit)
    }
    let prepared = Self.seconds()
    let bootstrap = try AUCBootstrap(first: first, second: second, outcomes: outcomes)
    let start = Self.seconds()
    let result = try bootstrap.run(Bootstrap(resamples: 10_000, seed: 7))
    let end = Self.seconds()
    print(
      "scores with \(digits == 0 ? "no ties" : "two digits"): prepared in \(start - prepared) s,",
      "10,000 resamples in \(end - start) s CPU, \((end - start)) ns a row and resample,",
      "difference \(result.difference?.estimate ?? .nan), error \(try result.difference?.standardError() ?? .nan)"
    )
    #expect(end - prepared < 5)
  }

  /// CPU time of this process.
  private static func seconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}
