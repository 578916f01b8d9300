@testable import Workspace
import Testing

@Suite("Paths that can mean the same file")
struct PathPatternTests {
  @Test(
    "read ':date' as files are read and written",
    arguments: [
      ("out/:date.csv", "out/1997-11-02.csv", true), ("out/:date2.csv", "out/1997-11-022.csv", true),
      ("out/:dateX.csv", "out/1997-11-02X.csv", true), ("out/:dates.csv", "out/1997-11-02s.csv", false),
      ("out/:dates.csv", "out/:dates.csv", true), ("out/:date_x.csv", "out/1997-11-02_x.csv", false),
      ("out/:date", "out/1997-11-02", true), ("out/:date.csv", "out/:date.shadow.csv", false),
    ])
  func date(_ a: String, _ b: String, _ overlap: Bool) {
    let patterns = [a, b].map { PathPattern($0, root: "/ws", glob: false) }
    #expect(patterns[0].overlaps(patterns[1]) == overlap)
    #expect(patterns[1].overlaps(patterns[0]) == overlap)
  }
}
