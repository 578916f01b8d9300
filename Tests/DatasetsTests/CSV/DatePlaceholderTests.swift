import Datasets
import Diagnostics
import Testing

@Suite("':date' in paths")
struct DatePlaceholderTests {
  @Test(
    "stands for the date unless the name goes on",
    arguments: [
      (":date.csv", "D.csv"), ("a/:date/b-:date.csv", "a/D/b-D.csv"), (":date", "D"), (":date2", "D2"),
      (":dateX", "DX"), (":date:date", "DD"), ("::date", ":D"), (":dateé", "Dé"),
      (":dates.csv", ":dates.csv"),
      (":date_x.csv", ":date_x.csv"), (":dat", ":dat"), ("", ""), ("date", "date"), (":dat:date", ":datD"),
    ])
  func parts(_ path: String, _ expected: String) {
    let placeholder = DatePlaceholder(path)
    #expect(placeholder.path(date: "D") == expected)
    #expect(placeholder.isPresent == (path != expected))
  }
}
