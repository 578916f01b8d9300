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
        "treatment does better than control by conversion: 15.0 % against 10.0 %, higher by 5.0 points (95 % interval "
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
    // The linear quantile of 1…999 and a million at 0.99: 990.01, above which lie ten.
    #expect(effect.cutAt.map { abs($0 - 990.01) < 1e-9 } == true && effect.cut == 10)
    #expect(effect.value == 501 + 999_000.0 / 500, "as it was measured")
    #expect(effect.difference.map { abs($0) < 2 } == true)
    #expect(effect.method == "always valid, winsorised")
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
    try bench.bench.target.execute(
      """
      CREATE TABLE customers (date TEXT, customer_id TEXT, visits REAL);
      INSERT INTO customers SELECT date, customer_id, CASE WHEN date = '1998-01-04' THEN random() % 9 ELSE 1000 END
        FROM scores WHERE NOT (date = '1998-01-04' AND customer_id = 'control3')
      """)
    let plan = ReadoutBench.plan(metrics: [ReadoutBench.revenue], covariate: "visits")
    let record = try bench.take("1998-06-28", plan).record
    #expect(record.variants.map(\.withoutCovariate) == [1, 0])
    #expect(record.effects[0].varianceReduction != nil)
    try bench.bench.target.execute("ALTER TABLE customers RENAME COLUMN visits TO visit")
    let refusal = problem { _ = try bench.take("1998-06-28", plan) }
    #expect(refusal?.identifier == .readoutColumn && refusal?.next == "Did you mean 'visit'?")
  }

  @Test("always valid intervals are wider, and hold the same difference")
  func sequential() throws {
    let once = try #require(try record([ReadoutBench.revenue], buyers: [200, 230]).effects.first)
    let always = try #require(
      try record([ReadoutBench.revenue], buyers: [200, 230], looks: .sequential).effects.first)
    #expect(once.difference == always.difference && once.standardError == always.standardError)
    func width(_ effect: ReadoutEffect) -> Double { (effect.upper ?? 0) - (effect.lower ?? 0) }
    // At the planned keys about half as wide again: SequentialInterval's own tests have the factor.
    #expect((1.4...1.6).contains(width(always) / width(once)))
    #expect((always.detectable ?? 0) > (once.detectable ?? 1))
  }
}
