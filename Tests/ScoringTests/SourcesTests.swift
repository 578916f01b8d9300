import Book
import Datasets
import Diagnostics
import Foundation
import Scoring
import Statistics
import Testing
import Workspace

@Suite("Jobs over all kinds of input")
struct SourcesTests {
  static let folder = Bench.lightgbm

  /// `header: values` of a fixture's CSV; no cell of these is quoted.
  private func table(_ fixture: String, _ file: String) throws -> (header: [String], rows: [[String]]) {
    let text = try String(contentsOfFile: "\(SourcesTests.folder)/\(fixture)/\(file)", encoding: .utf8)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    // The models were trained on a matrix: their inputs are called by number.
    let header = file == "input.csv" ? lines[0].indices.map { "Column_\($0)" } : lines[0]
    return (header, Array(lines.dropFirst()))
  }

  /// The fixture's inputs under a key, repeated so that they fill several chunks.
  private func input(_ fixture: String, times: Int = 1) throws -> String {
    let input = try table(fixture, "input.csv")
    var text = "id," + input.header.joined(separator: ",") + "\n"
    for time in 0..<times {
      for (index, row) in input.rows.enumerated() {
        text += "\(time * input.rows.count + index)," + row.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  private func bench(_ fixture: String, dataset: String, _ job: String) throws -> Bench {
    let yaml = Bench.workspace(job, dataset: dataset).replacingOccurrences(
      of: "versions: [{artefact: models/welcome.yaml}]", with: "versions: [{artefact: models/welcome.txt}]")
    let bench = try Bench("", yaml: yaml, days: 0)
    try FileManager.default.copyItem(
      atPath: "\(SourcesTests.folder)/\(fixture)/model.txt", toPath: bench.path + "/models/welcome.txt")
    return bench
  }

  @Test(
    "a regression and a model of several classes give the framework's numbers",
    arguments: [
      ("regression-4.6.0", ["prediction"]),
      ("multiclass-4.6.0", ["probability_0", "probability_1", "probability_2", "probability_3"]),
      ("binary-4.6.0", ["probability"]),
    ])
  func models(_ fixture: String, _ columns: [String]) throws {
    let outputs = fixture.hasPrefix("regression") ? "[prediction]" : "[class, probability, margin]"
    let bench = try bench(
      fixture, dataset: "csv: data/in.csv", "outputs: \(outputs)\noutput: {sqlite: _out/s.db, table: scores}")
    try bench.write("data/in.csv", input(fixture))
    let commit = try #require(try bench.run(nil)[0].commit)
    let expected = try table(fixture, "expected.csv")
    #expect(commit.rowsOut == expected.rows.count && commit.rejects == 0)
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let scored = try bench.rows("SELECT \(names) FROM scores ORDER BY CAST(id AS INTEGER)")
    let places = expected.header.indices.filter { expected.header[$0].hasPrefix("prediction") }
    for (row, cells) in scored.enumerated() {
      for (place, cell) in zip(places, cells) {
        let truth = try #require(Double(expected.rows[row][place]))
        let found = cell.number ?? .nan
        // Probabilities within 1 ulp of committed files: exp is the machine's.
        #expect(abs(found - truth) <= truth.ulp, "row \(row): \(found), not \(truth)")
      }
    }
    if fixture.hasPrefix("multiclass") {
      let classes = try bench.rows("SELECT class FROM scores ORDER BY CAST(id AS INTEGER)")
      for (row, cells) in classes.enumerated() {
        let probabilities = places.compactMap { Double(expected.rows[row][$0]) }
        let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
        #expect(cells[0].text == best.map(String.init))
      }
    }
  }

  @Test(
    "the same bytes at 1, 2 and 7 threads: CSV, SQLite, profile",
    arguments: ["binary-4.6.0", "multiclass-4.6.0"])
  func threads(_ fixture: String) throws {
    let text = try input(fixture, times: 450)  // some 3 MB: more than one chunk
    var files: [[UInt8]] = []
    var tables: [[[SQLValue]]] = []
    var profiles: [Profile] = []
    var digests: Set<String> = []
    for threads in [1, 2, 7] {
      let keys = "outputs: [class, probability, margin]\nkeep: [Column_0]\nthreads: \(threads)\n"
      let more = """
          rows:
            input: customers
            model: welcome@champion
            outputs: [class, probability, margin]
            threads: \(threads)
            output: {sqlite: _out/s.db, table: scores}
        """
      let yaml = Bench.workspace(keys + "output: {csv: _out/s.csv}", dataset: "csv: data/in.csv", more: more)
      let bench = try Bench(
        "", yaml: yaml.replacingOccurrences(of: "welcome.yaml", with: "welcome.txt"), days: 0)
      try FileManager.default.copyItem(
        atPath: "\(SourcesTests.folder)/\(fixture)/model.txt", toPath: bench.path + "/models/welcome.txt")
      try bench.write("data/in.csv", text)
      for job in ["night", "rows"] {
        let commit = try #require(try bench.run(nil, job: job)[0].commit)
        digests.insert(commit.inputDigest)
      }
      files.append(bench.read("_out/s.csv") ?? [])
      tables.append(try bench.rows("SELECT * FROM scores ORDER BY id"))
      let book = try bench.book
      for run in try book.runs() { profiles.append(try #require(try book.profile(ofRun: run.id))) }
    }
    #expect(!files[0].isEmpty && tables[0].count == 67_500)
    #expect(files.allSatisfy { $0 == files[0] })
    #expect(tables.allSatisfy { $0 == tables[0] })
    let texts = try profiles.map { try RecordJSON.text($0) }
    #expect(texts.count == 6 && Set(texts).count == 2 - (texts[0] == texts[1] ? 1 : 0))
    #expect(digests.count == 1)
  }

  @Test("a CSV file, the same compressed, a table and a query give the same rows")
  func kinds() throws {
    let text = try input("binary-4.6.0", times: 3)
    var results: [[[SQLValue]]] = []
    for kind in ["csv", "gz", "table", "query", "tables"] {
      var dataset = "csv: data/in.csv"
      if kind == "gz" { dataset = "csv: data/in.csv.gz" }
      if kind == "table" { dataset = "sqlite: data/in.db\ntable: rows" }
      if kind == "query" { dataset = "sqlite: data/in.db\nquery: q.sql" }
      if kind == "tables" { dataset = "query: q.sql\ntables: {rows: raw}" }
      let keys = "outputs: [margin]\noutput: {sqlite: _out/s.db, table: scores}"
      var yaml = Bench.workspace(keys, dataset: dataset).replacingOccurrences(
        of: "welcome.yaml", with: "welcome.txt")
      if kind == "tables" {
        yaml = yaml.replacingOccurrences(of: "datasets:", with: "datasets:\n  raw:\n    csv: data/in.csv")
      }
      let bench = try Bench("", yaml: yaml, days: 0)
      try FileManager.default.copyItem(
        atPath: "\(SourcesTests.folder)/binary-4.6.0/model.txt", toPath: bench.path + "/models/welcome.txt")
      try bench.write("data/in.csv", text)
      let input = try table("binary-4.6.0", "input.csv")
      let numbers = input.header.map { kind == "tables" ? "CAST(nullif(\($0), '') AS REAL) AS \($0)" : $0 }
      try bench.write("q.sql", "SELECT id, \(numbers.joined(separator: ", ")) FROM rows")
      if kind == "gz" { try gzip(bench.path + "/data/in.csv") }
      if kind == "table" || kind == "query" {
        let database = try SQLiteDatabase(bench.path + "/data/in.db", .readWrite)
        let columns = input.header.map { "\($0) REAL" }.joined(separator: ", ")
        try database.execute("PRAGMA synchronous=OFF; BEGIN; CREATE TABLE rows (id TEXT, \(columns))")
        for line in text.split(separator: "\n").dropFirst() {
          let cells = line.split(separator: ",", omittingEmptySubsequences: false)
          let values = cells.map { $0.isEmpty ? "NULL" : "\($0)" }.joined(separator: ", ")
          try database.execute("INSERT INTO rows VALUES (\(values))")
        }
        try database.execute("COMMIT")
      }
      let result = try bench.run(nil)[0]
      #expect(result.commit?.rowsIn == 450 && result.commit?.rejects == 0, "\(kind): \(result.outcome)")
      #expect(try bench.run(nil)[0].isSame)
      results.append(try bench.rows("SELECT id, margin FROM scores ORDER BY id"))
    }
    #expect(results[0].count == 450)
    for result in results { #expect(result == results[0]) }
  }

  private func gzip(_ path: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
