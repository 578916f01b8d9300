import Statistics
import Testing

@Suite("Distributions")
struct DistributionTests {
  @Test("beta tails equal mpmath's on a grid", arguments: InferenceCase.of("beta"))
  func beta(sample: InferenceCase) throws {
    // A tail near 1 is a complement: its digits are absolute.
    try sample.check(relative: 1e-12, absolute: 1e-300) {
      let all = try (0..<sample["a"].count).map {
        (try BetaDistribution(sample["a"][$0], sample["b"][$0]), sample["x"][$0])
      }
      return ["below": all.map { $0.0.below($0.1) }, "above": all.map { $0.0.above($0.1) }]
    }
  }

  @Test("beta tails equal scipy's for large shapes", arguments: InferenceCase.of("beta_large"))
  func betaLarge(sample: InferenceCase) throws {
    try sample.check(relative: 1e-11) {
      let all = try (0..<sample["a"].count).map {
        (try BetaDistribution(sample["a"][$0], sample["b"][$0]), sample["x"][$0])
      }
      return ["below": all.map { $0.0.below($0.1) }, "above": all.map { $0.0.above($0.1) }]
    }
  }

  @Test("beta quantiles equal scipy's", arguments: InferenceCase.of("beta_quantile"))
  func betaQuantile(sample: InferenceCase) throws {
    try sample.check(relative: 1e-12) {
      [
        "x": try (0..<sample["a"].count).map {
          try BetaDistribution(sample["a"][$0], sample["b"][$0]).quantile(sample["q"][$0])
        }
      ]
    }
  }

  @Test("χ² tails equal mpmath's", arguments: InferenceCase.of("chi_squared"))
  func chiSquared(sample: InferenceCase) throws {
    try sample.check(relative: 1e-12) {
      let all = try zip(sample["d"], sample["x"]).map { (try ChiSquared(degreesOfFreedom: $0), $1) }
      return ["above": all.map { $0.0.above($0.1) }, "below": all.map { $0.0.below($0.1) }]
    }
  }

  @Test("Student's tails equal mpmath's", arguments: InferenceCase.of("student"))
  func student(sample: InferenceCase) throws {
    try sample.check(relative: 1e-12) {
      ["above": try zip(sample["d"], sample["t"]).map { try StudentT(degreesOfFreedom: $0).above($1) }]
    }
  }

  @Test("Student's quantiles equal mpmath's roots", arguments: InferenceCase.of("student_quantile"))
  func studentQuantile(sample: InferenceCase) throws {
    try sample.check(relative: 1e-12) {
      ["t": try zip(sample["d"], sample["q"]).map { -(try StudentT(degreesOfFreedom: $0).quantile($1)) }]
    }
  }

  @Test("F tails equal scipy's", arguments: InferenceCase.of("f"))
  func fisher(sample: InferenceCase) throws {
    try sample.check(relative: 1e-11) {
      let all = try (0..<sample["n"].count).map {
        (try FDistribution(numerator: sample["n"][$0], denominator: sample["m"][$0]), sample["x"][$0])
      }
      return ["above": all.map { $0.0.above($0.1) }, "below": all.map { $0.0.below($0.1) }]
    }
  }

  @Test("binomial densities and tails equal scipy's", arguments: InferenceCase.of("binomial"))
  func binomial(sample: InferenceCase) throws {
    try sample.check(relative: 1e-11) {
      let all = try zip(sample.counts("k"), zip(sample.counts("n"), sample["p"])).map {
        (try Binomial(trials: $1.0, probability: $1.1), $0)
      }
      return [
        "density": all.map { $0.0.density($0.1) }, "at_most": all.map { $0.0.atMost($0.1) },
        "at_least": all.map { $0.0.atLeast($0.1) },
      ]
    }
  }

  @Test("the noncentral t distribution equals its integral", arguments: InferenceCase.of("noncentral"))
  func noncentral(sample: InferenceCase) throws {
    try sample.check(relative: 0, absolute: 1e-12) {
      [
        "below": try (0..<sample["d"].count).map {
          try NoncentralT(degreesOfFreedom: sample["d"][$0], noncentrality: sample["delta"][$0])
            .below(sample["t"][$0])
        }
      ]
    }
  }

  @Test("impossible parameters and levels have a named reason")
  func refused() throws {
    let freedom = Undefined.parameterOutOfRange("the number of degrees of freedom")
    for bad in [0, -1, .nan, Double.infinity] {
      #expect(throws: freedom) { try StudentT(degreesOfFreedom: bad) }
      #expect(throws: freedom) { try ChiSquared(degreesOfFreedom: bad) }
      #expect(throws: freedom) { try NoncentralT(degreesOfFreedom: bad, noncentrality: 1) }
      #expect(throws: Undefined.parameterOutOfRange("a shape of a beta distribution")) {
        try BetaDistribution(1, bad)
      }
    }
    #expect(throws: Undefined.parameterOutOfRange("the noncentrality")) {
      try NoncentralT(degreesOfFreedom: 3, noncentrality: .nan)
    }
    #expect(throws: Undefined.notAProbability(at: 0)) { try Binomial(trials: 3, probability: .nan) }
    #expect(throws: Undefined.negativeCount(at: 0)) { try Binomial(trials: -3, probability: 0.5) }
    for level in [0, 1, -0.1, Double.nan] {
      #expect(throws: Undefined.levelOutOfRange) { try StudentT(degreesOfFreedom: 3).quantile(level) }
      #expect(throws: Undefined.levelOutOfRange) { try BetaDistribution(2, 3).quantile(level) }
    }
  }

  @Test("tails at the ends are exactly 0 and 1")
  func ends() throws {
    let beta = try BetaDistribution(2, 3)
    #expect(beta.below(0) == 0 && beta.above(0) == 1 && beta.below(1) == 1 && beta.above(2) == 0)
    let chi = try ChiSquared(degreesOfFreedom: 3)
    #expect(chi.above(-1) == 1 && chi.above(.infinity) == 0)
    let student = try StudentT(degreesOfFreedom: 5)
    #expect(student.above(.infinity) == 0 && student.below(.infinity) == 1 && student.twoSided(0) == 1)
    #expect(student.twoSided(1e200) == 0)
  }
}
