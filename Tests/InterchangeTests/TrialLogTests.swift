import Book
import Diagnostics
import Foundation
import Testing

@testable import Interchange

@Suite("Logs of trials")
struct TrialLogTests {
  private func log(_ text: String, name: String? = "t") -> TrialLog {
    var log = TrialLog()
    log.read(lines: Array(text.utf8), file: "log.jsonl", name: name)
    return log
  }

  private func enter(_ log: TrialLog, _ bench: StoreBench) throws -> ImportOutcome {
    let record = ExperimentRecord(name: "depth", origin: "declared", createdAt: StoreBench.now)
    return try TrialLog.enter(
      log.trials, into: ImportTarget(book: bench.book(), experiment: record, now: StoreBench.now))
  }

  @Test("the example of the reference gives the trial that it says")
  func example() throws {
    let page = StoreBench.fixtures + "/../../../site/reference/formats.md"
    let text = try String(contentsOf: URL(filePath: page), encoding: .utf8)
    let section = try #require(text.components(separatedBy: "## JSON lines of trials").last)
    let lines = try #require(section.components(separatedBy: "```json\n").dropFirst().first)
      .components(separatedBy: "```")[0]
    let read = log(lines)
    #expect(read.problems.isEmpty)
    let trial = try #require(read.trials.first)
    #expect(read.trials.count == 1 && trial.record.name == "deep")
    #expect(trial.record.state == .finished)
    #expect(dictionary(trial.record.parameters) == ["depth": "9"])
    #expect(trial.artefacts == ["model.txt"])
    let history = Dictionary(uniqueKeysWithValues: trial.history.map { ($0.metric, $0.points) })
    #expect(history["loss"]?.map(\.step) == [1, 2])
    #expect(history["loss"]?.first?.time == 1_760_000_000_500)
    #expect(history["loss"]?.last?.value.isNaN == true)
    #expect(history["best"]?.map(\.value) == [0.74, 0.76])
  }

  @Test("the same lines change nothing, other ones replace the trial")
  func idempotent() throws {
    let bench = try StoreBench()
    let lines = "{\"metrics\": {\"auc\": 0.5}}\n{\"step\": 1, \"metrics\": {\"auc\": 0.75}}\n"
    #expect(try enter(log(lines), bench).new == 1)
    #expect(try enter(log(lines), bench).unchanged == 1)
    #expect(try enter(log(lines + "{\"tags\": {\"a\": \"b\"}}\n"), bench).changed == 1)
    let trial = try #require(try bench.book().trials(of: "depth").first)
    #expect(trial.metrics == [.init(name: "auc", value: 0.75, step: 1, time: nil, points: 2)])
  }

  @Test(
    "a trial of blanks is none: the log is refused, and a run of MLflow goes by its id",
    arguments: ["", " ", "\u{2003}\u{200B}"])
  func blank(name: String) {
    let line = "{\"trial\": \"\(name)\", \"metrics\": {\"a\": 1}}"
    #expect(log(line).problems.errors.first?.found?.contains("name") == true && log(line).trials.isEmpty)
    let named = log("{\"metrics\": {\"a\": 1}}", name: name)
    #expect(named.problems.errors.first?.found == "the trial's name \(quoted(name)) is blank")
    #expect(named.trials.isEmpty)
    var run = MLflowRun(id: "0123456789abcdef")
    run.name = name
    #expect(run.record(store: "s").name == "0123456789abcdef")
    run.tags = [.init(name: "mlflow.runName", value: "deep")]
    #expect(run.record(store: "s").name == "deep")
  }

  @Test(
    "a mistake is told with its line",
    arguments: [
      ("{\"metrik\": 1}", "did you mean 'metrics'"), ("[1]", "no JSON object"),
      ("{\"step\": 1}", "without 'metrics'"),
      ("{\"metrics\": {\"a\": \"high\"}}", "no number"), ("{\"metrics\": {\"a\": [1, 2]}}", "[step, value]"),
      ("{\"state\": \"done\"}", "'state' is none"), ("{\"a\": 1", "neither comma"),
      ("{\"started\": \"soon\"}", "neither seconds"),
      ("{\"metrics\": {\"a\": 0x10}}", "no value"), ("{\"step\": 1.5, \"metrics\": {}}", "no whole number"),
      ("{\"trial\": \"\"}", "no name"), ("{\"parameters\": {\"\": 1}}", "empty"),
      ("{\"started\": \"2026-02-30T00:00:00Z\"}", "neither seconds"),
      (String(repeating: "[", count: 100_000), "64 levels"), ("{\"note\": \"\u{1}\"}", "control character"),
    ])
  func mistakes(line: String, reason: String) throws {
    let read = log("{\"note\": \"fine\"}\n\n\(line)\n")
    let found = try #require(read.problems.errors.first)
    #expect(found.identifier.name == "interchange-log")
    #expect(found.place?.line == 3)
    #expect(found.found?.contains(reason) == true, "\(found)")
  }

  @Test("a folder gives a trial for each file, and leaves out what is still being written")
  func folder() throws {
    let bench = try StoreBench()
    try bench.write("logs/a.jsonl", "{\"metrics\": {\"auc\": 0.5}}\n{\"metrics\": {\"auc\":")
    try bench.write("logs/b.jsonl", "{\"metrics\": {\"auc\": 0.6}}")
    try bench.write("logs/notes.txt", "no log")
    var read = TrialLog()
    try read.read(folder: bench.folder + "/logs")
    #expect(read.trials.map(\.record.name) == ["a", "b"])
    #expect(read.problems.errors.isEmpty)
    #expect(read.problems.list.map(\.identifier.name) == ["interchange-skipped"])
    var broken = TrialLog()
    try bench.write("logs/a.jsonl", "{\"metrics\": {\"auc\":\n")
    try broken.read(folder: bench.folder + "/logs")
    #expect(!broken.problems.errors.isEmpty)
  }
}
