import Foundation
import Glibc
import Testing

@Suite("Who may read and not write")
struct ReadersTests {
  /// Root may write everywhere: the program then runs as nobody.
  static let asNobody = geteuid() == 0 ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : ""

  /// Whether nobody can be asked, and may enter where the program and the test's folders lie.
  static let isPossible: Bool = {
    guard let program = try? Program() else { return false }
    return (try? program.shell("\(asNobody)\"$scorebook\" --version && \(asNobody)ls . >/dev/null"))?.status
      == 0
  }()

  @Test("sees the book, its versions and its rows, and builds the site elsewhere", .enabled(if: isPossible))
  func reads() throws {
    let program = try Program()
    _ = try program.run("init", "w")
    #expect(try program.run("run", "welcome", "-C", "w", "--date", "2026-01-05", "-q").status == 0)
    for name in ["w", "w/.scorebook", "w/_out"] { chmod(program.folder + "/" + name, 0o555) }
    defer {
      for name in ["w", "w/.scorebook", "w/_out"] { chmod(program.folder + "/" + name, 0o755) }
    }
    chmod(program.folder + "/w/.scorebook/book.db", 0o444)
    mkdir(program.folder + "/public", 0o777)
    chmod(program.folder + "/public", 0o777)
    func run(_ line: String) throws -> Program.Result {
      try program.shell("TMPDIR=public \(Self.asNobody)\"$scorebook\" -C w \(line)")
    }
    for (line, words) in [
      ("status", "2026-01-05"), ("runs", "committed"), ("trace welcome --key 0001", "welcome@1"),
      ("model list", "welcome@1"), ("model show welcome", "welcome@1"), ("model card welcome", "# welcome"),
      ("readout --json", "["), ("report build lineage --format html -o -", "<!DOCTYPE html>"),
      ("site build -o public/site", "files written"), ("site build -o public/site", "index.html"),
    ] {
      let result = try run(line)
      #expect(result.status == 0 && result.output.contains(words), "\(line): \(result.problems)")
    }
    for line in ["run welcome --date 2026-01-12", "kpi update", "evaluate x"] {
      let result = try run(line)
      #expect(
        result.status != 0 && result.problems.contains("the book can't be written"), "\(result.problems)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder + "/public") == ["site"])
  }
}
