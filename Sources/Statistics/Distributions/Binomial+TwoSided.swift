extension Binomial {
  /// The exact two-sided p value of k: the probability of all counts that are no likelier than it.
  ///
  /// Counts whose probability is that of k but for rounding (a part in 10⁷) are no likelier.
  /// **Source:** J. O. Irwin (1935); the same rule as R's `binom.test` and `scipy.stats.binomtest`.
  package func twoSided(_ k: Int) -> Double {
    let most = density(k) * (1 + 1e-7)
    let mode = min(trials, Int((Double(trials) + 1) * probability))
    if k == mode { return 1 }
    // Densities rise up to the mode and fall from it, so that the other tail begins at one count.
    if k < mode {
      let other = first(mode...trials) { density($0) <= most }
      return min(1, atMost(k) + (other.map { atLeast($0) } ?? 0))
    }
    let likelier = first(0...mode) { density($0) > most } ?? mode + 1
    return min(1, atLeast(k) + atMost(likelier - 1))
  }

  /// The first of some counts of which something holds, where it holds of all that follow.
  private func first(_ counts: ClosedRange<Int>, _ holds: (Int) -> Bool) -> Int? {
    var (low, high) = (counts.lowerBound, counts.upperBound + 1)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low > counts.upperBound ? nil : low
  }
}
