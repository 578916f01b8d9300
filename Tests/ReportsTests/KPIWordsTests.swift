import Book
import Charts
import Statistics
import Testing
import Workspace

@testable import Reports

/// Expected sentences are written by hand; limits are mean ± 2.66 times the mean change, reckoned beside each case.
@Suite("Sentences of a KPI")
struct KPIWordsTests {
  /// Weeks from Monday, 2025-11-03, on; nil for a value that the query gave as NULL.
  private func records(_ values: [Double?], of dimension: String? = nil, from week: Int = 0)
    -> [KPIValueRecord]
  {
    values.enumerated().map { place, value in
      KPIValueRecord(
        kpi: "k", dimension: dimension, period: Day(number: 20_395 + 7 * (week + place)).iso, value: value,
        sqlDigest: "s", dataDigest: nil, computedAt: "2026-02-03T00:00:00Z")
    }
  }

  private func kpi(
    target: Int? = nil, direction: String? = "up", limits: String? = nil, period: String = "week"
  ) throws -> Configuration.KPI {
    var keys = ["query: k.sql", "tables: {orders: orders}", "period: \(period)", "unit: EUR"]
    if let target { keys.append("target: \(target)") }
    if let direction { keys.append("direction: \(direction)") }
    if let limits { keys.append("limits: {xmr: \(limits)}") }
    let yaml =
      "name: s\ntimezone: UTC\ndatasets:\n  orders: {csv: o.csv, key: [id]}\nkpis:\n  k: {\(keys.joined(separator: ", "))}\n"
    let configuration = try ConfigurationLoader.decode(yaml: yaml, file: "scorebook.yaml", root: "/nowhere")
    return try #require(configuration.kpis["k"])
  }

  private func reading(
    _ values: [Double?], _ kpi: Configuration.KPI? = nil, releases: [KPIRelease] = [], asOf: Day? = nil
  ) throws -> KPIReading {
    let series = KPISeries(try kpi ?? self.kpi(), records(values), releases: releases)
    return KPIReading(series, asOf: asOf ?? KPIReading.morning(of: [series]))
  }

  /// Ten weeks of 10 and 12 in turn: mean 11, mean change 2, limits 5.68 and 16.32.
  private let calm: [Double?] = [10, 12, 10, 12, 10, 12, 10, 12, 10, 12]

  @Test("no signal: the limits, and that nothing is to be explained")
  func calmWords() throws {
    let reading = try reading(calm)
    #expect(
      reading.signalSentence
        == "No signal: the value lies within its natural limits, €5.68 to €16.32. A difference of this size is usual and "
        + "needs no explanation.")
    #expect(reading.changeSentence == "It is €2.00 (20.0%) above the week before.")
    #expect(reading.state == .current && reading.dataSentence == nil && reading.targetSentence == nil)
    #expect(reading.signalLabel == "○ no signal")
    #expect(KPISummary.trouble(reading) == nil)
  }

  @Test(
    "above the upper limit: for the better where up is wanted, not where down is, and unjudged without a direction"
  )
  func signalUp() throws {
    // Eleven values, mean 160/11 = 14.545; ten changes of 2 and, the last, 38: sum 9 · 2 + 38 = 56, mean 5.6;
    // limits 14.545 ± 14.896.
    let values = calm + [50]
    let up = try reading(values)
    #expect(
      up.signalSentence
        == "Signal: the value lies above its upper natural limit; the change from the week before is larger than "
        + "changes usually are. The natural limits are €0 to €29.44. Something changed, and for the better; look for the "
        + "cause and keep it.")
    #expect(up.signals.map(\.since) == [up.day, up.day] && up.wanted == true)
    #expect(up.signalLabel == "▲ above upper limit")
    #expect(KPISummary.trouble(up) == nil)
    let down = try reading(values, kpi(direction: "down"))
    #expect(down.signalSentence?.hasSuffix("not in the wanted direction; look for the cause.") == true)
    #expect(KPISummary.trouble(down) == "K shows a change in the unwanted direction")
    let neither = try reading(values, kpi(direction: nil))
    #expect(neither.signalSentence?.hasSuffix("Something changed; look for the cause.") == true)
    #expect(KPISummary.trouble(neither) == "K shows a change whose cause is to be found")
  }

  @Test("a run below the mean is told with its length and since when")
  func run() throws {
    // Nine weeks at 20 and 22 in turn, nine at 10 and 12: the last nine all lie below the mean.
    let values: [Double?] = [20, 22, 20, 22, 20, 22, 20, 22, 20, 12, 10, 12, 10, 12, 10, 12, 10, 12]
    let reading = try reading(values)
    let run = reading.signals.first { $0.rule == .runOfEight }
    #expect(run?.length == 9 && run?.since == Day(number: 20_395 + 63))
    #expect(
      reading.signalSentence?.contains(
        "the last 9 values, since the week from 2026-01-05, all lie below the mean of €16.00") == true)
    #expect(reading.signalLabel == "▼ run below mean")
    #expect(KPISummary.trouble(reading) == "K shows a change in the unwanted direction")
  }

  @Test("a value back within the limits names the last signal")
  func lastSignal() throws {
    let reading = try reading(calm + [50, 12])
    #expect(reading.signals.map(\.rule) == [.rangeBeyondLimit])
    let later = try self.reading(calm + [50, 12, 12])
    #expect(later.signals.isEmpty)
    #expect(
      later.signalSentence?.contains(
        "The last signal was in the week from 2026-01-19: jump beyond the range limit.")
        == true, "\(later.signalSentence ?? "")")
  }

  @Test("too few values, values that never vary, and no value say so")
  func few() throws {
    #expect(
      try reading([1, 2, 3]).signalSentence
        == "There are too few values to tell usual variation from a change: 3 of 6.")
    #expect(try reading([1, 2, 3]).signalLabel == "– too few values")
    #expect(
      try reading([7, 7, 7, 7, 7, 7]).signalSentence
        == "All values that the limits come from are the same, €7.00.")
    let none = try reading([nil, nil])
    #expect(
      none.state == .none && none.dataSentence == "There is no value yet." && none.signalSentence == nil)
    #expect(KPISummary.trouble(none) == "K has no value yet")
    #expect(try reading([5]).changeSentence == "There is no value for the week before.")
  }

  @Test("a target is met, met exactly, missed, or lies on a side of the value")
  func targets() throws {
    #expect(
      try reading(calm, kpi(target: 8)).targetSentence == "It meets the target of €8.00, by €4.00 (50.0%).")
    #expect(try reading(calm, kpi(target: 8)).targetLabel == "✓ €4.00 above target")
    #expect(try reading(calm, kpi(target: 12)).targetSentence == "It meets the target of €12.00 exactly.")
    #expect(
      try reading(calm, kpi(target: 16)).targetSentence == "It misses the target of €16.00 by €4.00 (25.0%).")
    #expect(
      KPISummary.trouble(try reading(calm, kpi(target: 16))) == "K misses its target of €16.00 by €4.00")
    #expect(
      try reading(calm, kpi(target: 16, direction: "down")).targetSentence
        == "It meets the target of €16.00, by €4.00 (25.0%).")
    #expect(
      try reading(calm, kpi(target: 16, direction: nil)).targetSentence
        == "It lies €4.00 (25.0%) below the target of €16.00.")
    #expect(try reading(calm, kpi(target: 0)).targetSentence == "It meets the target of €0, by €12.00.")
  }

  @Test("whether the process can reach the target is told from its limits")
  func reach() throws {
    #expect(
      try reading(calm, kpi(target: 20)).reachSentence
        == "The target lies beyond the natural limits: as things run, hardly any week will meet it (0 of 10 weeks did)."
    )
    #expect(
      try reading(calm, kpi(target: 11)).reachSentence
        == "The target lies within the natural limits: some weeks meet it and some miss it without anything having "
        + "changed (5 of 10 weeks did).")
    let none = try reading([10, 11.9, 10, 11.9, 10, 11.9, 10, 11.9, 10, 11.9], kpi(target: 12))
    #expect(
      none.reachSentence
        == "The target lies within the natural limits: none of 10 weeks met it, and yet one may without anything having "
        + "changed.")
    #expect(
      try reading(calm, kpi(target: 10)).reachSentence
        == "The target lies within the natural limits: all 10 weeks met it, and yet one may miss it without anything "
        + "having changed.")
    #expect(
      try reading(calm, kpi(target: 3)).reachSentence
        == "As things run, nearly every week will meet the target (10 of 10 weeks did).")
    #expect(
      try reading(calm, kpi(target: 20, direction: "down")).reachSentence
        == "As things run, nearly every week will meet the target (10 of 10 weeks did).")
    #expect(try reading(calm, kpi(target: 11, direction: nil)).reachSentence == nil)
    #expect(try reading([1, 2], kpi(target: 11)).reachSentence == nil)
  }

  @Test("a value that is not there is late, or missing where the query gave nothing")
  func late() throws {
    // The tenth week begins on 2026-01-05; on 2026-01-19 the one from 2026-01-12 is over.
    let late = try reading(calm, asOf: Day(iso: "2026-01-20"))
    #expect(late.state == .late)
    #expect(
      late.dataSentence
        == "The value of the week from 2026-01-12 is not there yet; what is told here is of the week from 2026-01-05."
    )
    #expect(KPISummary.trouble(late) == "K has no value for the week from 2026-01-12")
    let missing = try reading(calm + [nil])
    #expect(missing.state == .missing)
    #expect(
      missing.dataSentence
        == "The query gives no value for the week from 2026-01-12; what is told here is of the week from 2026-01-05."
    )
    #expect(try reading(calm, asOf: Day(iso: "2026-01-12")).state == .current)
    let gaps = try reading([10, 12, nil, 12, 10, 12, 10, 12, 10, 12])
    #expect(gaps.gapSentence == "1 of the 10 weeks that the limits come from has no value.")
  }

  @Test("a year before is 52 weeks, 364 days, or the same month")
  func year() throws {
    let values: [Double?] = [8] + Array(repeating: 10, count: 51) + [12]
    let reading = try reading(values)
    #expect(
      reading.changeSentence
        == "It is €2.00 (20.0%) above the week before and €4.00 (50.0%) above 52 weeks earlier.")
    #expect(KPISeries.yearBefore(Day(iso: "2026-03-01") ?? Day(number: 0), .month).iso == "2025-03-01")
    #expect(KPISeries.yearBefore(Day(iso: "2026-03-01") ?? Day(number: 0), .day).iso == "2025-03-02")
  }

  @Test("a change of more than ten times is told as a factor, and a day as a day")
  func factor() throws {
    let jump = try reading(calm + [1500])
    #expect(jump.changeSentence == "It is €1,488 (×125) above the week before.")
    #expect(jump.previous?.text == "×125")
    #expect(try reading(calm + [240]).previous?.text == "×20.0")
    #expect(try reading(calm + [132]).previous?.text == "+1,000.0%")
    #expect(try reading(calm, kpi(target: 1)).targetSentence == "It meets the target of €1.00, by €11.00.")
    #expect(try reading(calm + [-500]).previous?.text == "×−41.7")
    let day = Day(number: 20_395)
    #expect(KPISeries(try kpi(), records(calm)).during(day) == "in the week from 2025-11-03")
    #expect(KPISeries(try kpi(period: "day"), records(calm)).during(day) == "on 2025-11-03")
  }

  @Test("limits that start again at a release say since when, and how many values they wait for")
  func restarted() throws {
    let rule = "restart_at_release"
    // The release falls into the tenth week; the eleventh is the first of its own.
    let release = KPIRelease(reference: "m@2", day: Day(number: 20_395 + 65))
    let waiting = try reading(calm + [20, 22], kpi(limits: rule), releases: [release])
    #expect(
      waiting.signalSentence
        == "m@2 became champion on 2026-01-07, and limits start again there: 2 of 6 values that they need are there."
    )
    let settled = try reading(calm + [20, 22, 20, 22, 20, 22], kpi(limits: rule), releases: [release])
    #expect(
      settled.restartSentence == "The limits are of the 6 weeks since m@2 became champion on 2026-01-07.")
    // Mean 21 ± 2.66 · 2.
    #expect(settled.signalSentence?.contains("€15.68 to €26.32") == true)
  }

  @Test("the summary names what changed, what needs attention and what is fine, each in one sentence")
  func summary() throws {
    let missed = try reading(calm, kpi(target: 16))
    let summary = KPISummary([missed, try reading(calm, kpi(target: 8))], evaluations: [], readouts: [])
    #expect(
      summary.changed == "Nothing beyond the usual variation; the largest move, K by +20.0%, lies within it.")
    #expect(summary.attention == "K misses its target of €16.00 by €4.00.")
    #expect(summary.fine == "K meets its target.")
    #expect(summary.needsAttention)
    let fine = KPISummary([try reading(calm)], evaluations: [], readouts: [])
    #expect(
      fine.attention == "Nothing: no number is missing, misses its target or moved in the unwanted direction."
    )
    #expect(fine.fine == "K stays within its usual variation." && !fine.needsAttention)
    let young = KPISummary([try reading([1, 2])], evaluations: [], readouts: [])
    #expect(young.changed == "There are too few values to tell a change from usual variation.")
    #expect(young.fine == "None of the numbers can be called so.")
    let asOf = Day(number: 20_395 + 7 * 400)
    let late = KPISummary([try reading(calm, asOf: asOf)], evaluations: [], readouts: [])
    #expect(late.changed == "That can't be told: no number has a value for its newest period.")
    let mixed = KPISummary(
      [try reading(calm + [nil]), try reading([1, 2])], evaluations: [], readouts: [])
    #expect(
      mixed.changed
        == "That can't be told: numbers with enough values have none for their newest period, and the others have "
        + "too few.")
    let changed = KPISummary([try reading(calm + [50])], evaluations: [], readouts: [])
    #expect(changed.changed == "K: the value lies above its upper natural limit.")
    #expect(changed.fine == "K moved in the wanted direction.")
    let several = KPISummary(
      try (0..<6).map { _ in try reading(calm + [50]) }, evaluations: [], readouts: [])
    #expect(
      several.changed
        == "Signals in K (▲ above upper limit), K (▲ above upper limit), K (▲ above upper limit), K (▲ above upper limit) and 2 more."
    )
    let many = try KPISummary(
      (0..<6).map { _ in try reading(calm, kpi(target: 16)) }, evaluations: [], readouts: [])
    #expect(many.attention.hasSuffix("; and 2 more."))
  }
}
