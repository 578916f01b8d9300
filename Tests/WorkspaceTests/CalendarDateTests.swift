import Diagnostics
import Testing
import Workspace

@Suite("Calendar date")
struct CalendarDateTests {
  @Test("agrees with Python's datetime on days, text and weekday")
  func table() throws {
    let rows = text(ofFixture: "calendar.csv").split(separator: "\n").dropFirst()
    #expect(rows.count > 900)
    for row in rows {
      let fields = row.split(separator: ",")
      let days = try #require(Int(fields[0]))
      let date = try #require(CalendarDate(fields[1]))
      #expect(date.daysSinceEpoch == days)
      #expect(CalendarDate(daysSinceEpoch: days).description == String(fields[1]))
      #expect(date.isoWeekday == Int(fields[2]))
    }
  }

  @Test(
    "refuses what is not a day",
    arguments: [
      "1997-02-29", "1900-02-29", "1997-00-10", "1997-13-01", "1997-04-31", "1997-01-00", "1997-1-01",
      "1997-01-1",
      "1997/01/01", "19970101", "", "0000-01-01", "1997-01-01 ", "+997-01-01", "１９９７-01-01", "1997-01-0x",
    ])
  func refused(text: String) { #expect(CalendarDate(text) == nil) }

  @Test(
    "knows what day it is in a time zone",
    arguments: [
      ("UTC", 0.0, "1970-01-01"), ("UTC", 86_399.9, "1970-01-01"), ("UTC", 86_400, "1970-01-02"),
      ("UTC", -1, "1969-12-31"),
      // 2026-03-28T23:30Z is the 29th in Berlin (UTC+1), a day before its clocks change.
      ("Europe/Berlin", 1_774_740_600, "2026-03-29"), ("America/New_York", 1_774_740_600, "2026-03-28"),
      ("Pacific/Kiritimati", 1_774_692_000, "2026-03-29"), ("UTC", 1_774_692_000, "2026-03-28"),
    ])
  func today(zone: String, now: Double, date: String) throws {
    #expect(try CalendarDate.today(in: zone, now: now).description == date)
  }

  @Test("says so where a zone is not known")
  func unknownZone() {
    #expect {
      _ = try CalendarDate.today(in: "Europe/Nowhere", now: 0)
    } throws: {
      "\($0)"
        == "time zone 'Europe/Nowhere' is not known on this machine; expected an IANA name such as Europe/Berlin."
    }
  }
}

@Suite("Dates of a job")
struct JobDatesTests {
  private func job(_ dates: String) throws -> Configuration.Job {
    let yaml = text(ofFixture: "small.yaml").replacing("    every: 7d\n    since: 1997-11-02\n", with: dates)
    let configuration = try ConfigurationLoader.decode(yaml: yaml, file: "scorebook.yaml", root: "/ws")
    return try #require(configuration.jobs["night"])
  }

  private func date(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

  @Test("35 Sundays from 1997-11-02 to 1998-06-28")
  func sundays() throws {
    let job = try job("    every: 7d\n    since: 1997-11-02\n")
    let dates = try job.dates(from: date("1997-11-02"), to: date("1998-06-28"))
    #expect(dates.count == 35)
    #expect(dates.allSatisfy { $0.isoWeekday == 7 })
    #expect(dates.first?.description == "1997-11-02")
    #expect(dates.last?.description == "1998-06-28")
    #expect(
      try job.dates(from: date("1997-11-09"), to: date("1997-11-09")).map(\.description) == ["1997-11-09"])
    #expect(try job.latestDate(upTo: date("1997-11-08"))?.description == "1997-11-02")
    #expect(try job.latestDate(upTo: date("1997-11-09"))?.description == "1997-11-09")
    #expect(try job.latestDate(upTo: date("1997-11-01")) == nil)
  }

  @Test("without 'every', the days that a command names")
  func days() throws {
    let job = try job("")
    #expect(
      try job.dates(from: date("1997-12-31"), to: date("1998-01-02")).map(\.description) == [
        "1997-12-31", "1998-01-01", "1998-01-02",
      ])
    #expect(try job.latestDate(upTo: date("1997-11-08"))?.description == "1997-11-08")
  }

  @Test(
    "refuses other days and names the nearest",
    arguments: [
      (
        "1997-11-04", "1997-11-16",
        "1997-11-04 is not a date of job 'night'; expected a date every 7d since 1997-11-02. "
          + "Its nearest dates are 1997-11-02 and 1997-11-09."
      ),
      (
        "1997-11-02", "1997-11-15",
        "1997-11-15 is not a date of job 'night'; expected a date every 7d since 1997-11-02. "
          + "Its nearest dates are 1997-11-09 and 1997-11-16."
      ),
      (
        "1997-10-26", "1997-11-09",
        "1997-10-26 is not a date of job 'night'; expected a date every 7d since 1997-11-02. "
          + "Its first date is 1997-11-02."
      ),
      (
        "1997-11-16", "1997-11-09",
        "the span of dates ends before it begins; found 1997-11-16 to 1997-11-09. Swap them."
      ),
    ])
  func refused(first: String, last: String, message: String) throws {
    let job = try job("    every: 7d\n    since: 1997-11-02\n")
    let span = (try date(first), try date(last))
    #expect {
      _ = try job.dates(from: span.0, to: span.1)
    } throws: {
      "\($0)" == message
    }
  }
}
