@testable import Site
import Testing

@Suite("Dates of pages")
struct PageDateTests {
  @Test(
    "are days of the calendar, with a time in UTC or without",
    arguments: [
      "1997-11-02", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "1997-11-02T00:00:00Z",
      "1997-11-02T23:59:59Z",
    ])
  func valid(date: String) { #expect(PageDate.isValid(date)) }

  @Test(
    "are nothing else",
    arguments: [
      "", "1997", "0000-01-01", "2024-02-30", "2023-02-29", "1900-02-29", "1997-04-31", "1997-13-01",
      "1997-00-01",
      "1997-01-00",
      "1997-1-002", "1997/11/02", "1997-11-02T", "1997-11-02T24:00:00Z", "1997-11-02T00:60:00Z",
      "1997-11-02T00:00:60Z", "1997-11-02 00:00:00Z", "1997-11-02T00:00:00z", "1997-11-02T00:00:00",
      "1997-11-02T00:00:00+01", "199\u{661}-11-0", "\u{661}997-11-02",
    ])
  func invalid(date: String) { #expect(!PageDate.isValid(date)) }
}
