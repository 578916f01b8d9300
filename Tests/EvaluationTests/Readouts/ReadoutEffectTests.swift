import Book
import Datasets
import Diagnostics
import Evaluation
import Testing
import Workspace

@Suite("What a readout tells of a metric")
struct ReadoutEffectTests {
  private typealias Metric = Configuration.Readout.Metric

  private func record(
    _ metrics: [Metric], each: Int = 2_000, buyers: [Int], covariate: String? = nil,
    looks: Configuration.Readout.Looks = .atEnd
  ) throws -> ReadoutRecord {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: each, buyers: buyers)
    return try bench.take(
      "1998-06-28",
      ReadoutBench.plan(
        metrics: metrics, looks: looks, plannedKeys: 2 * each, covariate: covariate)
    ).record
  }

  @Test("a proportion that is higher is better, or worse where less is better")
  func proportion() throws {
    let down = Metric(name: "returns", measure: .proportion("bought"), direction: .down)
    let effects = try record([ReadoutBench.conversion, down], buyers: [200, 300]).effects
    #expect(effects.map(\.verdict) == [.better, .worse])
    func isNear(_ value: Double?, _ expected: Double) -> Bool {
      value.map { abs($0 - expected) < 1e-12 } ?? false
    }
    #expect(isNear(effects[0].difference, 0.05) && isNear(effects[0].lift, 0.5))
    #expect(effects[0].method == "Newcombe" && effects[0].comparisons == 2)
    // z = 0.05/√(0.125·0.875·(1/2000 + 1/2000)), and Python's erfc(z/√2); Holm doubles it.
    #expect(isNear(effects[0].pValue, 1.7449962508738091e-06))
    #expect(effects[0].adjustedPValue == effects[0].pValue.map { $0 * 2 })
    #expect(
      effects[0].sentence.hasPrefix(
        "treatment does better than control by conversion: 15.0 % against 10.0 %, higher by 5.0 percentage points (95 % interval "
      ))
    #expect(
      effects[0].sentence.contains("p < 0.001 after Holm's correction). As a share of control: 50.0 % ("))
    #expect(effects[1].sentence.hasPrefix("treatment does worse than control by returns"))
  }

  private static let guardrails: [([Int], Double?, ReadoutEffect.Verdict)] = [
    ([400, 400], 0.2, .holds), ([400, 380], 0.01, .open), ([400, 250], 0.1, .broken),
    ([400, 250], nil, .broken), ([400, 390], nil, .open), ([400, 500], nil, .open),
  ]

  @Test("guardrails hold, break, or stay open", arguments: guardrails)
  func guardrail(_ buyers: [Int], _ bound: Double?, _ verdict: ReadoutEffect.Verdict) throws {
    let guarded = Metric(
      name: "spending", measure: .mean("spent"), isGuardrail: true, worseByAtMost: bound)
    let record = try record([ReadoutBench.conversion, guarded], buyers: buyers)
    let effect = try #require(record.effects.last)
    #expect(effect.verdict == verdict && effect.adjustedPValue == nil && effect.comparisons == 0)
    #expect(effect.sentence.hasPrefix("Guardrail spending"), "\(effect.sentence)")
    #expect(record.sentence.contains("guardrail spending is broken") == (verdict == .broken))
  }

  @Test("a metric that is the same for everybody has no verdict, and says why")
  func degenerate() throws {
    let record = try record([ReadoutBench.conversion, ReadoutBench.revenue], buyers: [0, 0])
    #expect(record.effects.map(\.verdict) == [.undefined, .undefined])
    #expect(record.effects.map(\.reason) == ["all outcomes are of one class", "the variance is zero"])
    #expect(record.sentence == "mail: no verdict on treatment against control.")
  }

  @Test("nobody of control buys: a difference, and no lift")
  func noLift() throws {
    let effect = try #require(try record([ReadoutBench.revenue], buyers: [0, 100]).effects.first)
    #expect(effect.verdict == .better && effect.lift == nil)
    #expect(effect.liftReason == "control's value is not above zero, so that no share of it says how much")
  }

  @Test("money is cut at the declared quantile of all variants, and the cut is told")
  func winsorised() throws {
    let bench = try ReadoutBench()
    let keys = (0..<1_000).map {
      ReadoutBench.Key(name: "k\($0)", variant: $0 % 2 == 0 ? "control" : "treatment")
    }
    try bench.night("1998-01-04", keys)
    // 1 to 1000, and one customer who spends a million.
    var rows: [(String, SQLValue, SQLValue, SQLValue)] = []
    for (place, key) in keys.enumerated() {
      let spent = place == 999 ? 1_000_000 : Double(place + 1)
      rows.append((key.name, .integer(1), .real(spent), .null))
    }
    try bench.outcomes("1998-01-04", rows)
    let cut = Metric(name: "revenue", measure: .mean("spent"), winsorise: 0.99)
    let effect = try #require(
      try bench.take("1998-06-28", ReadoutBench.plan(metrics: [cut])).record.effects.first)
    // The linear quantile of 1…999 and a million at 0.99: 990.01, above which lie ten; told to two figures.
    #expect(effect.cutAt == 990 && effect.cut == 10)
    // Of the treatment 2, 4 … 990, and five that are cut to 990.01.
    #expect(effect.value.map { abs($0 - (245_520 + 5 * 990.01) / 500) < 1e-9 } == true)
    #expect(effect.difference.map { abs($0) < 2 } == true)
    #expect(effect.method == "always valid, winsorised")
    // Of fewer than five the point would be one key's own value: neither it nor their number is told.
    let rare = Metric(name: "revenue", measure: .mean("spent"), winsorise: 0.996)
    let untold = try #require(
      try bench.take("1998-06-28", ReadoutBench.plan(metrics: [rare])).record.effects.first)
    #expect(
      untold.cutAt == nil && untold.cut == nil
        && untold.sentence.contains(" with the largest values cut, a difference"))
    #expect(untold.difference.map { abs($0) < 2 } == true)
  }

  @Test("a cut at the smallest value says that nothing varies for it")
  func cutToNothing() throws {
    let cut = Metric(name: "revenue", measure: .mean("spent"), winsorise: 0.99)
    let effect = try #require(try record([cut], buyers: [10, 12]).effects.first)
    #expect(effect.verdict == .undefined && effect.difference == nil && effect.cut == nil)
    #expect(effect.value.map { abs($0 - 0.06) < 1e-15 } == true)
    #expect(
      effect.reason
        == "winsorise cuts at the smallest value, so that nothing varies; its quantile must lie above that")
  }

  @Test("a covariate of the output narrows the interval; one that does not vary is told")
  func covariate() throws {
    let bench = try ReadoutBench()
    var keys: [ReadoutBench.Key] = []
    var rows: [(String, SQLValue, SQLValue, SQLValue)] = []
    for place in 0..<1_000 {
      let before = Double(place / 2 % 10)
      let variant = place % 2 == 0 ? "control" : "treatment"
      keys.append(.init(name: "k\(place)", variant: variant, before: place == 5 ? nil : before))
      rows.append(("k\(place)", .integer(1), .real(before + Double(place % 3)), .null))
    }
    try bench.night("1998-01-04", keys)
    try bench.outcomes("1998-01-04", rows)
    func effect(_ covariate: String?) throws -> (ReadoutEffect, ReadoutRecord) {
      let record = try bench.take(
        "1998-06-28", ReadoutBench.plan(metrics: [ReadoutBench.revenue], covariate: covariate)
      ).record
      return (try #require(record.effects.first), record)
    }
    let (plain, _) = try effect(nil)
    let (adjusted, record) = try effect("money_before")
    #expect(record.variants.map(\.withoutCovariate) == [0, 1])
    #expect(adjusted.varianceReduction.map { $0 > 0.8 } == true)
    #expect((adjusted.standardError ?? 1) < 0.5 * (plain.standardError ?? 0))
    #expect(adjusted.method == "always valid, CUPED by money_before")
    #expect(adjusted.value == plain.value)
    try bench.bench.target.execute("UPDATE scores SET money_before = 3")
    let (constant, told) = try effect("money_before")
    #expect(told.notes.last == "revenue is not adjusted by money_before: the variance is zero")
    #expect(constant.difference == plain.difference && constant.varianceReduction == nil)
    try bench.bench.target.execute("UPDATE scores SET money_before = NULL")
    #expect(
      try effect("money_before").1.notes.last
        == "money_before is missing for every key: nothing is adjusted by it")
  }

  @Test("a covariate that the job does not keep is read from its input on the key's first date")
  func input() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 150)
    try bench.simple("1998-01-11", each: 200)
    // Of key n: (7n, and 2 more of the treated) modulo 9 on the first date, 1000 on the second, which counts for those
    // from 150 on.
    try bench.bench.target.execute(
      """
      CREATE TABLE customers (date TEXT, customer_id TEXT, visits REAL);
      INSERT INTO customers SELECT date, customer_id, CASE WHEN date = '1998-01-04' THEN
          (7 * CAST(replace(customer_id, variant, '') AS INTEGER) + 2 * (variant = 'treatment')) % 9 ELSE 1000 END
        FROM scores WHERE NOT (date = '1998-01-04' AND customer_id = 'control3')
      """)
    let plan = ReadoutBench.plan(metrics: [ReadoutBench.revenue], covariate: "visits")
    let record = try bench.take("1998-06-28", plan).record
    #expect(record.variants.map(\.withoutCovariate) == [1, 0])
    // By pandas and statsmodels' OLS with a mean for each variant, where the missing one is the mean of the 399 others.
    let effect = record.effects[0]
    func isNear(_ value: Double?, _ expected: Double) -> Bool {
      value.map { abs($0 - expected) < 1e-11 } ?? false
    }
    #expect(isNear(effect.varianceReduction, 0.03545266106649314))
    #expect(isNear(effect.difference, -0.0016811275643041634))
    #expect(isNear(effect.standardError, 0.29537347197020636))
    try bench.bench.target.execute("ALTER TABLE customers RENAME COLUMN visits TO visit")
    let refusal = problem { _ = try bench.take("1998-06-28", plan) }
    #expect(refusal?.identifier == .readoutColumn && refusal?.next == "Did you mean 'visit'?")
  }

  @Test("what the job's output holds beside its kept columns is no covariate: the variant's model made it")
  func touched() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 150)
    try bench.bench.target.execute(
      """
      CREATE TABLE customers (date TEXT, customer_id TEXT, visits REAL);
      INSERT INTO customers SELECT date, customer_id, 1 FROM scores
      """)
    func refusal(_ covariate: String, kept: [String] = []) -> Diagnostic? {
      problem {
        _ = try bench.take(
          "1998-06-28",
          ReadoutBench.plan(metrics: [ReadoutBench.revenue], covariate: covariate, kept: kept))
      }
    }
    #expect(
      refusal("probability")?.description
        .contains("'customers' has no column 'probability', which readout 'mail' asks for") == true)
    #expect(refusal("probability", kept: ["probability"]) == nil)
    #expect(
      refusal("customer_id")?.description
        .contains("readout 'mail' is adjusted by 'customer_id', which is a key") == true)
  }

  @Test("the digest of the data tells who had which outcome, and on which date a key entered")
  func digest() throws {
    func digest(_ date: String, _ first: Double, _ second: Double) throws -> String {
      let bench = try ReadoutBench()
      let keys = (0..<200).map {
        ReadoutBench.Key(name: "k\($0)", variant: $0 % 2 == 0 ? "control" : "treatment")
      }
      try bench.night(date, keys)
      try bench.outcomes(
        date,
        keys.enumerated().map { place, key in
          (key.name, .integer(1), .real(place == 0 ? first : place == 1 ? second : 5), .null)
        })
      return try bench.take("1998-06-28", ReadoutBench.plan(metrics: [ReadoutBench.revenue])).record
        .dataDigest
    }
    let one = try digest("1998-01-04", 1, 9)
    #expect(try digest("1998-01-04", 1, 9) == one)
    #expect(try digest("1998-01-04", 9, 1) != one)
    #expect(try digest("1998-01-11", 1, 9) != one)
  }

  @Test("always valid intervals are wider, and hold the same difference")
  func sequential() throws {
    let once = try #require(try record([ReadoutBench.revenue], buyers: [200, 230]).effects.first)
    let always = try #require(
      try record([ReadoutBench.revenue], buyers: [200, 230], looks: .sequential).effects.first)
    #expect(once.difference == always.difference)
    // Of equal groups the pooled error is that of the two, but for rounding.
    #expect(abs((once.standardError ?? 0) / (always.standardError ?? 1) - 1) < 1e-12)
    func width(_ effect: ReadoutEffect) -> Double { (effect.upper ?? 0) - (effect.lower ?? 0) }
    // At the planned keys about half as wide again: SequentialInterval's own tests have the factor.
    #expect((1.4...1.6).contains(width(always) / width(once)))
    #expect((always.detectable ?? 0) > (once.detectable ?? 1))
  }

  @Test(
    "a kept covariate may stand as text in the table, as it does from a CSV file; what is no number is refused"
  )
  func keptText() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 150)
    let numbers = try bench.take(
      "1998-06-28", ReadoutBench.plan(metrics: [ReadoutBench.revenue], covariate: "money_before")
    ).record
    try bench.bench.target.execute(
      "ALTER TABLE scores ADD COLUMN money TEXT; UPDATE scores SET money = CAST(money_before AS TEXT)")
    let plan = ReadoutBench.plan(
      metrics: [ReadoutBench.revenue], covariate: "money", kept: ["money"])
    let texts = try bench.take("1998-06-28", plan).record
    #expect(texts.effects[0].varianceReduction != nil)
    #expect(texts.effects[0].varianceReduction == numbers.effects[0].varianceReduction)
    try bench.bench.target.execute("UPDATE scores SET money = 'lots' WHERE customer_id = 'control3'")
    let refusal = problem { _ = try bench.take("1998-06-28", plan) }
    #expect(refusal?.identifier == .readoutCovariateValue)
    #expect(refusal?.description.contains("lots") == false)
  }

  @Test("rows of the outcomes that belong to nobody are counted")
  func strangers() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 150)
    try bench.outcomes("1998-01-04", (0..<7).map { ("x\($0)", .integer(1), .real(1), .integer(1)) })
    #expect(
      try bench.take().record.notes
        == [
          "7 rows of the outcomes are of keys that are not in the split; look whether both write keys alike."
        ])
  }

  @Test("skewed money in variants of unequal size is told, with the keys that it takes")
  func skewed() throws {
    func notes(_ treated: Int, _ share: (String, String)) throws -> [String] {
      let bench = try ReadoutBench()
      let keys = (0..<1_000).map {
        ReadoutBench.Key(name: "k\($0)", variant: $0 < treated ? "treatment" : "control")
      }
      try bench.night("1998-01-04", keys, shares: [("control", share.0), ("treatment", share.1)])
      // One in twenty spends 100: skewness (1 - 2p)/sqrt(p(1 - p)) = 4.13, of which 355 squares are 6053.
      try bench.outcomes(
        "1998-01-04",
        keys.enumerated().map { ($1.name, .integer(1), .real($0 % 20 == 0 ? 100 : 0), .null) })
      return try bench.take("1998-06-28", ReadoutBench.plan(metrics: [ReadoutBench.revenue])).record.notes
    }
    #expect(try notes(500, ("50%", "50%")).isEmpty)
    let told = try notes(200, ("80%", "20%"))
    #expect(told.count == 1 && told[0].hasPrefix("revenue is skewed (4.1)"))
    #expect(
      told[0].contains("has 200 of some 605") && told[0].hasSuffix("declare winsorise, or split evenly."))
  }
}
