import Book
@testable import Interchange

extension FuzzedParser {
  /// What a training script logs; the same lines read twice are the same trials.
  static let trialLines = FuzzedParser("trial-lines") { bytes in
    var (log, again) = (TrialLog(), TrialLog())
    log.read(lines: bytes, file: "log.jsonl", name: "trial")
    again.read(lines: bytes, file: "log.jsonl", name: "trial")
    precondition(log.trials.map(\.fingerprint) == again.trials.map(\.fingerprint), "not the same twice")
    for trial in log.trials {
      precondition(trial.points == trial.history.reduce(0) { $0 + $1.points.count }, "a point was lost")
      precondition((trial.record.startedAt?.utf8.count ?? 24) == 24, "an odd time")
    }
  }

  /// MLflow's file store: the first byte chooses a metric's file or a `meta.yaml`.
  static let mlflowFolder = FuzzedParser("mlflow-folder") { bytes in
    guard let kind = bytes.first else { return }
    if kind == 0x6D {
      for line in bytes.dropFirst().split(separator: 0x0A) { _ = MLflowMetricLine.point(line) }
    } else if let page = try? YAMLReader.read(Array(bytes.dropFirst())) {
      _ = (page["run_id"]?.words, page["start_time"]?.integer.flatMap { TimeText.text(milliseconds: $0) })
      _ = page["tags"]?["mlflow.data.context"]?.text
    }
  }

  /// A DVC project whose every file holds the same bytes.
  static let dvcFiles = FuzzedParser("dvc-files") { bytes in
    struct Same: DVCFiles {
      let content: [UInt8]
      func bytes(_ path: String, limit: Int) throws -> [UInt8]? { content }
      func files(_ folder: String) throws -> [String] { ["\(folder)/a.tsv", "\(folder)/b.json"] }
    }
    var reader = DVCReader(files: Same(content: bytes), cache: nil, place: "fuzz")
    var record = TrialRecord(name: "fuzz", origin: "dvc", originID: "fuzz")
    _ = try? reader.fill(&record)
    for delimiter: UInt8 in [0x2C, 0x09] {
      guard let table = try? DVCTable.read(bytes, delimiter: delimiter) else { continue }
      precondition(table.rows.allSatisfy { $0.count == table.columns.count }, "ragged rows")
    }
    if let value = try? JSONReader.read(bytes[...]) {
      let text = value.json
      let back = try? JSONReader.read(Array(text.utf8)[...])
      precondition(back == value, "JSON that does not read as it was written")
    }
  }
}
