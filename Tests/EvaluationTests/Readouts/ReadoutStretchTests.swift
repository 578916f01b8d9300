import Book
import Datasets
import Diagnostics
import Evaluation
import Testing
import Workspace

@Suite("The stretch of nights that a readout tells of")
struct ReadoutStretchTests {
  private static let few = [("control", "90%"), ("treatment", "10%")]
  private static let over = [("control", "100%"), ("treatment", "0%")]

  @Test("planned keys close it: neither later nights nor other shares open it again")
  func closed() throws {
    let bench = try ReadoutBench()
    let plan = ReadoutBench.plan(looks: .atEnd, plannedKeys: 300)
    try bench.simple("1998-01-04", each: 200)
    let closed = try bench.take("1998-03-01", plan).record
    #expect(closed.status == .told && closed.counted == 400)
    // After the end everybody is mailed, or nobody, or half of them again.
    try bench.night("1998-03-08", [.init(name: "a", variant: "control")], shares: Self.over)
    try bench.simple("1998-03-15", each: 300, buyers: [0, 200], first: 500)
    let later = try bench.take("1998-06-28", plan).record
    #expect(later.effects == closed.effects && later.variants == closed.variants)
    #expect(later.lastDate == "1998-01-04")
    #expect(
      later.notes == ["The shares changed on 1998-03-08: who entered from then on is not counted."])
  }

  @Test("a stretch that did not reach the planned keys is not the one that did")
  func second() throws {
    let bench = try ReadoutBench()
    let plan = ReadoutBench.plan(looks: .atEnd, plannedKeys: 300)
    try bench.simple("1998-01-04", each: 100)
    try bench.simple("1998-01-11", each: 200, first: 100, shares: [("control", "40%"), ("treatment", "40%")])
    try bench.simple("1998-01-18", each: 250, first: 300)
    let record = try bench.take("1998-06-28", plan).record
    #expect(record.firstDate == "1998-01-11" && record.counted == 400)
    #expect(
      record.notes == [
        "The shares were other ones before 1998-01-11: keys count from then on, and some of them were in another "
          + "variant before.",
        "The shares changed on 1998-01-18: who entered from then on is not counted.",
      ])
  }

  @Test("with until it is the one of the last night before, and in sequence the last that compares")
  func last() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 200)
    let dated = ReadoutBench.plan(looks: .atEnd, until: "1998-01-10")
    let before = try bench.take("1998-06-28", dated).record
    try bench.night("1998-01-11", [.init(name: "a", variant: "control")], shares: Self.over)
    #expect(try bench.take("1998-06-28", dated).record == before)
    // The test is over: its last stretch stays.
    let stays = try bench.take().record
    #expect(stays.counted == 400 && stays.lastDate == "1998-01-04")
    try bench.simple("1998-01-18", each: 150, first: 500)
    #expect(try bench.take().record.firstDate == "1998-01-18")
  }

  @Test("an old night that is run again with the shares of today is left out, and begins nothing")
  func rerun() throws {
    let bench = try ReadoutBench()
    for (place, date) in ["1998-01-04", "1998-01-11", "1998-01-18"].enumerated() {
      try bench.simple(date, each: 150, first: 1_000 * place)
    }
    #expect(try bench.take().record.counted == 900)
    let late = "2026-02-01T00:00:00Z"
    try bench.night("1998-01-11", [.init(name: "x", variant: "control")], shares: Self.few, committed: late)
    let record = try bench.take().record
    #expect(record.counted == 600 && record.dates == 2 && record.firstDate == "1998-01-04")
    #expect(
      record.notes == [
        "1 date is left out: run again after a later date, with other shares than those of its time."
      ])
    // The first one, too.
    try bench.night("1998-01-04", [.init(name: "x", variant: "control")], shares: Self.few, committed: late)
    let third = try bench.take().record
    #expect(third.dates == 1 && third.firstDate == "1998-01-18")
    #expect(third.notes.map { $0.hasPrefix("2 dates are left out: run again") } == [true])
  }

  @Test("an old night that is run again with the shares it had, or came late, is as good as any")
  func again() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-11", each: 150)
    try bench.simple("1998-01-04", each: 150, first: 150, committed: "2026-02-01T00:00:00Z")
    let record = try bench.take().record
    #expect(record.counted == 600 && record.dates == 2 && record.notes == [])
  }

  @Test("dates whose run the book does not know are told with what mends them, and make a covariate unclean")
  func unknown() throws {
    let plan = ReadoutBench.plan(metrics: [ReadoutBench.revenue], covariate: "money_before")
    func notes(_ split: String?, salt: String, isKnown: Bool) throws -> [String] {
      let bench = try ReadoutBench()
      try bench.night(
        "1998-01-04", [.init(name: "x", variant: "treatment")], split: split, salt: salt, isKnown: isKnown)
      try bench.simple("1998-01-11", each: 150)
      return try bench.take("1998-06-28", plan).record.notes
    }
    let unclean =
      "Nothing is adjusted by money_before: keys were in variants before, and it may hold what these did."
    #expect(
      try notes("mail", salt: "d", isKnown: false) == [
        "1 date is left out: the book does not know its run. Restore the book, or, where the shares were those of "
          + "today, run it again with --force.", unclean,
      ])
    let other = "1 date is left out: the book knows no split 'mail' of its run."
    // The same salt under another name: the same keys in the same variants.
    #expect(try notes("other", salt: "d", isKnown: true) == [other, unclean])
    #expect(try notes("other", salt: "e", isKnown: true) == [other])
    #expect(try notes(nil, salt: "", isKnown: true) == [other])
  }

  @Test("before its end a readout that is looked at once reads no outcomes")
  func unread() throws {
    let bench = try ReadoutBench()
    try bench.simple("1998-01-04", each: 200)
    try bench.bench.actuals.execute("UPDATE done SET bought = 'perhaps'")
    let early = try bench.take("1998-06-28", ReadoutBench.plan(looks: .atEnd, plannedKeys: 1_000)).record
    #expect(early.status == .early && early.variants.map(\.keys) == [200, 200])
    #expect(early.variants.allSatisfy { $0.counted + $0.waiting + $0.withoutOutcome == 0 })
    #expect(early.sampleRatio?.pValue == 1 && early.sampleRatio?.countedPValue == nil)
    let closed = ReadoutBench.plan(looks: .atEnd, plannedKeys: 400)
    #expect(problem { _ = try bench.take("1998-06-28", closed) }?.identifier == .readoutOutcome)
  }
}
