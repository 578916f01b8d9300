import Statistics
import Testing

@Suite("Experiments against their oracles")
struct ExperimentCasesTests {
  @Test("power of two proportions equals statsmodels'", arguments: InferenceCase.of("power_proportions"))
  func powerOfProportions(sample: InferenceCase) throws {
    try sample.check {
      [
        "power": [
          try Power.proportions(
            sample.one("first"), sample.one("second"), counts: (sample.count("n"), sample.count("m")),
            significance: sample.one("significance"))
        ]
      ]
    }
  }

  @Test("power of two means equals statsmodels'", arguments: InferenceCase.of("power_means"))
  func powerOfMeans(sample: InferenceCase) throws {
    try sample.check(absolute: 1e-12) {
      [
        "power": [
          try Power.means(
            difference: sample.one("effect"), deviation: 1, counts: (sample.count("n"), sample.count("m")),
            significance: sample.one("significance"))
        ]
      ]
    }
  }

  @Test("power of a comparison of areas equals statsmodels'", arguments: InferenceCase.of("power_normal"))
  func powerOfAreas(sample: InferenceCase) throws {
    try sample.check {
      [
        "power": [
          try Power.normal(
            difference: sample.one("difference"), standardError: sample.one("error"),
            significance: sample.one("significance"))
        ]
      ]
    }
  }

  @Test(
    "sample sizes for means are the smallest with statsmodels' power",
    arguments: InferenceCase.of("count_means"))
  func countForMeans(sample: InferenceCase) throws {
    try sample.check {
      [
        "n": [
          Double(
            try Power.countForMeans(
              difference: sample.one("effect"), deviation: 1, power: sample.one("power"),
              ratio: sample.one("ratio")))
        ]
      ]
    }
  }

  @Test(
    "sample sizes for proportions are the smallest with statsmodels' power",
    arguments: InferenceCase.of("count_proportions"))
  func countForProportions(sample: InferenceCase) throws {
    try sample.check {
      [
        "n": [
          Double(
            try Power.countForProportions(
              sample.one("first"), sample.one("second"), power: sample.one("power"),
              ratio: sample.one("ratio")))
        ]
      ]
    }
  }

  @Test("smallest visible differences invert statsmodels' power", arguments: InferenceCase.of("smallest"))
  func smallest(sample: InferenceCase) throws {
    try sample.check {
      let counts = (try sample.count("n"), try sample.count("m"))
      let power = try sample.one("power")
      let significance = try sample.one("significance")
      return try [
        "mean": [
          Power.smallestDifference(deviation: 1, counts: counts, power: power, significance: significance)
        ],
        "increase": [
          Power.smallestIncrease(
            baseline: sample.one("baseline"), counts: counts, power: power, significance: significance)
        ],
        "normal": [Power.smallestDifference(standardError: 1, power: power, significance: significance)],
      ]
    }
  }

  @Test("power has a named reason where it is undefined")
  func powerRefused() throws {
    #expect(throws: Undefined.zeroVariance) { try Power.countForProportions(0.2, 0.2) }
    #expect(throws: Undefined.zeroVariance) { try Power.countForMeans(difference: 0, deviation: 1) }
    #expect(throws: Undefined.levelOutOfRange) {
      try Power.countForMeans(difference: 1, deviation: 1, power: 0.01)
    }
    #expect(throws: Undefined.oneClass) { try Power.proportions(0, 0, counts: (5, 5)) }
    #expect(throws: Undefined.notAProbability(at: 1)) { try Power.proportions(0, .nan, counts: (5, 5)) }
    #expect(throws: Undefined.notConverged) { try Power.smallestIncrease(baseline: 0.5, counts: (2, 2)) }
    #expect(throws: Undefined.tooManyObservations) {
      try Power.countForAreas(difference: 1e-9, standardError: 0.1, rows: 1000)
    }
    #expect(try Power.countForAreas(difference: 0.02, standardError: 0.01, rows: 1000) == 1963)
  }

  @Test("sample ratio equals scipy's χ²", arguments: InferenceCase.of("sample_ratio"))
  func sampleRatio(sample: InferenceCase) throws {
    try sample.check {
      let ratio = try SampleRatio(counts: sample.counts("counts"), shares: sample["shares"])
      return ["statistic": [ratio.statistic], "p": [ratio.pValue]]
    }
  }

  @Test("a mismatch says which variant, and a match says nothing")
  func mismatch() throws {
    let clear = try SampleRatio(counts: [50000, 52000, 50000], shares: [1, 1, 1])
    #expect(clear.isMismatched && !clear.isSparse)
    #expect(
      clear.reason
        == "the counts of the variants contradict the declared shares (p below 0.001): "
        + "variant 2 has 52000 where the shares give 50667, so assignment, loss or joining differs between variants"
    )
    #expect(try SampleRatio(counts: [5010, 4990], shares: [1, 1]).reason == nil)
    #expect(try SampleRatio(counts: [3, 6], shares: [1, 1]).isSparse)
  }

  @Test("CUPED equals analysis of covariance", arguments: InferenceCase.of("cuped"))
  func cuped(sample: InferenceCase) throws {
    try sample.check(relative: 1e-10) {
      let labels = sample.counts("groups")
      let groups = (0...(labels.max() ?? 0)).map { group in
        let rows = labels.indices.filter { labels[$0] == group }
        return CUPED.Group(
          outcomes: rows.map { sample["outcomes"][$0] }, covariates: rows.map { sample["covariates"][$0] })
      }
      let cuped = try CUPED(groups)
      let test = try cuped.difference(1, less: 0)
      let interval = try test.interval()
      return [
        "theta": [cuped.theta], "means": cuped.adjusted.map(\.mean), "reduction": [cuped.varianceReduction],
        "variances": cuped.adjusted.map(\.variance), "difference": [test.difference], "p": [test.pValue],
        "lower": [interval.lower], "upper": [interval.upper],
      ]
    }
  }

  @Test("winsorising cuts at numpy's quantiles", arguments: InferenceCase.of("winsorising"))
  func winsorising(sample: InferenceCase) throws {
    try sample.check {
      let cut = try Winsorising(
        of: sample["values"], lowerQuantile: sample.one("lower"), upperQuantile: sample.one("upper"))
      return [
        "lower": [cut.lower], "upper": [cut.upper], "cut": cut.apply(sample["values"]),
        "moved": [Double(cut.moved(sample["values"]))],
      ]
    }
  }

  @Test(
    "the sequential interval solves the mixture's likelihood ratio", arguments: InferenceCase.of("sequential")
  )
  func sequential(sample: InferenceCase) throws {
    try sample.check(absolute: 1e-14) {
      let sequence = try SequentialInterval(mixture: sample.one("mixture"))
      let estimate = try Estimate(value: sample.one("difference"), standardError: sample.one("error"))
      let interval = try sequence.interval(estimate, confidence: sample.one("confidence"))
      return ["lower": [interval.lower], "upper": [interval.upper], "p": [sequence.pValue(estimate)]]
    }
  }

  @Test("the planned mixture gives nearly the shortest interval at the planned error")
  func planned() throws {
    let estimate = try Estimate(value: 0, standardError: 0.3)
    let best = try SequentialInterval(plannedStandardError: 0.3).interval(estimate).upper
    for factor in [0.5, 0.8, 1.25, 2] {
      let other = try SequentialInterval(plannedStandardError: 0.3 * factor).interval(estimate).upper
      #expect(other > best * 0.9999)
    }
    expectClose(best / (1.959963984540054 * 0.3), 1.52, relative: 0.02)
  }

  @Test("the eight rules find what their wording says", arguments: InferenceCase.of("nelson"))
  func nelson(sample: InferenceCase) throws {
    try sample.check {
      let values: [Double?] = sample["values"].map { $0 == -999 ? nil : $0 }
      let limits = try XmRLimits(values)
      let signals = limits.nelsonSignals(in: values)
      return [
        "positions": signals.map { Double($0.position) }, "rules": signals.map { Double($0.rule.rawValue) },
      ]
    }
  }

  @Test("each of the eight rules is told at the value that completes it")
  func eachRule() throws {
    // Mean 10, mean range 1: sigma is 2.66/3 = 0.8867.
    let limits = try XmRLimits([9.5, 10.5, 9.5, 10.5])
    func found(_ rule: NelsonRule, _ values: [Double?]) -> [Int] {
      limits.nelsonSignals(in: values, rules: [rule]).map(\.position)
    }
    let nine = [Double](repeating: 10.1, count: 9)
    #expect(found(.beyondLimit, [10, 12.7, 7.3, 12.6]) == [1, 2])
    #expect(found(.runOfNine, nine) == [8])
    #expect(found(.runOfNine, Array(nine.prefix(8))) == [])
    #expect(found(.trendOfSix, [1, 2, 3, 4, 5, 6]) == [5])
    #expect(found(.trendOfSix, [6, 5, 4, 3, 2, 1]) == [5])
    #expect(found(.trendOfSix, [1, 2, 3, 3, 4, 5, 6]) == [])
    #expect(found(.alternatingFourteen, (0..<14).map { $0 % 2 == 0 ? 1 : 2 }) == [13])
    #expect(found(.alternatingFourteen, (0..<13).map { $0 % 2 == 0 ? 1 : 2 }) == [])
    #expect(found(.twoOfThree, [12, 10, 12]) == [2])
    #expect(found(.twoOfThree, [12, 10, 8]) == [])
    #expect(found(.fourOfFive, [11, 11, 10, 11, 11]) == [4])
    #expect(found(.fourOfFive, [11, 11, 11, 11, 10]) == [])
    #expect(found(.fifteenWithin, [Double](repeating: 10, count: 15)) == [14])
    #expect(found(.eightOutside, [11, 9, 11, 9, 11, 9, 11, 9]) == [7])
    #expect(found(.eightOutside, [11, 9, 11, 9, nil, 9, 11, 9, 11]) == [])
    #expect(Set(NelsonRule.allCases.map(\.summary)).count == 8)
  }

  @Test("phases have limits of their own, and no pattern crosses into the next")
  func phases() throws {
    let before = (0..<12).map { 10 + ($0 % 2 == 0 ? 0.5 : -0.5) }
    let after = (0..<12).map { 20 + ($0 % 2 == 0 ? 1.0 : -1.0) }
    let series = XmRPhases(before + after + [21, 20], starts: [12, 24, 99, 0])
    #expect(series.phases.map(\.range) == [0..<12, 12..<24, 24..<26])
    #expect(series.phases[0].limits?.mean == 10 && series.phases[1].limits?.mean == 20)
    #expect(series.phases[2].limits == nil)
    #expect(series.phases[2].reason == .tooFewObservations(needed: 6, found: 2))
    #expect(series.signals(rules: [.beyondLimit, .runOfNine]).isEmpty)
    let whole = XmRPhases(before + after, starts: [], baseline: 12)
    #expect(whole.signals(rules: [.beyondLimit]).first == NelsonSignal(position: 12, rule: .beyondLimit))
    #expect(XmRPhases([], starts: [3]).phases.isEmpty)
  }
}
