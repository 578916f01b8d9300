import Synchronization

/// Resampling with replacement: how a metric would have varied over other samples of the same rows.
///
/// A resample is an array of multiplicities, how often each row was drawn; any metric that can weigh rows by whole
/// numbers can be computed on it, a difference of two models among them. Resample r takes its random numbers from
/// stream r of the seed, so the result does not depend on the number of threads.
/// **Source:** B. Efron, Annals of Statistics 7 (1979); B. Efron and R. J. Tibshirani, An Introduction to the
/// Bootstrap (1993).
package struct Bootstrap: Sendable, Hashable {
  package let resamples: Int
  package let seed: UInt64
  package let threads: Int

  /// **Throws:** `parameterOutOfRange` unless there are 1 to 10,000,000 resamples and 1 to 1024 threads.
  package init(resamples: Int = 10_000, seed: UInt64, threads: Int = 1) throws(Undefined) {
    guard (1...10_000_000).contains(resamples) else {
      throw .parameterOutOfRange("the number of resamples")
    }
    guard (1...1024).contains(threads) else { throw .parameterOutOfRange("the number of threads") }
    self.resamples = resamples
    self.seed = seed
    self.threads = threads
  }

  /// The distribution of any metric.
  ///
  /// - Parameter metric: gets how often each row counts, in row order; nil where it is undefined, as with one class
  ///   only. It is called from several threads.
  ///
  /// **Throws:** `noObservations`, `lengthsDiffer` for labels that are not one for each row, `notANumber` where the
  /// metric is undefined on the rows themselves.
  package func distribution(
    rows: Int, resampling: Resampling = .rows,
    metric: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Double?
  ) throws(Undefined) -> BootstrapDistribution {
    let plan = try ResamplingPlan(resampling, rows: rows)
    let whole = [UInt8](repeating: 1, count: rows).withUnsafeBufferPointer(metric)
    guard let whole, whole.isFinite else { throw .notANumber(at: 0) }
    let values = replicate(width: 1) {
      let drawn = Scratch<UInt8>(plan.cells)
      let spread = Scratch<UInt8>(rows)
      return { random, into in
        plan.draw(drawn.pointer, &random)
        var counts = drawn
        if let cellOfRow = plan.cellOfRow {
          for row in 0..<rows { spread.pointer[row] = drawn.pointer[Int(cellOfRow[row])] }
          counts = spread
        }
        into[0] = metric(UnsafeBufferPointer(start: counts.pointer, count: rows)) ?? .nan
      }
    }
    return BootstrapDistribution(estimate: whole, values: values)
  }

  /// The metric with one group of rows left out after the other: what BCa's acceleration is made of.
  ///
  /// Rows (or clusters, by first sight) are dealt to the groups in turn; with as many groups as rows it is the
  /// ordinary jackknife. **Shape:** one value for each group, those where the metric is undefined left out.
  /// **Throws:** as `distribution`.
  package static func jackknife(
    rows: Int, resampling: Resampling = .rows, groups: Int = 200,
    metric: (UnsafeBufferPointer<UInt8>) -> Double?
  ) throws(Undefined) -> [Double] {
    guard groups >= 2 else { throw .parameterOutOfRange("the number of groups") }
    let plan = try ResamplingPlan(resampling, rows: rows)
    let parts = min(groups, plan.cells)
    var counts = [UInt8](repeating: 1, count: rows)
    var values: [Double] = []
    for part in 0..<parts {
      for row in 0..<rows {
        let cell = plan.cellOfRow.map { Int($0[row]) } ?? row
        counts[row] = cell % parts == part ? 0 : 1
      }
      if let value = counts.withUnsafeBufferPointer(metric), value.isFinite { values.append(value) }
    }
    return values
  }

  /// Calls a worker's function for every resample; `width` values each, in order of the resamples.
  func replicate(
    width: Int,
    _ worker: @escaping @Sendable () -> (inout Xoshiro256, UnsafeMutablePointer<Double>) -> Void
  ) -> [Double] {
    let resamples = resamples
    let seed = seed
    let results = Scratch<Double>(resamples * width)
    let next = Counter()
    Workers.run(min(threads, resamples)) { _ in
      let body = worker()
      while true {
        let first = next.take(16)
        guard first < resamples else { return }
        for resample in first..<min(first + 16, resamples) {
          var random = Xoshiro256(seed: seed, stream: UInt64(resample))
          body(&random, results.pointer + resample * width)
        }
      }
    }
    return Array(UnsafeBufferPointer(start: results.pointer, count: resamples * width))
  }

  private final class Counter: Sendable {
    private let value = Atomic(0)

    func take(_ count: Int) -> Int { value.wrappingAdd(count, ordering: .relaxed).oldValue }
  }
}

/// Memory of a worker, or shared where each writes its own places only.
///
/// Unchecked: a pointer to plain numbers; whoever shares one across threads writes disjoint places and reads after
/// all threads are joined.
final class Scratch<Element: BitwiseCopyable & Numeric>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Element>

  /// Zeros, and a padding of 8 more.
  init(_ count: Int) {
    pointer = .allocate(capacity: count + 8)
    pointer.initialize(repeating: 0, count: count + 8)
  }

  deinit { pointer.deallocate() }
}
