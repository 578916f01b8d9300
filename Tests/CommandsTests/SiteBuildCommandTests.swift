import Foundation
import Glibc
import Testing

/// Builds of an unchanged book, and of one that only looks so.
@Suite("site build with an unchanged book")
struct SiteBuildCommandTests {
  private static let sql = """
    SELECT date(day, '-6 days', 'weekday 1') AS period, sum(amount) AS value FROM orders
     WHERE day >= :from AND day < :to GROUP BY period ORDER BY period

    """

  /// A workspace with a KPI, a report with a text, a card and a page that asks for a number, whose site stands. The book
  /// has not changed for an hour.
  private func workspace() throws -> Program {
    let program = try Program()
    try #require(try program.run("init").status == 0)
    try program.write(
      "orders.csv",
      "day,amount\n"
        + (0..<70).map { "2026-0\(1 + $0 / 28)-\(String(format: "%02d", 1 + $0 % 28)),\(10 + $0 % 3)\n" }
        .joined())
    try program.write("queries/sales.sql", Self.sql)
    try program.write("texts/weekly.md", "What we sell.\n")
    try program.write("site/index.md", "# Home\n\nSales were [[kpi sales]].\n")
    try program.write("site/guide/numbers.md", "# Numbers\n\nSales were [[kpi sales]].\n")
    try program.write("site/guide/plain.md", "# Plain\n\nA text.\n")
    let yaml = program.text("scorebook.yaml").replacing(
      "\nmodels:\n",
      with: "\n  orders:\n    csv: orders.csv\n    columns: {day: date, amount: number}\n\nmodels:\n")
    try program.write(
      "scorebook.yaml",
      yaml + """

        kpis:
          sales: {query: queries/sales.sql, tables: {orders: orders}, period: week, unit: EUR, direction: up, target: 100}
        reports:
          weekly: {title: The week, period: week, contents: [text: texts/weekly.md, kpi: sales]}

        """)
    let updated = try program.run("kpi", "update", "--as-of", "2026-03-10")
    try #require(updated.status == 0, "\(updated.problems)")
    try settle(program)
    let built = try program.run("site", "build")
    try #require(built.status == 0, "\(built.problems)")
    return program
  }

  private let hourAgo = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 - 3600).rounded())

  private func settle(_ program: Program) throws {
    for name in ["book.db", "book.db-wal"] where program.exists(".scorebook/" + name) {
      try FileManager.default.setAttributes(
        [.modificationDate: hourAgo], ofItemAtPath: program.folder + "/.scorebook/" + name)
    }
  }

  @Test(
    "gives all files and folders the permissions of the mask that it is given, for good",
    arguments: [true, false])
  func mask(isFull: Bool) throws {
    let program = try workspace()
    func build(_ mask: String, _ text: String, _ options: String = "") throws -> Set<String> {
      try program.write("site/guide/plain.md", "# Plain\n\n\(text)\n")
      let built = try program.shell("umask \(mask); $scorebook site build \(options)")
      #expect(built.status == 0, "\(built.problems)")
      let found = try program.shell("find _site -printf '%y %m\\n' | sort -u")
      return Set(found.output.split(separator: "\n").map(String.init))
    }
    for text in ["1", "2", "3"] { #expect(try build("077", text) == ["d 700", "f 600"]) }
    #expect(try build("022", "3", isFull ? "--full" : "") == ["d 755", "f 644"])
    for text in ["4", "5", "6", "6"] { #expect(try build("022", text) == ["d 755", "f 644"]) }
    #expect(try program.shell("umask 022; $scorebook site build").output.contains("nothing has changed"))
    for text in ["6", "7"] { #expect(try build("027", text) == ["d 750", "f 640"]) }
  }

  /// Puts noise into the book's file, which looks as before: who reads it fails.
  private func spoil(_ program: Program) throws {
    let url = URL(filePath: program.folder + "/.scorebook/book.db")
    let size = try #require(program.data(".scorebook/book.db")?.count)
    let file = try FileHandle(forWritingTo: url)
    try file.write(contentsOf: Data(repeating: 0x5A, count: size))
    try file.close()
    try settle(program)
  }

  /// Where the state of the workspace's only site lies.
  private func state(_ program: Program) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: program.folder + "/.scorebook/site")
    return ".scorebook/site/" + (names.first ?? "")
  }

  private func files(_ program: Program, _ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    let root = program.folder + "/" + folder
    for path in try FileManager.default.subpathsOfDirectory(atPath: root) {
      files[path] = FileManager.default.contents(atPath: root + "/" + path)
    }
    return files
  }

  @Test("does not read it, whatever else has changed, and gives the bytes of a build that does")
  func unread() throws {
    let program = try workspace()
    let book = try #require(program.data(".scorebook/book.db"))
    try spoil(program)
    let again = try program.run("site", "build")
    #expect(again.status == 0 && again.output.contains("nothing has changed"), "\(again.problems)")
    // Another page, one with a new title, and another template of all pages.
    try program.write(
      "site/guide/other.md", "# Other\n\n[The report](../reports/weekly.md), `[[kpi sales]]`.\n")
    try program.write("site/guide/plain.md", "# Plainer\n\nA text.\n")
    try program.write("templates/footer.mustache", "<footer>{{site_title}} and more</footer>\n")
    let changed = try program.run("site", "build")
    #expect(changed.status == 0, "\(changed.problems)")
    #expect(program.text("_site/reports/weekly.html").contains(" and more</footer>"))
    #expect(program.exists("_site/guide/other.html"))
    // What was taken away from the site is made again, and so are its neighbours.
    try program.remove("_site/index.html")
    #expect(try program.run("site", "build").status == 0)
    #expect(program.exists("_site/index.html"))
    let file = try FileHandle(forWritingTo: URL(filePath: program.folder + "/.scorebook/book.db"))
    try file.write(contentsOf: book)
    try file.close()
    let clean = try program.run("site", "build", "--output", "clean")
    #expect(clean.status == 0, "\(clean.problems)")
    #expect(try files(program, "_site") == files(program, "clean"))
  }

  /// Something that pages are made from.
  enum Input: String, CaseIterable {
    case book, log, sql, text, home, card, expanded, shortcode, configuration, taken, damaged, short, foreign,
      full
  }

  @Test("reads it where anything has changed that its pages are made from", arguments: Input.allCases)
  func changed(input: Input) throws {
    let program = try workspace()
    switch input {
    case .book, .log, .damaged, .short, .foreign, .full: break
    case .sql: try program.write("queries/sales.sql", Self.sql + "-- by week\n")
    case .text: try program.write("texts/weekly.md", "What we sold.\n")
    case .home: try program.write("site/index.md", "# House\n\nSales were [[kpi sales]].\n")
    case .card: try program.write("site/models/welcome.md", "It greets.\n")
    case .expanded: try program.write("site/guide/numbers.md", "# Numbers\n\nSales: [[kpi sales]].\n")
    case .shortcode: try program.write("site/guide/plain.md", "# Plain\n\nSales: [[kpi sales]].\n")
    case .configuration:
      try program.write(
        "scorebook.yaml", program.text("scorebook.yaml").replacing("target: 100", with: "target: 99"))
    case .taken: try program.remove("_site/reports/weekly.md")
    }
    let manifest = try state(program) + "/manifest"
    var known = try #require(program.data(manifest))
    switch input {
    case .damaged:
      known[known.count / 2] ^= 1
      try program.write(manifest, known)
    case .short: try program.write(manifest, known.dropLast(200))
    case .foreign:
      let other = try Program()
      try #require(try other.run("init").status == 0)
      try other.write("site/index.md", "# Elsewhere\n")
      try #require(try other.run("site", "build").status == 0)
      let theirs = try state(other) + "/manifest"
      try program.write(manifest, #require(other.data(theirs)))
    default: break
    }
    let book = try #require(program.data(".scorebook/book.db"))
    try spoil(program)
    if input == .book {
      try program.write(".scorebook/book.db", #require(program.data(".scorebook/book.db")))
    }
    if input == .log { try program.write(".scorebook/book.db-wal", Data([1])) }
    let arguments = input == .full ? ["site", "build", "--full"] : ["site", "build"]
    let refused = try program.start(arguments).result()
    #expect(
      refused.status == 1 && refused.problems.contains("book.db"), "\(refused.output)\(refused.problems)")
    // With the book as it was, all is made as from nothing.
    try program.write(".scorebook/book.db", book)
    if input == .log { try program.remove(".scorebook/book.db-wal") }
    #expect(try program.start(arguments).result().status == 0)
    #expect(try program.run("site", "build", "--output", "clean").status == 0)
    #expect(try files(program, "_site") == files(program, "clean"))
  }

  @Test("shows a new record of the book, also one that came in the moment of the last build")
  func appended() throws {
    let program = try workspace()
    #expect(try program.run("run", "welcome", "--date", "2026-01-01").status >= 0)
    _ = try program.run("kpi", "update", "--as-of", "2026-03-17")
    #expect(try program.run("site", "build").status == 0)
    _ = try program.run("kpi", "update", "--as-of", "2026-03-24")
    #expect(try program.run("site", "build").status == 0)
    #expect(try program.run("site", "build", "--output", "clean").status == 0)
    #expect(try files(program, "_site") == files(program, "clean"))
  }

  @Test("makes a page again that stands there as another with the same stamp")
  func sameStamp() throws {
    let program = try workspace()
    let page = "_site/reports/weekly.md"
    let changed = try program.shell(
      "tr e E <\(page) >other && touch -r \(page) time && cat other >\(page) && touch -r time \(page) && rm time other"
    )
    try #require(changed.status == 0, "\(changed.problems)")
    for name in ["one", "two", "three"] {
      // Beside the first page, where every page shows it.
      try program.write("site/\(name).md", "# \(name)\n")
      let built = try program.run("site", "build")
      #expect(built.status == 0, "\(built.problems)")
    }
    let full = try program.shell("cp -a _site before && $scorebook site build --full && diff -r before _site")
    #expect(full.status == 0 && program.exists(page), "\(full.problems) \(full.output)")
  }

  @Test("refuses a file at the address of a drawing or a table that is made from the book")
  func figures() throws {
    let program = try workspace()
    let made = try program.shell("cd _site && find . -path '*figures*' -name '*.csv' | sort | head -1").output
    let path = try #require(made.split(separator: "\n").first).dropFirst(2)
    for _ in 0..<2 {
      try program.write("site/\(path)", "mine\n")
      let refused = try program.run("site", "build")
      #expect(refused.status != 0)
      #expect(
        refused.problems.contains("site/\(path): '\(path)' is also made from the book"), "\(refused.problems)"
      )
      // With pages that have to be made again, and without.
      try program.write("site/guide/numbers.md", "# Numbers\n\nSales were now [[kpi sales]].\n")
    }
  }

  @Test("makes all again with another program")
  func program() throws {
    let program = try workspace()
    try spoil(program)
    try FileManager.default.copyItem(atPath: Program.executable, toPath: program.folder + "/other")
    utimes(program.folder + "/other", nil)
    let other = try program.shell("./other site build")
    #expect(other.status == 1 && other.problems.contains("book.db"), "\(other.problems)")
  }

  @Test("tells after a second what it waits for")
  func waiting() throws {
    let program = try workspace()
    let path = try state(program) + "/lock"
    let lock = open(program.folder + "/" + path, O_RDWR | O_CLOEXEC)
    try #require(lock >= 0 && flock(lock, LOCK_EX) == 0)
    let running = try program.start(["site", "build"])
    usleep(2_500_000)
    #expect(running.process.isRunning)
    close(lock)
    let result = running.result()
    #expect(result.status == 0)
    #expect(result.problems.contains("waiting for another build of _site, which holds \(path)"))
    #expect(!(try program.run("site", "build").problems.contains("waiting")))
  }

  @Test("site preview follows the SQL that pages show, and what lies beside it leaves it alone")
  func preview() throws {
    let program = try workspace()
    let running = try program.start(["site", "preview", "--port", "0"])
    defer { kill(running.process.processIdentifier, SIGINT) }
    func builds(atLeast count: Int, seconds: Double) throws -> Int {
      let end = Date().addingTimeInterval(seconds)
      while true {
        let told = program.text(running.name + ".err").split(separator: "\n").count { $0.hasPrefix("built ") }
        if told >= count || Date() > end { return told }
        usleep(20_000)
      }
    }
    #expect(try builds(atLeast: 1, seconds: 60) == 1)
    try program.write("queries/notes.txt", "x")
    #expect(try builds(atLeast: 2, seconds: 0.7) == 1)
    try program.write("queries/sales.sql", Self.sql + "-- by week\n")
    #expect(try builds(atLeast: 2, seconds: 60) == 2)
  }
}
