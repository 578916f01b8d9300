import Statistics
import Testing

@Suite("Inference against its oracles")
struct InferenceCasesTests {
  @Test("the cases can be read, and every kind has some")
  func readable() throws {
    let all = try InferenceCase.all.get()
    #expect(all.count >= 150)
    #expect(Set(all.map(\.kind)).count == 35)
  }

  @Test("Welch's test equals scipy's", arguments: InferenceCase.of("welch") + InferenceCase.of("welch_exact"))
  func welch(sample: InferenceCase) throws {
    try sample.check(absolute: 1e-15) {
      let test = try TTest.welch(Sample(sample["first"]), Sample(sample["second"]))
      return try values(of: test, sample.one("confidence")).merging(["difference": [test.difference]]) { $1 }
    }
  }

  @Test("the paired t test equals scipy's", arguments: InferenceCase.of("paired_t"))
  func pairedT(sample: InferenceCase) throws {
    try sample.check(absolute: 1e-15) {
      try values(of: TTest.paired(sample["first"], sample["second"]), sample.one("confidence"))
    }
  }

  private func values(of test: TTest, _ confidence: Double) throws -> [String: [Double]] {
    let interval = try test.interval(confidence: confidence)
    return [
      "t": [test.t], "df": [test.degreesOfFreedom], "p": [test.pValue], "lower": [interval.lower],
      "upper": [interval.upper],
    ]
  }

  @Test("Mann–Whitney equals scipy's", arguments: InferenceCase.of("mann_whitney"))
  func mannWhitney(sample: InferenceCase) throws {
    try sample.check {
      let test = try MannWhitney(sample["first"], sample["second"])
      #expect(test.isExact == sample.name.hasPrefix("exact"))
      return ["u": [test.u], "p": [test.pValue], "superiority": [test.probabilityOfSuperiority]]
    }
  }

  private func proportions(_ sample: InferenceCase) throws -> TwoProportions {
    let k = sample.counts("successes")
    let n = sample.counts("counts")
    return try TwoProportions(k[0], of: n[0], k[1], of: n[1])
  }

  @Test("two proportions equal statsmodels'", arguments: InferenceCase.of("two_proportions"))
  func twoProportions(sample: InferenceCase) throws {
    try sample.check(absolute: 1e-15) {
      let two = try proportions(sample)
      let confidence = try sample.one("confidence")
      var found = try [
        "z": [two.z()], "p": [two.pValue()], "newcombe": two.newcombe(confidence: confidence).both,
      ]
      if sample.expected?["wald"] != nil {
        found["wald"] = try two.wald(confidence: confidence).both
      } else {
        #expect(throws: Undefined.zeroVariance) { try two.wald(confidence: confidence) }
      }
      return found
    }
  }

  @Test("Newcombe's interval exists where z does not", arguments: InferenceCase.of("newcombe"))
  func newcombe(sample: InferenceCase) throws {
    try sample.check(absolute: 1e-15) {
      ["newcombe": try proportions(sample).newcombe(confidence: sample.one("confidence")).both]
    }
  }

  @Test("Clopper and Pearson's interval equals scipy's", arguments: InferenceCase.of("clopper_pearson"))
  func clopperPearson(sample: InferenceCase) throws {
    try sample.check {
      let interval = try Interval.clopperPearson(
        successes: sample.count("k"), of: sample.count("n"), confidence: sample.one("confidence"))
      return ["lower": [interval.lower], "upper": [interval.upper]]
    }
  }

  @Test("McNemar's tests equal statsmodels'", arguments: InferenceCase.of("mcnemar"))
  func mcnemar(sample: InferenceCase) throws {
    try sample.check {
      let test = try McNemar(firstOnly: sample.count("b"), secondOnly: sample.count("c"))
      let plain = try test.asymptotic()
      let corrected = try test.asymptotic(corrected: true)
      return try [
        "exact": [test.exact()], "mid": [test.midP()], "statistic": [plain.statistic], "p": [plain.pValue],
        "corrected": [corrected.statistic], "corrected_p": [corrected.pValue],
      ]
    }
  }

  @Test("a ratio of means has the delta method's error", arguments: InferenceCase.of("ratio_of_means"))
  func ratioOfMeans(sample: InferenceCase) throws {
    try sample.check {
      let ratio = try RatioOfMeans(numerators: sample["numerators"], denominators: sample["denominators"])
      return ["ratio": [ratio.ratio], "error": [ratio.standardError]]
    }
  }

  @Test("lift has Fieller's and the logarithm's intervals", arguments: InferenceCase.of("lift_means"))
  func lift(sample: InferenceCase) throws {
    try sample.check(absolute: 1e-14) {
      let lift = try RelativeLift(
        treated: sample.one("treated"), squaredError: sample.one("treated_square"),
        control: sample.one("control"), controlSquaredError: sample.one("control_square"))
      let confidence = try sample.one("confidence")
      var found = try ["lift": [lift.lift], "fieller": lift.fieller(confidence: confidence).both]
      if sample.expected?["log_delta"] != nil {
        found["log_delta"] = try lift.logDelta(confidence: confidence).both
      } else {
        #expect(throws: Undefined.denominatorNearZero) { try lift.logDelta(confidence: confidence) }
      }
      return found
    }
  }

  @Test("lift of proportions equals statsmodels' ratio", arguments: InferenceCase.of("lift_proportions"))
  func liftOfProportions(sample: InferenceCase) throws {
    try sample.check(absolute: 1e-14) {
      let two = try proportions(sample)
      // statsmodels divides by n here, a sample by n − 1.
      let lift = try RelativeLift(
        treated: two.first, squaredError: two.first * (1 - two.first) / Double(two.firstCount),
        control: two.second, controlSquaredError: two.second * (1 - two.second) / Double(two.secondCount))
      return ["log_delta": try lift.logDelta(confidence: sample.one("confidence")).both]
    }
  }

  @Test("the logit interval of an area equals its formula", arguments: InferenceCase.of("delong_logit"))
  func delongLogit(sample: InferenceCase) throws {
    try sample.check {
      let area = try DeLong(scores: sample["scores"], outcomes: sample["outcomes"].map { $0 == 1 }).area
      return ["interval": try area.logitInterval(confidence: sample.one("confidence")).both]
    }
  }

  @Test("adjusted p values equal statsmodels'", arguments: InferenceCase.of("adjusted"))
  func adjusted(sample: InferenceCase) throws {
    try sample.check {
      [
        "holm": try AdjustedPValues.holm(sample["p"]),
        "bh": try AdjustedPValues.benjaminiHochberg(sample["p"]),
      ]
    }
  }

  @Test("bootstrap intervals equal scipy's on given replicates", arguments: InferenceCase.of("bootstrap"))
  func bootstrap(sample: InferenceCase) throws {
    try sample.check {
      let estimate = try #require(sample.expected?["estimate"]?.first)
      let jackknife = try #require(sample.expected?["jackknife"])
      let distribution = BootstrapDistribution(estimate: estimate, values: sample["replicates"])
      let confidence = try sample.one("confidence")
      return try [
        "estimate": [estimate], "jackknife": jackknife, "error": [distribution.standardError()],
        "percentile": distribution.percentile(confidence: confidence).both,
        "BCa": distribution.bca(jackknife: jackknife, confidence: confidence).both,
      ]
    }
  }
}

extension Interval {
  var both: [Double] { [lower, upper] }
}
