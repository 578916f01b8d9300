import Book
import Diagnostics

extension MLflowFolder {
  /// The registered models with versions and aliases, by name; what can't be read is told to `lost`.
  func models(lost: (Diagnostic) -> Void) -> [ForeignModelRecord] {
    var found: [ForeignModelRecord] = []
    for entry in files.entries("models") ?? [] where entry.isFolder {
      let folder = "models/\(entry.name)"
      do {
        guard let page = try page("\(folder)/meta.yaml") else { continue }
        var versions: [Int: ForeignModelRecord.Version] = [:]
        for inner in files.entries(folder) ?? [] where inner.isFolder && inner.name.hasPrefix("version-") {
          if let version = try version("\(folder)/\(inner.name)") { versions[version.version] = version }
        }
        var aliases: [String: Int] = [:]
        for alias in try texts("\(folder)/aliases") {
          if let version = Int(alias.value) { aliases[alias.name] = version }
        }
        found.append(
          ForeignModelRecord(
            name: name(page) ?? entry.name, description: page["description"]?.words,
            tags: try texts("\(folder)/tags"), createdAt: moment(page["creation_timestamp"]),
            updatedAt: moment(page["last_updated_timestamp"]),
            versions: versions.values.sorted { $0.version < $1.version }, aliases: aliases))
      } catch {
        lost(.skipped(files.full(folder), "a registered model can't be read", found: error.reason))
      }
    }
    var seen: Set<String> = []
    return found.filter { seen.insert($0.name).inserted }.sorted { $0.name < $1.name }
  }

  private func version(_ folder: String) throws(Unreadable) -> ForeignModelRecord.Version? {
    guard let page = try page("\(folder)/meta.yaml"), let number = page["version"]?.integer else {
      return nil
    }
    let stage = page["current_stage"]?.words
    return ForeignModelRecord.Version(
      version: number, stage: stage == "None" ? nil : stage, state: page["status"]?.words,
      trial: page["run_id"]?.words, source: page["source"]?.words, description: page["description"]?.words,
      createdBy: page["user_id"]?.words, tags: try texts("\(folder)/tags"),
      createdAt: moment(page["creation_timestamp"]), updatedAt: moment(page["last_updated_timestamp"]))
  }
}
