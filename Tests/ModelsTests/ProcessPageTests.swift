import Diagnostics
import Foundation
import Models
import Testing

@Suite("Process models: the page")
struct ProcessPageTests {
  private static let good = """
    process:
      command: [python3, serve.py, model.pkl]
      speaks: csv
      inputs: {days: number, orders: integer, cohort: text, kind: {categories: [a, b]}}
      outputs: {class: {labels: ["0", "1"]}, probability: number, note: text}
      required: [days]
      batch: 300
      time_limit: {start: 20s, batch: 1500ms}
      memory_limit: 1GiB
      environment: [PATH, LANG]

    """

  private func open(_ text: String, _ options: ArtefactOptions = .none) throws -> ProcessModel {
    try ProcessFormat.open(bytes: Array(text.utf8), name: "page.yaml", options: options)
  }

  private func problems(_ text: String, _ options: ArtefactOptions = .none) -> [Diagnostic] {
    do {
      _ = try open(text, options)
      return []
    } catch {
      return (error as? Problems)?.list ?? []
    }
  }

  @Test("is read with everything in it")
  func whole() throws {
    let model = try open(Self.good)
    #expect(model.page.command == ["python3", "serve.py", "model.pkl"])
    #expect(model.page.batch == 300 && model.batchRows == 512)
    #expect(model.page.startLimit == 20_000 && model.page.batchLimit == 1500)
    #expect(model.page.memoryLimit == 1 << 30 && model.page.environment == ["LANG", "PATH"])
    #expect(
      model.signature.inputs == [
        Input(name: "days", kind: .number, required: true),
        Input(name: "orders", kind: .integer, required: false),
        Input(name: "cohort", kind: .text, required: false),
        Input(name: "kind", kind: .category(["a", "b"]), required: false),
      ])
    #expect(model.signature.task == .binary(negative: "0", positive: "1"))
    #expect(model.signature.outputs.map(\.name) == ["probability", "class", "note"])
    #expect(model.facts.contains { $0 == ("time limit", "20 s to start, 1500 ms for a batch") })
    #expect(model.remarks.contains { $0.contains("is code") })
  }

  @Test("gives its outputs the task that their names say")
  func tasks() throws {
    let told: [(String, Signature.Task, [String])] = [
      ("{prediction: number, low: number}", .regression, ["prediction", "low"]),
      ("{probability: number}", .binary(negative: "0", positive: "1"), ["probability"]),
      ("{class: {labels: [n, y]}}", .binary(negative: "n", positive: "y"), ["class"]),
      (
        "{class: {labels: [a, b, c]}, probability_b: number}", .multiclass(["a", "b", "c"]),
        ["class", "probability_b"]
      ),
      (
        "{prediction_x: number, prediction_y: number}", .targets(["x", "y"]),
        ["prediction_x", "prediction_y"]
      ),
      ("{product: text, rank: number}", .lookup, ["product", "rank"]),
    ]
    for (outputs, task, names) in told {
      let model = try open("process: {command: [x], speaks: csv, inputs: {a: text}, outputs: \(outputs)}")
      #expect(model.signature.task == task)
      #expect(model.signature.outputs.map(\.name) == names)
    }
  }

  @Test("tells every mistake at once, each with its line")
  func several() {
    let found = problems(
      """
      process:
        comand: [x]
        command: []
        speaks: xml
        inputs: {a: float, b: {categories: []}, c: {kinds: [x]}}
        outputs: {class: {labels: [a, a]}, prediction: text, band: number}
        required: [z]
        batch: 0
        time_limit: {start: 20, batch: -1s, end: 1s}
        memory_limit: 1GB
        environment: [A=b, PATH, PATH]
        files: [../x, /y, process.yaml]

      """)
    let lines = found.map { "\($0.place?.line ?? 0) \($0.identifier.name)" }
    for expected in [
      "2 process-key", "3 process-value", "4 process-value", "5 process-value", "5 process-key",
      "6 process-value",
      "6 process-task", "7 process-value", "8 process-value", "9 process-value", "9 process-key",
      "10 process-value", "11 process-value", "12 process-value",
    ] { #expect(lines.contains(expected), "\(expected) in \(found)") }
    #expect(found.first { $0.place?.line == 2 }?.next == "Did you mean 'command'?")
    #expect(found.filter { $0.place?.line == 12 }.count == 3)
  }

  @Test("a batch has at most as many rows as are read at a time", arguments: [(8192, true), (8193, false)])
  func largestBatch(rows: Int, fits: Bool) throws {
    let text =
      "process: {command: [x], speaks: csv, inputs: {a: text}, outputs: {rank: number}, batch: \(rows)}"
    var found: [Diagnostic] = []
    do {
      try ProcessFormat.checkNew(bytes: Array(text.utf8), name: "page.yaml")
    } catch {
      found = error.list
    }
    #expect(found.map(\.identifier) == (fits ? [] : [.processValue]))
    #expect(fits || found.first?.expected == "1 to 8192")
    // One that is registered opens all the same.
    let model = try open(text)
    #expect(model.page.batch == 8192 && model.page.askedBatch == rows)
    #expect(model.remarks.contains { $0.contains("batches of \(rows) rows, and gets 8192") } == !fits)
  }

  @Test(
    "refuses outputs that contradict each other",
    arguments: [
      "{class: text}", "{class: {labels: [a, b, c]}, probability: number}",
      "{prediction: number, probability: number}",
      "{class: {labels: [a, b]}, probability_c: number}", "{margin: text}", "{band: number}",
      "{prediction_x: text}",
    ])
  func contradictions(outputs: String) {
    let found = problems("process: {command: [x], speaks: csv, inputs: {a: text}, outputs: \(outputs)}")
    #expect(found.map(\.identifier) == [.processTask])
  }

  @Test(
    "refuses what is no page", arguments: ["", "process", "[1]", "{}", "process: 1", "process: {", "a: b"])
  func nothing(text: String) {
    #expect(!problems(text).isEmpty)
  }

  @Test("holds options against the page")
  func options() throws {
    #expect(problems(Self.good, ArtefactOptions(labels: ["0", "1"])).isEmpty)
    #expect(problems(Self.good, ArtefactOptions(labels: ["1", "0"])).map(\.identifier) == [.processOptions])
    #expect(problems(Self.good, ArtefactOptions(iterations: .all, columns: ["a"])).count == 2)
    let plain = "process: {command: [x], speaks: csv, inputs: {a: text}, outputs: {probability: number}}"
    let model = try open(plain, ArtefactOptions(labels: ["no", "yes"]))
    #expect(model.signature.task == .binary(negative: "no", positive: "yes"))
  }

  @Test("is recognised by its content, alone and in a bundle")
  func recognised() throws {
    #expect(ProcessFormat.recognises(Array("# a page\n---\n\nprocess:\n".utf8)))
    #expect(!ProcessFormat.recognises(Array("processes:\n".utf8)))
    #expect(!ProcessFormat.recognises(Array("scorecard:\n".utf8)))
    let other = try ArtefactBundle(main: ("table.yaml", []), others: [], file: "table.yaml")
    #expect(!ProcessFormat.recognises(other.bytes) && ArtefactBundle.recognises(other.bytes))
  }

  @Test("is gathered with its files, and nothing from outside its folder")
  func gathered() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "process-page-\(UUID().uuidString)")
    let inner = folder.appending(path: "model/deep")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("secret".utf8).write(to: folder.appending(path: "outside.txt"))
    try Data("x".utf8).write(to: inner.appending(path: "b.txt"))
    try Data("y".utf8).write(to: folder.appending(path: "model/a.py"))
    let link = folder.appending(path: "model/link")
    try FileManager.default.createSymbolicLink(
      at: link, withDestinationURL: folder.appending(path: "outside.txt"))
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "model/inside"), withDestinationURL: folder.appending(path: "model/a.py"))
    #expect(mkfifo(folder.appending(path: "model/pipe").path, 0o600) == 0)
    func page(_ files: String) throws -> String {
      let path = folder.appending(path: "model/my_page.yaml").path
      try Self.good.replacingOccurrences(of: "  speaks", with: "  files: [\(files)]\n  speaks")
        .write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }
    let bundle = try ProcessFormat.gather(page: page("deep/b.txt, a.py, inside"))
    #expect(bundle.files.map(\.name) == ["process.yaml", "a.py", "deep/b.txt", "inside"])
    let model = try ProcessFormat.open(bytes: bundle.bytes, name: "m.tar", options: .none)
    #expect(model.page.files == ["deep/b.txt", "a.py", "inside"])
    #expect(ProcessFormat.recognises(bundle.bytes.prefix(512)))
    do {
      _ = try ProcessFormat.gather(page: page("link, pipe, deep, absent"))
      Issue.record("gathered")
    } catch let problems as Problems {
      #expect(problems.list.map(\.identifier) == [.bundleFile, .bundleFile, .bundleFile, .bundleFile])
      #expect(problems.list[0].description.contains("outside the page's folder"))
    }
    #expect(throws: Problems.self) {
      try ProcessFormat.gather(page: folder.appending(path: "none.yaml").path)
    }
    // A page that names files can't come alone.
    let alone = try Data(contentsOf: URL(filePath: page("a.py")))
    #expect {
      try ProcessFormat.open(bytes: Array(alone), name: "p.yaml", options: .none)
    } throws: {
      ($0 as? Problems)?.list.first?.identifier == .processFiles
    }
  }

  @Test("states both forms of rows in the support matrix")
  func support() {
    let elements = ProcessFormat.support.elements
    #expect(elements.map(\.name) == ["csv", "json_lines"] && elements.allSatisfy { $0.verdict == .exact })
    for element in elements {
      let page = Self.good.replacingOccurrences(of: "speaks: csv", with: "speaks: \(element.name)")
      #expect(problems(page).isEmpty)
    }
  }

  @Test("shows in the guide the programs and the page that the tests run")
  func guide() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    func text(_ path: String) throws -> String {
      try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
    let guide = try text("site/guide/process-models.md")
    for file in ["serve.py", "serve_mlflow.py"] {
      let program = try text("Tests/Fixtures/models/process/\(file)")
      let start = try #require(program.range(of: "\"\"\"\n\n")).upperBound
      #expect(guide.contains(program[start...]), "\(file)")
    }
    #expect(guide.contains(try text("Tests/Fixtures/models/process/process.yaml")))
    // Every page on these pages is one that can be read.
    for path in ["site/guide/process-models.md", "site/reference/artefacts/process.md"] {
      for block in try text(path).components(separatedBy: "```yaml\n").dropFirst() {
        let page = block.prefix(upTo: block.range(of: "```")?.lowerBound ?? block.endIndex)
        // The files are not beside it here: that is all that may be wrong.
        #expect(problems(String(page)).allSatisfy { $0.identifier == .processFiles }, "\(path)")
      }
    }
  }
}
