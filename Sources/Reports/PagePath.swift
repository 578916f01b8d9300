import Book

/// Where pages go. Names in a book come from targets and artefacts too, so that only harmless ones become files.
enum PagePath {
  static let home = "index.md"
  static let models = "models/index.md"
  static let runs = "runs/index.md"
  static let reports = "reports/index.md"
  static let experiments = "experiments/index.md"
  static let jobs = "jobs/index.md"
  static let datasets = "datasets/index.md"
  static let evaluations = "evaluations/index.md"
  static let drifts = "jobs/drift/index.md"
  static let months = "runs/months/index.md"
  static let readouts = "readouts/index.md"
  static let lineage = "lineage.md"

  static func model(_ name: String) -> String { "models/\(safe(name)).md" }
  static func run(_ id: String) -> String { "runs/\(safe(id)).md" }
  static func report(_ name: String) -> String { "reports/\(safe(name)).md" }
  static func experiment(_ name: String) -> String { "experiments/\(safe(name))/index.md" }
  /// `file` is safe already.
  static func trial(_ experiment: String, _ file: String) -> String {
    "experiments/\(safe(experiment))/\(file).md"
  }
  static func job(_ name: String) -> String { "jobs/\(safe(name)).md" }
  /// In a folder of its own: a job's name from a book may be anything, also another's with `-drift` behind it.
  static func drift(_ job: String) -> String { "jobs/drift/\(safe(job)).md" }
  static func dataset(_ name: String) -> String { "datasets/\(safe(name)).md" }
  static func readout(_ name: String) -> String { "readouts/\(safe(name)).md" }
  /// All runs of a month: `month` is "2026-01".
  static func runs(_ month: String) -> String { "runs/months/\(safe(month)).md" }
  static func evaluation(_ name: String) -> String { "evaluations/\(safe(name)).md" }

  /// The name itself where it is a sound file name, else a digest of it. `index` is the folder's own page.
  static func safe(_ name: String) -> String {
    let isSound =
      !name.isEmpty && name.utf8.count <= 120 && name.utf8.first != UInt8(ascii: ".") && name != "index"
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || [0x2D, 0x2E, 0x5F].contains(byte)
      }
    return isSound ? name : "name-" + ContentDigest.sha256(name).prefix(16)
  }
}
