import Book
import Diagnostics
import Foundation

/// MLflow's file store: `mlruns` with a folder for each experiment, and in it one for each run.
///
/// **Source:** MLflow's `FileStore`, as of 3.17.
struct MLflowFolder: Sendable {
  static let largestPage = 1 << 20

  let files: StoreFolder

  struct Experiment: Sendable {
    let folder: String
    let id: String
    let name: String
    let isDeleted: Bool
    let createdAt: String?
    let tags: [TrialRecord.Entry]
  }

  /// **Throws** for a folder that holds no experiment of MLflow.
  init(_ path: String) throws(Diagnostic) {
    files = StoreFolder(root: path)
    guard let entries = files.entries("") else {
      throw Diagnostic(
        .interchangeStoreUnreadable, .failure, at: .init(file: path), "the folder can't be read",
        found: String(cString: strerror(errno)))
    }
    let isStore = entries.contains { entry in
      entry.isFolder
        && (entry.name == ".trash" || entry.name == "models"
          || FileManager.default.fileExists(atPath: files.full("\(entry.name)/meta.yaml")))
    }
    guard isStore || entries.isEmpty else {
      throw Diagnostic(
        .interchangeStoreForeign, .configuration, at: .init(file: path),
        "the folder holds no experiments of MLflow", expected: "folders with a meta.yaml, as in mlruns")
    }
  }

  /// What a `meta.yaml` says. **Throws** for one that can't be read; nil where there is none.
  func page(_ path: String) throws(Unreadable) -> PlainValue? {
    guard let bytes = try files.bytes(path, limit: Self.largestPage) else { return nil }
    return try YAMLReader.read(bytes)
  }

  /// All experiments, those in the bin too; what can't be read is told to `lost`.
  func experiments(lost: (Diagnostic) -> Void) -> [Experiment] {
    var found: [Experiment] = []
    for parent in ["", ".trash/"] {
      for entry in files.entries(String(parent.dropLast())) ?? []
      where entry.isFolder && ![".trash", "models"].contains(entry.name) {
        let folder = parent + entry.name
        do {
          guard let page = try page("\(folder)/meta.yaml"),
            page["name"] != nil || page["experiment_id"] != nil
          else { continue }
          found.append(
            Experiment(
              folder: folder, id: page["experiment_id"]?.words ?? entry.name,
              name: name(page) ?? "experiment \(entry.name)",
              isDeleted: !parent.isEmpty || page["lifecycle_stage"]?.text == "deleted",
              createdAt: moment(page["creation_time"]), tags: try texts("\(folder)/tags")))
        } catch {
          lost(
            .skipped(files.full("\(folder)/meta.yaml"), "an experiment can't be read", found: error.reason))
        }
      }
    }
    return found
  }

  /// A name of another workspace than MLflow's default one stands behind that one's.
  func name(_ page: PlainValue) -> String? {
    guard let name = page["name"]?.words else { return nil }
    let workspace = page["workspace"]?.words ?? "default"
    return workspace == "default" ? name : "\(workspace)/\(name)"
  }

  /// The files of a folder by their path, and what they hold: parameters, tags.
  func texts(_ folder: String) throws(Unreadable) -> [TrialRecord.Entry] {
    var found: [TrialRecord.Entry] = []
    for (path, _) in files.files(folder) {
      guard let bytes = try files.bytes("\(folder)/\(path)", limit: Self.largestPage) else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      found.append(
        TrialRecord.Entry(name: path, value: String(text.unicodeScalars.prefix(MLflowDatabase.longestText))))
    }
    return found
  }

  func moment(_ value: PlainValue?) -> String? {
    value?.integer.flatMap { TimeText.text(milliseconds: $0) }
  }

  /// The names of the folders of an experiment that are runs.
  func runs(_ experiment: Experiment) -> [String] {
    (files.entries(experiment.folder) ?? []).filter { entry in
      entry.isFolder && !["datasets", "models", "tags", "traces", ".trash"].contains(entry.name)
    }.map(\.name)
  }

  /// Names, sizes and times of all files of a run but its artefacts; nil where it has no `meta.yaml`.
  func fingerprint(_ folder: String) -> (text: String, metricBytes: Int)? {
    var text = "1"
    var metricBytes = 0
    func add(_ name: String, _ entry: StoreFolder.Entry) {
      text += "\u{1F}\(name)\u{1F}\(entry.size)\u{1F}\(entry.modified)"
    }
    guard let page = files.entries(folder)?.first(where: { $0.name == "meta.yaml" && !$0.isFolder }) else {
      return nil
    }
    add("meta.yaml", page)
    for part in ["params", "tags", "inputs", "metrics"] {
      for (path, entry) in files.files("\(folder)/\(part)") {
        add("\(part)/\(path)", entry)
        if part == "metrics" { metricBytes += entry.size }
      }
    }
    return (text, metricBytes)
  }

  /// A run without its metrics.
  func run(_ folder: String, _ experiment: Experiment) throws(Unreadable) -> MLflowRun? {
    guard let page = try page("\(folder)/meta.yaml") else { return nil }
    let folderName = folder.split(separator: "/").last.map(String.init) ?? folder
    var run = MLflowRun(id: page["run_id"]?.words ?? page["run_uuid"]?.words ?? folderName)
    run.name = page["run_name"]?.words ?? page["name"]?.words
    run.user = page["user_id"]?.words
    run.status = status(page["status"])
    run.start = moment(page["start_time"])
    run.end = moment(page["end_time"])
    run.sourceName = page["source_name"]?.words
    run.sourceVersion = page["source_version"]?.words
    run.isDeleted = page["lifecycle_stage"]?.text == "deleted"
    run.artefacts = page["artifact_uri"]?.words
    run.parameters = try texts("\(folder)/params")
    run.tags = try texts("\(folder)/tags")
    run.datasets = try datasets(folder, experiment)
    return run
  }

  /// **Source:** MLflow's `RunStatus`: 1 to 5.
  private func status(_ value: PlainValue?) -> String? {
    switch value?.text {
    case "1": "RUNNING"
    case "2": "SCHEDULED"
    case "3": "FINISHED"
    case "4": "FAILED"
    case "5": "KILLED"
    default: value?.text?.uppercased()
    }
  }

  private func datasets(_ folder: String, _ experiment: Experiment) throws(Unreadable)
    -> [TrialRecord.Dataset]
  {
    var found: [TrialRecord.Dataset] = []
    for entry in files.entries("\(folder)/inputs") ?? [] where entry.isFolder {
      guard let input = try page("\(folder)/inputs/\(entry.name)/meta.yaml"),
        input["source_type"]?.text == "DATASET", let id = input["source_id"]?.words, !id.contains("/"),
        let data = try page("\(experiment.folder)/datasets/\(id)/meta.yaml")
      else { continue }
      found.append(
        TrialRecord.Dataset(
          name: data["name"]?.text ?? "", digest: data["digest"]?.text ?? "",
          context: input["tags"]?["mlflow.data.context"]?.text ?? "",
          sourceKind: data["source_type"]?.words, source: data["source"]?.words))
    }
    return found.sorted { ($0.name, $0.digest, $0.context) < ($1.name, $1.digest, $1.context) }
  }
}
