import Book
import Datasets
import Evaluation
import Foundation
import Testing
import Workspace

@Suite("Label delay, versions and what is left out")
struct LabelDelayTests {
  @Test("35 Sundays as of the last: 31 are judged, four are too young")
  func sundays() throws {
    let bench = try EvaluationBench()
    let first = try #require(CalendarDate("1997-11-02"))
    for week in 0..<35 {
      let date = CalendarDate(daysSinceEpoch: first.daysSinceEpoch + 7 * week).description
      try bench.writeNight(date, run: "run-\(week)")
    }
    let outcome = try bench.evaluate("1998-06-28")
    #expect(outcome.nights == 35)
    #expect(outcome.mature == 31)
    #expect(outcome.immature == 4)
    let pooled = try #require(outcome.pooled.first)
    #expect(pooled.dates == 31)
    #expect(pooled.immature == 4)
    #expect(pooled.rows == 310)
    #expect(outcome.records.last?.date == "1998-05-31")
  }

  @Test(
    "a night is mature on the day its label delay ends, and not the day before",
    arguments: [
      ("1997-11-29", 0), ("1997-11-30", 1), ("1997-12-01", 1),
    ])
  func boundary(_ asOf: String, _ mature: Int) throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    let outcome = try bench.evaluate(asOf)
    #expect(outcome.mature == mature)
    #expect(outcome.pooled.map(\.immature) == [1 - mature])
    #expect(outcome.pooled.map(\.dates) == [mature])
    if mature == 0 { #expect(outcome.pooled[0].reason(for: "auc") == "there are no observations") }
  }

  @Test("looking back from an earlier day shows what that morning knew, and the book keeps what it knows")
  func backwards() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", run: "r")
    let forward = try bench.evaluate("1998-01-01")
    let outcome = try bench.evaluate("1997-11-09", now: "t2")
    #expect(outcome.mature == 0)
    #expect(outcome.immature == 1)
    #expect(outcome.pooled.map(\.dates) == [0])
    #expect(outcome.isLookBack && outcome.written == 0 && !forward.isLookBack)
    let kept = try bench.book.evaluations(name: "repurchase")
    #expect(kept.map(\.dates) == forward.records.map(\.dates) && kept.map(\.computedAt) == ["t1", "t1"])
    #expect(
      try bench.evaluate("1998-01-01", now: "t3").pooled.map(\.metrics) == forward.pooled.map(\.metrics))
  }

  @Test("nights on or before trained_until are flagged and not pooled")
  func flagged() throws {
    let bench = try EvaluationBench()
    try bench.register("repurchase", digest: "a", bands: nil, trainedUntil: "1997-11-09")
    for (index, date) in ["1997-11-02", "1997-11-09", "1997-11-16"].enumerated() {
      try bench.writeNight(date, run: "r\(index)")
    }
    let outcome = try bench.evaluate("1998-01-01")
    #expect(outcome.records.filter { $0.date != nil }.map(\.isFlagged) == [true, true, false])
    let pooled = try #require(outcome.pooled.first)
    #expect(pooled.dates == 1)
    #expect(pooled.rows == 10)
    #expect(pooled.detail?.flaggedDates == 2)
  }

  @Test("each night counts for the version that scored it; shadows by model and version")
  func versions() throws {
    let bench = try EvaluationBench()
    try bench.writeNight("1997-11-02", champion: "repurchase@1", run: "r0")
    try bench.writeNight("1997-11-09", champion: "repurchase@2", run: "r1")
    let rows = (0..<10).map { EvaluationBench.Row(key: "c\($0)", score: 0.5) }
    try bench.writeShadow("1997-11-02", "repurchase", 2, run: "r0", rows)
    try bench.writeShadow("1997-11-02", "rfm", 1, run: "r0", rows)
    try bench.writeShadow("1997-11-09", "rfm", 1, run: "r1", rows)
    // The champion itself as a shadow says nothing new; rows of a replaced run are nobody's.
    try bench.writeShadow("1997-11-09", "repurchase", 2, run: "r1", rows)
    try bench.writeShadow("1997-11-09", "old", 7, run: "r-1", rows)
    let outcome = try bench.evaluate("1998-01-01")
    let told = outcome.records.map {
      "\($0.model)@\($0.number) \($0.date ?? "all") \($0.role.rawValue) \($0.dates)"
    }
    #expect(
      told == [
        "repurchase@1 all champion 1", "repurchase@1 1997-11-02 champion 1", "repurchase@2 all champion 2",
        "repurchase@2 1997-11-02 shadow 1", "repurchase@2 1997-11-09 champion 1", "rfm@1 all shadow 2",
        "rfm@1 1997-11-02 shadow 1", "rfm@1 1997-11-09 shadow 1",
      ])
    #expect(outcome.records.last?.metric("auc")?.value == 0.5)
  }

  @Test("keys without outcome, outcomes without prediction and NaN are counted and left out")
  func missing() throws {
    let bench = try EvaluationBench()
    try bench.write(
      "1997-11-02", champion: "repurchase@1", run: "r",
      [
        .init(key: "a", score: 0.1), .init(key: "b", score: 0.9), .init(key: "c", score: nil),
        .init(key: "x", score: 0.5),
      ])
    try bench.writeOutcomes(
      "1997-11-02",
      [("a", .integer(0)), ("b", .real(1)), ("c", .text("TRUE")), ("d", .text("false")), ("e", .integer(1))])
    let record = try #require(try bench.evaluate("1998-01-01").pooled.first)
    #expect(record.rows == 2)
    #expect(record.detail?.withoutOutcome == 1)
    #expect(record.detail?.withoutPrediction == 2)
    #expect(record.detail?.notANumber == 1)
    #expect(record.metric("auc")?.value == 1)
    // Complete separation: DeLong's interval would claim certainty.
    #expect(record.metric("auc")?.lower == nil)
  }

  @Test("rows that the fallback answered are told and left out; doing it twice changes nothing")
  func fallbacks() throws {
    let bench = try EvaluationBench()
    for (index, date) in ["1997-11-02", "1997-11-09"].enumerated() {
      try bench.writeNight(date, run: "r\(index)")
    }
    // Answers that would turn the ranking round; the first night was written before there was a fallback.
    try bench.target.execute(
      """
      ALTER TABLE scores ADD COLUMN is_fallback INTEGER;
      UPDATE scores SET is_fallback = 0 WHERE date = '1997-11-09';
      UPDATE scores SET is_fallback = 1, probability = 1 WHERE date = '1997-11-09' AND customer_id IN ('c0', 'c1');
      INSERT INTO scores VALUES ('1997-11-09', 'x', 1, 'r1', 1)
      """)
    let outcome = try bench.evaluate("1998-01-01")
    let night = try #require(outcome.records.last)
    #expect(night.date == "1997-11-09" && night.rows == 8)
    #expect(night.detail?.fallbacks == 3)
    #expect(night.detail?.withoutPrediction == 0 && night.detail?.withoutOutcome == 0)
    #expect(outcome.records[1].rows == 10 && outcome.records[1].detail?.fallbacks == nil)
    let pooled = try #require(outcome.pooled.first)
    #expect(pooled.rows == 18 && pooled.detail?.fallbacks == 3)
    #expect(outcome.table().rows[0].last?.hasPrefix("3 fallback rows left out") == true)
    // Over c2…c9 alone, of which c2, c5 and c8 bought: 6 of the 15 pairs are in order.
    #expect(night.metric("auc")?.value == 6.0 / 15)
    #expect(try bench.evaluate("1998-01-01", now: "t2").written == 0)
  }

  @Test("nothing stands: nothing is judged")
  func empty() throws {
    let bench = try EvaluationBench()
    let outcome = try bench.evaluate("1998-01-01")
    #expect(outcome.nights == 0)
    #expect(outcome.records.isEmpty)
    #expect(outcome.table().headings.first == "version")
  }
}
