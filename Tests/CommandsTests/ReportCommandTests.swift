import Foundation
import Testing

@Suite("report")
struct ReportCommandTests {
  func workspace() throws -> Program {
    let program = try Program()
    try #require(try program.run("init").status == 0)
    try program.write(
      "orders.csv",
      "day,amount\n"
        + (0..<70).map { "2026-0\(1 + $0 / 28)-\(String(format: "%02d", 1 + $0 % 28)),\(10 + $0 % 3)\n" }
        .joined())
    try program.write(
      "sales.sql",
      """
      SELECT date(day, '-6 days', 'weekday 1') AS period, sum(amount) AS value FROM orders
       WHERE day >= :from AND day < :to GROUP BY period ORDER BY period

      """)
    try program.write(
      "texts/weekly.md",
      "What we sell. See [the model](../models/welcome.md).\n\n![A picture](/images/p.png \"P\")\n")
    try program.write("site/images/p.png", Data([0x89, 0x50]))
    let yaml = program.text("scorebook.yaml")
      .replacingOccurrences(
        of: "\nmodels:\n",
        with: "\n  orders:\n    csv: orders.csv\n    columns: {day: date, amount: number}\n\nmodels:\n")
    try program.write(
      "scorebook.yaml",
      yaml
        + """

        kpis:
          sales:
            query: sales.sql
            tables: {orders: orders}
            period: week
            unit: EUR
            direction: up
            target: 100
        reports:
          weekly:
            title: Sales <of> the week
            period: week
            contents:
              - text: texts/weekly.md
              - kpi: sales

        """)
    let updated = try program.run("kpi", "update", "--as-of", "2026-03-10")
    try #require(updated.status == 0, "\(updated.problems)")
    return program
  }

  @Test("list tells the newest period, in words and as JSON")
  func list() throws {
    let program = try workspace()
    let text = try program.run("report")
    #expect(
      text.status == 0 && text.output.contains("weekly") && text.output.contains("2026-03-02"), "\(text)")
    let json = try program.run("report", "list", "--json")
    let list = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    #expect(
      list?.first?["as_of"] as? String == "2026-03-09" && list?.first?["needs_attention"] as? Bool == true)
  }

  @Test("build writes Markdown with its figures beside it, twice the same, and nothing else")
  func markdown() throws {
    let program = try workspace()
    let built = try program.run("report", "build", "weekly")
    #expect(built.status == 0, "\(built.problems)")
    let text = program.text("_out/reports/weekly.md")
    #expect(text.hasPrefix("# Sales \\<of> the week\n") && text.contains("See the model."))
    #expect(text.contains("![A picture](figures/images-p.png \"P\")"))
    let files = try FileManager.default.subpathsOfDirectory(atPath: program.folder + "/_out/reports").sorted()
    #expect(
      files == [
        "figures", "figures/images-p.png", "figures/weekly-kpi-sales.csv", "figures/weekly-kpi-sales.svg",
        "weekly.md",
      ], "\(files)")
    let again = try program.run("report", "build", "weekly", "-o", "elsewhere/r.md", "--json")
    #expect(again.status == 0 && program.text("elsewhere/r.md") == text)
    #expect(
      program.data("elsewhere/figures/weekly-kpi-sales.svg")
        == program.data("_out/reports/figures/weekly-kpi-sales.svg"))
  }

  @Test("build writes one HTML file, the same each time")
  func html() throws {
    let program = try workspace()
    for path in ["a.html", "b.html"] {
      let built = try program.run("report", "build", "weekly", "--format", "html", "-o", path)
      #expect(built.status == 0, "\(built.problems)")
    }
    let text = program.text("a.html")
    #expect(text == program.text("b.html") && text.contains("<h1>Sales &lt;of&gt; the week</h1>"))
    #expect(text.contains("data:image/png;base64,iVA=") && !text.contains("href=\"../"))
    let policy = try #require(text.firstMatch(of: #/Content-Security-Policy" content="([^"]*)"/#)?.1)
    #expect(
      policy.contains("default-src &#39;none&#39;")
        && policy.matches(of: #/sha256-[A-Za-z0-9+\/]{43}=/#).count == 2)
  }

  @Test(
    "build writes JSON with figures, sentences and provenance; a morning of the past sees no later period")
  func json() throws {
    let program = try workspace()
    func built(_ arguments: String...) throws -> [String: Any] {
      let result = try program.start(
        ["report", "build", "weekly", "--format", "json", "-o", "r.json"] + arguments
      )
      .result()
      #expect(result.status == 0, "\(result.problems)")
      let value = try JSONSerialization.jsonObject(with: program.data("r.json") ?? Data())
      return try #require(value as? [String: Any])
    }
    let report = try built()
    #expect(report["schema"] as? String == "scorebook.report/1" && report["as_of"] as? String == "2026-03-09")
    let kpi = try #require((report["kpis"] as? [[String: Any]])?.first)
    let value = try #require(kpi["value"] as? [String: Any])
    #expect(kpi["unit"] as? String == "EUR" && value["period"] as? String == "2026-03-02")
    let target = try #require(kpi["target"] as? [String: Any])
    #expect(target["is_met"] as? Bool == false && target["value"] as? Double == 100)
    #expect((kpi["query"] as? [String: Any])?["sql"] as? String == program.text("sales.sql"))
    #expect(
      (kpi["sentences"] as? [String])?.contains { $0.hasPrefix("It misses the target of €100.00 by") } == true
    )
    let past = try built("--as-of", "2026-02-10")
    #expect(past["as_of"] as? String == "2026-02-10" && past["from"] as? String == "2026-02-02")
    let late = try built("--as-of", "2026-04-10")
    #expect((late["kpis"] as? [[String: Any]])?.first?["state"] as? String == "late")
  }

  @Test("build takes the path of any page, and names the nearest where there is none")
  func pages() throws {
    let program = try workspace()
    let page = try program.run("report", "build", "models/welcome", "--format", "html", "-o", "card.html")
    #expect(page.status == 0 && program.text("card.html").contains("<h1>"), "\(page.problems)")
    let wrong = try program.run("report", "build", "wekly")
    #expect(wrong.status == 2 && wrong.problems.contains("Did you mean 'weekly'?"))
    let unknown = try program.run("report", "build", "models/welcom")
    #expect(
      unknown.status == 2 && unknown.problems.contains("Did you mean 'models/welcome'?"),
      "\(unknown.problems)")
    let json = try program.run("report", "build", "models/welcome", "--format", "json")
    #expect(json.status == 2 && json.problems.contains("has no JSON"))
  }

  @Test("build says of a page of one's own that it is no report, and what there is")
  func ownPage() throws {
    let program = try workspace()
    try #require(try program.run("run", "welcome", "--date", "2026-01-05").status == 0)
    try program.write("site/howto/all.md", "# All\n")
    try program.write("site/faq.md", "# Questions\n")
    for name in ["howto/all", "howto/all.md", "faq"] {
      let told = try program.run("report", "build", name)
      #expect(told.status == 2, "\(told.problems)")
      #expect(told.problems.contains("'\(name)' is a page of your own, and no report"), "\(told.problems)")
      #expect(told.problems.contains("expected the reports 'weekly', and pages"), "\(told.problems)")
      #expect(told.problems.contains("'models/welcome'"), "\(told.problems)")
    }
    let unknown = try program.run("report", "build", "zzzzzzzzzzzz/qqqqqqqqqqqqqqqq")
    #expect(unknown.problems.contains("There are the reports 'weekly', and pages"), "\(unknown.problems)")
  }

  @Test("build takes pages without a slash, too")
  func topPages() throws {
    let program = try workspace()
    for page in ["index", "lineage"] {
      let result = try program.run("report", "build", page, "-o", "_out/\(page).md")
      #expect(result.status == 0 && program.text("_out/\(page).md").hasPrefix("# "), "\(result.problems)")
    }
  }

  @Test(
    "build does not take the place of what the workspace is made of",
    arguments: [
      "scorebook.yaml", "site/models/../models/new.md", "texts/weekly.md", "sales.sql", "orders.csv",
      "templates/page.mustache", "link/x.md",
    ])
  func inputs(path: String) throws {
    let program = try workspace()
    try FileManager.default.createSymbolicLink(
      atPath: program.folder + "/link", withDestinationPath: program.folder + "/site")
    let before = program.data(path)
    for format in ["markdown", "json", "html"] {
      let result = try program.run("report", "build", "weekly", "--format", format, "-o", path)
      #expect(
        result.status == 2 && result.problems.contains("would take the place of"), "\(result.problems)")
    }
    #expect(program.data(path) == before)
  }

  @Test("what is written goes through links into pipes and devices, and takes the place of none")
  func places() throws {
    let program = try workspace()
    let result = try program.shell(
      """
      mkdir real; echo old > real/r.html; ln -s real/r.html link.html; mkfifo pipe; ln -s /dev/null hole
      cat pipe > piped & "$scorebook" report build weekly --format html -o pipe; wait
      "$scorebook" report build weekly --format html -o link.html -q
      "$scorebook" report build weekly --format json -o hole
      echo old > real/c.md; ln -s real/c.md link.md; chmod 600 real/c.md
      "$scorebook" model card welcome -o hole; "$scorebook" model card welcome -o link.md
      echo old > all; "$scorebook" report build weekly --format json -o /dev/stdout >> all
      "$scorebook" report build weekly -o /dev/stdout; echo "status $?"
      "$scorebook" report build weekly --format html -o real; echo "status $?"
      "$scorebook" report build weekly -o pipe; echo "status $?"
      stat -c '%N %F' link.html pipe hole link.md; stat -c %a real/c.md; head -c 5 all; tail -c 2 all
      """)
    #expect(
      result.output == """
        status 2
        status 1
        status 2
        'link.html' -> 'real/r.html' symbolic link
        'pipe' fifo
        'hole' -> '/dev/null' symbolic link
        'link.md' -> 'real/c.md' symbolic link
        600
        old
        {}

        """, "\(result.output)")
    #expect(program.text("piped") == program.text("real/r.html") && program.text("piped").contains("<html"))
    #expect(result.problems.contains("found a folder") && result.problems.contains("not a regular file"))
    #expect(("\n" + program.text("real/c.md")).contains("\n# welcome"))
  }

  @Test("build does not take the place of an overlay")
  func overlay() throws {
    let program = try workspace()
    try program.write("more.yaml", "site:\n  title: Other\n")
    let result = try program.run(
      "report", "build", "weekly", "--config", "more.yaml", "-o", "more.yaml")
    #expect(result.status == 2 && program.text("more.yaml").hasPrefix("site:"), "\(result.problems)")
  }

  @Test("a signal ends the printer and leaves no folder behind")
  func stoppedPrinter() throws {
    let program = try workspace()
    try program.write("bin/chromium", "#!/bin/sh\necho $$ > \"$TMPDIR/../../printer\"\nsleep 60\n")
    let result = try program.shell(
      """
      chmod +x bin/chromium; mkdir tmp
      TMPDIR=$PWD/tmp PATH=$PWD/bin:/usr/bin:/bin $scorebook report build weekly --format pdf & p=$!
      for i in $(seq 200); do test -s printer && break; sleep 0.1; done
      kill -TERM $p; wait $p
      kill -0 $(cat printer) 2>/dev/null && echo running
      ls tmp
      """)
    #expect(program.exists("printer") && result.output == "", "\(result.output) \(result.problems)")
    #expect(result.problems.contains("stopped by"))
  }

  @Test("a picture that is nowhere, and a folder that can't be written to, leave nothing behind")
  func failures() throws {
    let program = try workspace()
    try program.write("blocked", "a file")
    let blocked = try program.run("report", "build", "weekly", "-o", "blocked/r.md")
    #expect(blocked.status == 1 && program.text("blocked") == "a file", "\(blocked.problems)")
    try program.remove("site/images/p.png")
    let missing = try program.run("report", "build", "weekly")
    #expect(missing.status == 2 && missing.problems.contains("/images/p.png"), "\(missing.problems)")
    #expect(!program.exists("_out/reports"))
  }

  @Test("pdf needs a program that prints, names what to install, and leaves nothing where one fails")
  func pdf() throws {
    let program = try workspace()
    let none = try program.shell("PATH=/nowhere $scorebook report build weekly --format pdf")
    #expect(none.status == 1, "\(none.problems)")
    #expect(none.problems.contains("apt install chromium-headless-shell"), "\(none.problems)")
    try program.write("bin/weasyprint", "#!/bin/sh\necho 'no font' >&2\nexit 3\n")
    let broken = try program.shell(
      "chmod +x bin/weasyprint; PATH=$PWD/bin:/nowhere $scorebook report build weekly --format pdf")
    #expect(broken.status == 1 && broken.problems.contains("no font"), "\(broken.problems)")
    #expect(!program.exists("_out/reports/weekly.pdf"))
    try program.write("bin/weasyprint", "#!/bin/sh\nprintf '%%PDF-1.7 of %s' \"$1\" > \"$3\"\n")
    let printed = try program.shell("PATH=$PWD/bin $scorebook report build weekly --format pdf")
    #expect(printed.status == 0, "\(printed.problems)")
    #expect(program.text("_out/reports/weekly.pdf") == "%PDF-1.7 of --quiet")
  }

  /// Chromium where Debian puts it, with windows or without.
  private static let hasBrowser = ["chromium", "chromium-headless-shell"].contains {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0)
  }

  @Test("four numbers with their charts print on two sheets", .enabled(if: hasBrowser))
  func sheets() throws {
    let program = try workspace()
    var yaml = program.text("scorebook.yaml")
    let kpi = "query: sales.sql, tables: {orders: orders}, period: week, unit: EUR, direction: up, target: 90"
    yaml = yaml.replacingOccurrences(
      of: "kpis:\n", with: "kpis:\n  one: {\(kpi)}\n  two: {\(kpi)}\n  three: {\(kpi)}\n")
    yaml += "      - kpi: one\n      - kpi: two\n      - kpi: three\n"
    try program.write("scorebook.yaml", yaml)
    #expect(try program.run("kpi", "update", "--as-of", "2026-03-10").status == 0)
    let built = try program.run("report", "build", "weekly", "--format", "pdf")
    #expect(built.status == 0, "\(built.problems)")
    let pdf = String(decoding: program.data("_out/reports/weekly.pdf") ?? Data(), as: UTF8.self)
    #expect(pdf.hasPrefix("%PDF-"))
    #expect(pdf.matches(of: #/\/Type \/Page\n/#).count == 2)
  }
}
