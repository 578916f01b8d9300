import Datasets
import Diagnostics
import Foundation
import Models
import Tabular
import Testing

@Suite("Stream output")
struct StreamOutputTests {
  private typealias Row = OutputFixture.Row
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private var plan: OutputPlan {
    OutputPlan(
      job: "score", date: nil, runID: "r",
      columns: [
        OutputColumn(name: "id", kind: .text, value: .input(0)),
        OutputColumn(name: "pro\"b", kind: .real, value: .prediction(model: 0, output: 0)),
        OutputColumn(name: "band", kind: .integer, value: .band(model: 0, output: 0, cuts: [0.5])),
      ], keyCount: 1, shadows: [])
  }

  private func output(_ destination: StreamOutput.Destination, _ format: RowFormat = .csv) -> StreamOutput {
    StreamOutput(
      destination, format: format, rejectsPath: folder.file("rejects.csv"),
      stagingFolder: folder.file("staging"))
  }

  @Test("writes a file as CSV by renaming it when it is whole")
  func file() throws {
    let path = folder.file("scores.csv")
    let stage = try OutputFixture.stage(
      output(.file(path)), plan, [Row(key: "a"), Row(key: nil), Row(key: "b", probability: 1)],
      rejects: [OutputFixture.reject])
    #expect(!FileManager.default.fileExists(atPath: path))
    try stage.commit(OutputFixture.record(plan))
    #expect(try folder.read("scores.csv") == "id,\"pro\"\"b\",band\na,0.25,1\nb,1.0,2\n")
    #expect(
      try folder.read("rejects.csv") == #"""
        source,record,line,column,reason,row
        customers,2,,id,the key has no value,
        customers.csv,7,8,age,'n/a' is not a number,"7,n/a,""x"""

        """#)
    #expect(folder.names == ["rejects.csv", "scores.csv"])
  }

  @Test("writes JSON lines")
  func json() throws {
    let stage = try OutputFixture.stage(
      output(.file(folder.file("s.jsonl")), .jsonLines), plan,
      [Row(key: "q\"\\\n\u{1}é"), Row(key: "b", probability: .nan), Row(key: "c", probability: .infinity)])
    try stage.commit(OutputFixture.record(plan))
    #expect(
      try folder.read("s.jsonl") == #"""
        {"id":"q\"\\\u000a\u0001é","pro\"b":0.25,"band":1}
        {"id":"b","pro\"b":null,"band":null}
        {"id":"c","pro\"b":null,"band":2}

        """#)
  }

  @Test("a file that is discarded was never there")
  func discard() throws {
    try OutputFixture.stage(output(.file(folder.file("s.csv"))), plan, [Row(key: "a")]).discard()
    #expect(folder.names.isEmpty)
  }

  @Test("writes to a pipe as the rows come, and tells a closed one apart")
  func pipe() throws {
    let pipe = Pipe()
    let stage = try OutputFixture.stage(
      output(.descriptor(pipe.fileHandleForWriting.fileDescriptor)), plan, [Row(key: "a")])
    #expect(pipe.fileHandleForReading.availableData == Data("id,\"pro\"\"b\",band\na,0.25,1\n".utf8))
    try pipe.fileHandleForReading.close()
    var encoded = EncodedRows()
    OutputFixture.encode([Row(key: "b")], firstRecord: 2, stage.makeEncoder(), into: &encoded)
    let problem = #expect(throws: Diagnostic.self) { try stage.append(1, encoded) }
    #expect(problem?.identifier.name == "output-broken-pipe")
  }

  @Test("a symbolic link stays, and the file it leads to is replaced", arguments: [true, false])
  func link(_ exists: Bool) throws {
    try FileManager.default.createDirectory(atPath: folder.file("real"), withIntermediateDirectories: false)
    if exists { try folder.write("old", to: "real/s.csv") }
    for (link, target) in [("a.csv", "b.csv"), ("b.csv", "real/s.csv"), ("rejects.csv", "real/r.csv")] {
      try FileManager.default.createSymbolicLink(atPath: folder.file(link), withDestinationPath: target)
    }
    let stage = try OutputFixture.stage(output(.file(folder.file("a.csv"))), plan, [Row(key: "a")])
    #expect(folder.names.contains("real/.s.csv.r.partial"))
    try stage.commit(OutputFixture.record(plan))
    #expect(try folder.read("real/s.csv") == "id,\"pro\"\"b\",band\na,0.25,1\n")
    for link in ["a.csv", "b.csv", "rejects.csv"] {
      #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: folder.file(link))) != nil)
    }
    #expect(folder.names == ["a.csv", "b.csv", "real", "real/r.csv", "real/s.csv", "rejects.csv"])
  }

  @Test("a named pipe is written to and stays one")
  func namedPipe() async throws {
    let path = folder.file("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    // Open for both, so that neither side waits for the other.
    let reader = open(path, O_RDWR | O_NONBLOCK)
    defer { close(reader) }
    let stage = try OutputFixture.stage(output(.file(path)), plan, [Row(key: "a")])
    try stage.commit(OutputFixture.record(plan))
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = read(reader, &bytes, bytes.count)
    #expect(
      String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "id,\"pro\"\"b\",band\na,0.25,1\n")
    var status = stat()
    #expect(lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    #expect(folder.names == ["pipe", "rejects.csv"])
  }

  @Test("rejects go to no pipe, and nothing is left of the output")
  func rejectsPipe() throws {
    #expect(mkfifo(folder.file("rejects.csv"), 0o600) == 0)
    let problem = #expect(throws: Diagnostic.self) {
      try output(.file(folder.file("s.csv"))).stage(plan)
    }
    #expect(problem?.identifier.name == "output-no-file")
    #expect(folder.names == ["rejects.csv"])
  }

  @Test("nothing is left where the rejects can't be written")
  func noRejects() throws {
    let target = StreamOutput(
      .file(folder.file("s.csv")), format: .csv, rejectsPath: folder.file("none/rejects.csv"),
      stagingFolder: folder.file("staging"))
    #expect(throws: Diagnostic.self) { try target.stage(plan) }
    #expect(folder.names.isEmpty)
  }

  @Test(
    "the folder of key hashes is removed at the end, unless it was there before", arguments: [true, false])
  func stagingFolder(_ isKept: Bool) throws {
    if isKept {
      try FileManager.default.createDirectory(
        atPath: folder.file("staging"), withIntermediateDirectories: false)
    }
    let stage = try output(.file(folder.file("s.csv"))).stage(plan)
    let encoder = stage.makeEncoder()
    // More than are kept in memory.
    for chunk in 0..<700 {
      var encoded = EncodedRows()
      let rows = (0..<200).map { Row(key: "\(chunk * 200 + $0)") }
      OutputFixture.encode(rows, firstRecord: chunk * 200 + 1, encoder, into: &encoded)
      try stage.append(chunk, encoded)
    }
    #expect(folder.names.contains { $0.hasPrefix("staging/") })
    try stage.commit(OutputFixture.record(plan))
    #expect(folder.names == ["rejects.csv", "s.csv"] + (isKept ? ["staging"] : []))
  }

  @Test("one empty field is a record and not a blank line")
  func singleColumn() throws {
    let single = OutputPlan(
      job: "score", date: nil, runID: "r",
      columns: [OutputColumn(name: "p", kind: .real, value: .prediction(model: 0, output: 0))], keyCount: 0,
      shadows: [])
    let stage = try OutputFixture.stage(
      output(.file(folder.file("s.csv"))), single, [Row(key: "a", probability: .nan), Row(key: "a")])
    try stage.commit(OutputFixture.record(single))
    #expect(try folder.read("s.csv") == "p\n\"\"\n0.25\n")
  }
}
