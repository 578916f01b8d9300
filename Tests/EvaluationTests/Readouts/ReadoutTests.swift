import Book
import Datasets
import Diagnostics
import Evaluation
import Synchronization
import Testing
import Workspace

@Suite("Who counts in a readout")
struct ReadoutTests {
  @Test("a key counts once, with the outcomes of its first date; a look that shows the same changes no byte")
  func once() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 200)
    // All of them again a week later, when everybody buys.
    try bench.simple("1998-01-11", each: 200, buyers: [200, 200])
    let outcome = try bench.take()
    #expect(outcome.isNew && outcome.record.status == .told)
    #expect(outcome.record.variants.map(\.counted) == [200, 200] && outcome.record.dates == 2)
    let effect = try #require(outcome.record.effects.first)
    #expect(effect.value == 0.1 && effect.controlValue == 0.1 && effect.difference == 0)
    #expect(effect.verdict == .noEvidence && effect.lift == 0)
    #expect(
      outcome.record.sentence
        == "mail: nothing found: by conversion, 400 keys don't tell treatment from control.")
    let again = try bench.take(now: "t2")
    #expect(!again.isNew && again.record.effects == outcome.record.effects)
    #expect(try bench.bench.book.readouts(name: "mail").map(\.computedAt) == ["t1"])
  }

  @Test("keys whose outcomes are not complete wait, and nothing later than the look is known")
  func young() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 150)
    try bench.simple("1998-01-11", each: 200)
    let early = try bench.take("1998-01-31").record
    #expect(early.status == .early && early.effects.isEmpty && early.waitingDates == 2)
    #expect(early.sentence == "mail: too early: the outcomes of 400 keys are not complete.")
    let first = try bench.take("1998-02-01").record
    #expect(first.variants.map(\.counted) == [150, 150] && first.variants.map(\.waiting) == [50, 50])
    #expect(try bench.take("1998-01-05").record.variants.map(\.keys) == [150, 150])
    #expect(try bench.take("1997-12-31").record.sentence == "mail: nobody has been in split mail yet.")
    #expect(try bench.bench.book.readouts().count == 4)
  }

  @Test("where the rows are gone, the look stays")
  func gone() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 150)
    let seen = try bench.take("1998-02-01").record
    bench.bench.commits.withLock { $0 = [:] }
    let refusal = problem { _ = try bench.take("1998-02-08", now: "t2") }
    #expect(refusal?.identifier == .readoutRowsGone)
    #expect(refusal?.found == "300 keys at the look of 1998-02-01, which stays in the book")
    #expect(try bench.bench.book.readouts() == [seen])
  }

  @Test("keys without a row are left out and told, or have done nothing")
  func absent() throws {
    let bench = try ReadoutBench()
    let keys = (0..<400).map {
      ReadoutBench.Key(name: "k\($0)", variant: $0 % 2 == 0 ? "control" : "treatment")
    }
    try bench.night("1998-01-04", keys)
    // Buyers alone have rows.
    try bench.outcomes("1998-01-04", (0..<220).map { ("k\($0)", .integer(1), .null, .integer(1)) })
    let record = try bench.take().record
    #expect(
      record.variants.map(\.withoutOutcome) == [90, 90] && record.variants.map(\.counted) == [110, 110])
    let zero = try bench.take(
      "1998-06-28",
      ReadoutBench.plan(
        metrics: [ReadoutBench.conversion, ReadoutBench.revenue], withoutOutcome: .zero)
    ).record
    #expect(zero.variants.map(\.counted) == [200, 200])
    #expect(zero.effects[0].value == 0.55)
    // NULL is nothing, too, where nothing is said: and a mean that never varies has no interval.
    #expect(zero.effects[1].verdict == .undefined && zero.effects[1].reason == "the variance is zero")
  }

  @Test("counts that contradict the shares allow no conclusion")
  func mismatch() throws {
    let bench = try ReadoutBench()
    let keys = (0..<1_000).map {
      ReadoutBench.Key(name: "k\($0)", variant: $0 < 440 ? "control" : "treatment")
    }
    try bench.night("1998-01-04", keys)
    try bench.outcomes("1998-01-04", keys.map { ($0.name, .integer(1), .real(1), .integer(1)) })
    let record = try bench.take().record
    #expect(record.status == .mismatch && record.effects.isEmpty)
    #expect(
      record.sentence
        == "mail: no conclusion, since the keys of the variants contradict their shares: control has 440 where its share gives 500, treatment has 560 where its share gives 500 (p = 0.000148); what was assigned or kept differs between variants, so any difference may come from that."
    )
    // The same shares as they were: nothing to object to.
    let other = try ReadoutBench()
    try other.night("1998-01-04", keys, shares: [("control", "44%"), ("treatment", "56%")])
    try other.outcomes(
      "1998-01-04", keys.enumerated().map { ($1.name, .integer($0 % 2 == 0 ? 1 : 0), .null, .null) })
    #expect(try other.take().record.status == .told)
  }

  @Test("outcomes that are lost in one variant are a mismatch as well")
  func lost() throws {
    let bench = try ReadoutBench()
    let keys = (0..<2_000).map {
      ReadoutBench.Key(name: "k\($0)", variant: $0 % 2 == 0 ? "control" : "treatment")
    }
    try bench.night("1998-01-04", keys)
    let known = keys.enumerated().filter { $0.offset % 2 == 0 || $0.offset < 1_600 }
    try bench.outcomes("1998-01-04", known.map { ($0.element.name, .integer(1), .null, .null) })
    let record = try bench.take().record
    #expect(record.status == .mismatch)
    #expect(record.sentence.contains("the keys with an outcome contradict the shares: control has 1000"))
    #expect(record.sampleRatio?.pValue == 1)
  }

  @Test("with other shares a new stretch begins")
  func stretches() throws {
    let bench = try ReadoutBench()
    let keys = (0..<600).map { "k\($0)" }
    func variants(_ treated: Int) -> [ReadoutBench.Key] {
      keys.enumerated().map { .init(name: $1, variant: $0 < treated ? "treatment" : "control") }
    }
    try bench.night("1998-01-04", variants(60), shares: [("control", "90%"), ("treatment", "10%")])
    try bench.night("1998-01-11", variants(300))
    for date in ["1998-01-04", "1998-01-11"] {
      try bench.outcomes(
        date, keys.enumerated().map { ($1, .integer($0 % 5 == 0 ? 1 : 0), .null, .null) })
    }
    let record = try bench.take().record
    #expect(record.variants.map(\.keys) == [300, 300] && record.firstDate == "1998-01-11")
    #expect(record.variants.map(\.share) == ["50%", "50%"])
    #expect(record.notes.first?.hasPrefix("The shares are as they are since 1998-01-11") == true)
    let before = try bench.take("1998-06-28", ReadoutBench.plan(until: "1998-01-10")).record
    #expect(before.variants.map(\.keys) == [540, 60])
    #expect(before.notes.map { $0.hasPrefix("The plan was another one") } == [true])
    #expect(before.effects[0].reason == "too few keys to tell: 60 of 100 in treatment")
  }

  @Test("dates of another split, and those of which the book knows none, are left out and told")
  func strangers() throws {
    let bench = try ReadoutBench()
    try bench.night("1998-01-04", [.init(name: "x", variant: "control")], split: "other")
    try bench.night("1998-01-11", [.init(name: "y", variant: "control")], split: nil)
    try bench.simple("1998-01-18", each: 150)
    let record = try bench.take().record
    #expect(record.variants.map(\.keys) == [150, 150])
    #expect(record.notes == ["2 dates are left out: the book knows no split 'mail' of their runs."])
  }

  @Test("a look at the end tells nothing before it, and the same ever after")
  func end() throws {
    let bench = try ReadoutBench()
    let plan = ReadoutBench.plan(looks: .atEnd, plannedKeys: 300)
    try bench.simple("1998-01-04", each: 100)
    let early = try bench.take("1998-03-01", plan).record
    #expect(early.status == .early)
    #expect(early.sentence == "mail: too early: 200 of 300 planned keys have entered.")
    try bench.simple("1998-03-08", each: 100, first: 100)
    #expect(
      try bench.take("1998-03-09", plan).record.sentence
        == "mail: too early: the outcomes of 200 keys are not complete.")
    let full = try bench.take("1998-04-05", plan).record
    #expect(full.status == .told && full.counted == 400)
    // Whoever comes later is not asked any more.
    try bench.simple("1998-05-03", each: 100, buyers: [0, 100], first: 200)
    #expect(try bench.take("1998-06-28", plan).record.effects == full.effects)
    let dated = ReadoutBench.plan(looks: .atEnd, until: "1998-03-07")
    #expect(
      try bench.take("1998-02-01", dated).record.sentence
        == "mail: too early: keys enter until 1998-03-07.")
    #expect(try bench.take("1998-04-05", dated).record.counted == 200)
  }

  @Test("a plan that was another one at an earlier look is told")
  func changedPlan() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 150)
    _ = try bench.take("1998-02-01")
    let record = try bench.take("1998-02-02", ReadoutBench.plan(metrics: [ReadoutBench.revenue])).record
    #expect(record.notes.last?.hasPrefix("The plan was another one at the look of 1998-02-01") == true)
  }
}
