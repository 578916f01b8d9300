import Book
import Charts
import Markdown
import Testing
import Workspace

@testable import Reports

@Suite("Nights of a job")
struct JobPageTests {
  private func snapshot(_ fill: (Book) throws -> Void) throws -> BookSnapshot {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try fill(book)
    return try BookSnapshot(scratch.configuration(), book)
  }

  @Test("each date of the job since its first run has a state, also where nothing ran")
  func states() throws {
    let snapshot = try snapshot { book in
      try Samples.run(book, "20260112T020000Z-a", date: "2026-01-12", at: "2026-01-12T02:00:00Z")
      try Samples.run(
        book, "20260119T020000Z-a", date: "2026-01-19", at: "2026-01-19T02:00:00Z", state: .failed,
        problems: "no disk")
      // 2026-01-26 is missing.
      try Samples.run(
        book, "20260202T020000Z-a", date: "2026-02-02", at: "2026-02-02T02:00:00Z", problems: "a warning")
      try Samples.run(book, "20260209T020000Z-a", date: "2026-02-09", at: "2026-02-09T02:00:00Z")
      try Samples.run(book, "20260209T030000Z-a", date: "2026-02-09", at: "2026-02-09T03:00:00Z")
      try Samples.run(book, "20260216T020000Z-a", date: "2026-02-16", at: "2026-02-16T02:00:00Z")
      try Samples.run(
        book, "20260216T030000Z-a", date: "2026-02-16", at: "2026-02-16T03:00:00Z", state: .refused)
    }
    let nights = JobNights(
      snapshot.runs(of: "nightly"), snapshot.configuration.jobs["nightly"], upTo: Day(iso: "2026-02-25"))
    let found = nights.nights.map { "\($0.day.iso) \($0.state.rawValue)" }
    #expect(
      found == [
        "2026-01-12 standing", "2026-01-19 failed", "2026-01-26 missing", "2026-02-02 warned",
        "2026-02-09 again",
        "2026-02-16 warned", "2026-02-23 missing",
      ])
    #expect(nights.words == "1 standing, 1 scored again, 2 standing with a warning, 1 failed and 2 missing")
    #expect(nights.note == "1 of them failed, 2 missing, 2 with a warning")
    let calm = JobNights(
      snapshot.runs(of: "nightly").filter { ["2026-01-12", "2026-02-09"].contains($0.date) }, nil, upTo: nil)
    #expect(calm.note == "all of them standing")
    #expect(calm.sentence == "2 nights: 1 standing and 1 scored again.")
    let even = JobNights(
      snapshot.runs(of: "nightly").filter { ["2026-01-12"].contains($0.date) }, nil, upTo: nil)
    #expect(even.note == "standing" && even.sentence == "1 night: 1 standing.")
    let warned = JobNights(
      snapshot.runs(of: "nightly").filter { $0.date == "2026-02-02" }, nil, upTo: nil)
    #expect(warned.note == "1 of them with a warning")
    #expect(nights.months(1).map(\.day.iso) == ["2026-02-02", "2026-02-09", "2026-02-16", "2026-02-23"])
  }

  @Test("a job that the configuration knows no more keeps its page")
  func past() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try book.begin(
      RunStart(
        id: "20260112T020000Z-b", job: "old|job", date: "2026-01-12", startedAt: "2026-01-12T02:00:00Z",
        versions: [], planDigest: "p", target: "_out/x.csv", threads: 1, process: Samples.process,
        program: "s"))
    let output = try scratch.output(book: book)
    let path = "jobs/\(PagePath.safe("old|job")).md"
    #expect(output.text(path).contains("does not declare it any more"))
    #expect(output.text("jobs/index.md").contains("old\\|job"))
  }

  @Test("names of jobs, versions and columns that came with the book stay text on every page")
  func hostile() throws {
    let nasty = HostileTextTests.nasty
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    let column = ColumnProfile.number(
      NumberProfile(
        name: nasty, count: 400, missing: 7, mean: 3, standardDeviation: 1, minimum: 1, maximum: 9,
        quantiles: (0...20).map { Double($0) }, histogram: .init(edges: [2, 3], counts: [100, 100, 200])))
    let profile = Profile(rows: 407, inputs: [column], outputs: [column])
    _ = try book.addVersion(
      Samples.version("again", digest: Samples.digest("a")), profile: profile, numbering: .next)
    for (place, date) in Samples.dates.enumerated() {
      let id = "2026020\(place)T020000Z-x"
      try book.begin(
        RunStart(
          id: id, job: nasty, date: date, startedAt: "2026-02-0\(place + 1)T02:00:00Z",
          versions: [.init(role: .champion, model: "again", number: 1, digest: nasty)], planDigest: nasty,
          target: nasty, threads: 1, process: Samples.process, program: nasty))
      try book.finish(
        id,
        RunEnd(
          state: .committed, finishedAt: "2026-02-05T02:00:00Z", rowsIn: 407, rowsOut: 400, rejects: 7,
          stages: .init(score: 1, judge: 0, commit: 0), problems: place == 2 ? nasty : nil),
        profiles: [profile])
    }
    let output = try scratch.output(book: book)
    #expect(output.documents.contains { $0.path.hasPrefix("jobs/name-") })
    for document in output.documents {
      let parsed = try Document(parsing: document.markdown, file: document.path)
      #expect(HostileTextTests.suspicious(parsed.tree) == [], "\(document.path)")
      #expect(parsed.tree.children.count { $0.kind == .heading(level: 1) } == 1, "\(document.path)")
    }
    for asset in output.assets where asset.path.hasSuffix(".svg") {
      #expect(!String(decoding: asset.bytes, as: UTF8.self).contains("<script"), "\(asset.path)")
    }
  }

  @Test("the file of nights' times is in seconds, in whatever unit they are drawn", arguments: [4, 9])
  func times(nights: Int) throws {
    func time(_ last: Double) throws -> (page: String, csv: [String]) {
      let scratch = try Scratch(Samples.files)
      let book = try scratch.book()
      for place in 0..<nights {
        let date = Day(number: 20_458 + 7 * place).iso
        let id = "\(date.filter { $0 != "-" })T020000Z-d"
        try book.begin(
          RunStart(
            id: id, job: "nightly", date: date, startedAt: "\(date)T02:00:00Z",
            versions: [.init(role: .champion, model: "again", number: 1, digest: Samples.digest("a"))],
            planDigest: "p", target: "t", threads: 1, process: Samples.process, program: "s"))
        try book.finish(
          id,
          RunEnd(
            state: .committed, finishedAt: "\(date)T02:00:01Z", rowsIn: 9, rowsOut: 9, rejects: 0,
            stages: .init(score: place == nights - 1 ? last : 0.015625, judge: 0, commit: 0)))
      }
      let output = try scratch.output(book: book)
      let file = try #require(output.assets.first { $0.path == "jobs/figures/nightly-time.csv" })
      let lines = String(decoding: file.bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(
        String.init)
      return (output.text("jobs/nightly.md"), lines)
    }
    let (short, slow) = (try time(0.015625), try time(2))
    for csv in [short.csv, slow.csv] {
      #expect(csv[0].hasPrefix("date,seconds") && csv[1].hasPrefix("2026-01-05,0.015625"))
    }
    #expect(short.page.contains("| milliseconds |") && !short.page.contains("| seconds |"))
    #expect(short.page.contains(" 15.63 |") || short.page.contains(" 15.62 |"))
    #expect(slow.page.contains("| seconds |") && !slow.page.contains("milliseconds"))
  }

  @Test("an unusual fall of the rows is told, a usual change is not")
  func rows() throws {
    func page(_ last: Int, missed: Int = 0) throws -> String {
      let scratch = try Scratch(Samples.files)
      let book = try scratch.book()
      for (place, rows) in ([400, 404, 398, 401, 403, 399, 402, 400] + [last]).enumerated() {
        let date = Day(number: 20_458 + 7 * (place + (place == 8 ? missed : 0))).iso
        let id = "\(date.filter { $0 != "-" })T020000Z-c"
        try book.begin(
          RunStart(
            id: id, job: "nightly", date: date, startedAt: "\(date)T02:00:00Z",
            versions: [.init(role: .champion, model: "again", number: 1, digest: Samples.digest("a"))],
            planDigest: "p", target: "t", threads: 1, process: Samples.process, program: "s"))
        try book.finish(
          id,
          RunEnd(
            state: .committed, finishedAt: "\(date)T02:00:01Z", rowsIn: rows, rowsOut: rows, rejects: 0,
            stages: .init(score: 1, judge: 0, commit: 0)))
      }
      return try scratch.output(book: book).text("jobs/nightly.md")
    }
    #expect(try page(120).contains("70.0% fewer than the night before. **That is unusual:**"))
    #expect(try page(403).contains("more than the night before. Changes of this size are usual"))
    // The eighth night is 7 weeks after 2026-01-05.
    let late = try page(120, missed: 2)
    #expect(
      late.contains("70.0% fewer than on 2026-02-23, the last night before. **That is unusual:**"), "\(late)")
    #expect(try page(400, missed: 2).contains("as many as on 2026-02-23, the last night before."))
  }
}

@Suite("Lineage")
struct LineageTests {
  private let yaml = Samples.yaml.replacing(
    "  customers: {csv",
    with: "  joined: {query: sql/revenue.sql, tables: {orders: orders}, key: [id]}\n  customers: {csv"
  ).replacing(
    "evaluations:\n",
    with: """
        second:
          input: joined
          model: again@champion
          output: {csv: "_out/second.csv"}
          write: latest
      evaluations:

      """)

  @Test("shadows fill a place of their own, which an evaluation reads, and no version fills another's")
  func shadows() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let yaml = Samples.yaml.replacing(
      "    shadow: [rule@1]\n", with: "    shadow: [rule@1]\n    fallback: {model: rule@1}\n")
    for (yaml, isFallback) in [(Samples.yaml, false), (yaml, true)] {
      let graph = try BookSnapshot(scratch.configuration(yaml), book).lineage
      func fills(_ reference: String) -> Set<LineageGraph.Key> {
        Set(graph.edges.filter { $0.from == .version(reference) }.map(\.to))
      }
      let (own, beside) = (
        LineageGraph.Key.output("_out/:date.csv"), LineageGraph.Key.output("_out/:date.shadow.csv")
      )
      #expect(fills("again@1") == [own])
      #expect(fills("rule@1") == (isFallback ? [own, beside] : [beside]))
      let asides = graph.edges.filter { $0.from == .version("rule@1") }.map(\.isAside)
      #expect(!asides.contains(false))
      #expect(graph.edges.contains { $0.from == beside && $0.to == .report("weekly") })
      #expect(graph.around(beside).contains(.version("rule@1")))
      #expect(!graph.around(beside).contains(.version("again@1")))
      #expect(graph.around(.version("again@1")).isDisjoint(with: [beside]))
      #expect(graph.around(.job("nightly")).isSuperset(of: [own, beside, .report("weekly")]))
    }
    let job = try #require(
      try scratch.configuration(
        Samples.yaml.replacing(
          "output: {csv: \"_out/:date.csv\"", with: "output: {sqlite: _out/a.db, table: scores")
      ).jobs["nightly"])
    #expect(LineageGraph.shadowTarget(job) == "_out/a.db#scores_shadow")
  }

  @Test("a version that two jobs share does not lead from one to the output of the other")
  func shared() throws {
    let scratch = try Scratch(Samples.files)
    let book = try scratch.book()
    try Samples.fill(book)
    let yaml = self.yaml.replacing("    write: latest\n", with: "").replacing(
      "output: {csv: \"_out/second.csv\"}", with: "output: {csv: \"_out/second.csv\", write: latest}")
    let graph = try BookSnapshot(scratch.configuration(yaml), book).lineage
    #expect(graph.columns == ["dataset", "query", "job", "model version", "output", "report"])
    let second = graph.around(.job("second"))
    #expect(second.contains(.dataset("orders")) && second.contains(.output("_out/second.csv")))
    #expect(!second.contains(.output("_out/:date.csv")) && !second.contains(.dataset("customers")))
    let orders = graph.around(.dataset("orders"))
    #expect(orders.contains(.job("second")) && orders.contains(.report("weekly")))
    #expect(!orders.contains(.job("nightly")))
    let version = graph.around(.version("again@1"))
    #expect(version.isSuperset(of: [.job("nightly"), .job("second"), .output("_out/second.csv")]))
    #expect(!version.contains(.version("rule@1")))
  }
}
