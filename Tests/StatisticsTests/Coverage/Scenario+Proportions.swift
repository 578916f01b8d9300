import Statistics

extension Scenario {
  static var proportions: [Scenario] {
    let one = [(0.5, 10), (0.1, 10), (0.1, 100), (0.01, 100), (0.01, 1000), (0.001, 1000)]
    let single = one.map { p, n in
      Scenario("Wilson", "proportion \(p)", "\(n)") { draws in
        try? Interval.wilson(successes: draws.successes(p, of: n), of: n).contains(p)
      }
    }
    let exact = one.map { p, n in
      Scenario("Clopper–Pearson", "proportion \(p)", "\(n)") { draws in
        try? Interval.clopperPearson(successes: draws.successes(p, of: n), of: n).contains(p)
      }
    }
    let two = [
      (0.1, 0.1, 20), (0.1, 0.12, 200), (0.01, 0.012, 1000), (0.5, 0.3, 10), (0.001, 0.001, 1000),
      (0.05, 0.055, 5000),
    ]
    func both(_ name: String, _ interval: @escaping @Sendable (TwoProportions) -> Interval?) -> [Scenario] {
      two.map { p, q, n in
        Scenario(name, "proportions \(p) and \(q)", "\(n) + \(n)") { draws in
          guard
            let counts = try? TwoProportions(
              draws.successes(p, of: n), of: n, draws.successes(q, of: n), of: n)
          else { return nil }
          return interval(counts)?.contains(p - q)
        }
      }
    }
    return single + exact + both("Newcombe") { try? $0.newcombe() }
      + both("unpooled (Wald)") { try? $0.wald() }
  }
}
