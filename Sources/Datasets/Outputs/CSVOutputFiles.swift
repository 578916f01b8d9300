import Diagnostics

/// The names that belong to one CSV output file.
struct CSVOutputFiles: Hashable {
  /// The main file.
  let path: String
  var folder: String { Folder.parent(of: path) }
  private var name: String { Folder.name(of: path) }
  /// `NAME` without ".csv", before the side files' endings.
  private var stem: String {
    let name = self.name
    return name.hasSuffix(".csv") ? String(name.dropLast(4)) : name
  }

  enum Side: String, CaseIterable {
    case shadow = "shadow.csv"
    case rejects = "rejects.csv"
    /// Last: while its staged one is there, a commit can be completed.
    case commit = "commit.json"
  }

  func side(_ side: Side) -> String { "\(folder)/\(stem).\(side.rawValue)" }
  /// The main file of one run before its commit.
  func partial(run: String) -> String { "\(folder)/.\(name).\(run).partial" }
  func staged(_ side: Side, run: String) -> String { "\(folder)/.\(name).\(run).\(side.rawValue)" }

  /// Runs that left staged files of this output, sorted.
  func stagedRuns() -> [String] {
    let prefix = ".\(name)."
    let endings = [".partial"] + Side.allCases.map { ".\($0.rawValue)" }
    var runs: Set<String> = []
    for file in Folder.names(in: folder) where file.hasPrefix(prefix) {
      for ending in endings
      where file.hasSuffix(ending) && file.utf8.count > prefix.utf8.count + ending.utf8.count {
        let run = file.dropFirst(prefix.count).dropLast(ending.count)
        // Runs have no dots in their names: ".a.csv.b.RUN.partial" belongs to another output, "a.csv.b".
        if !run.contains(".") { runs.insert(String(run)) }
      }
    }
    return runs.sorted()
  }

  func removeStaged(run: String) {
    Folder.remove(partial(run: run))
    for side in Side.allCases { Folder.remove(staged(side, run: run)) }
  }

  /// What stands here, and the run whose commit is not yet completed, if it is one of those.
  ///
  /// The record that speaks of the very file decides; where none does (the file was copied or restored), the
  /// one whose digest is that of its bytes. A file that no record speaks of is nobody's.
  func standing() -> (file: CSVCommitFile, incompleteRun: String?)? {
    guard let stamp = FileStamp(path: path) else { return nil }
    let settled = CSVCommitFile(path: side(.commit))
    if let settled, settled.isExactly(stamp) { return (settled, nil) }
    for run in stagedRuns() {
      if let staged = CSVCommitFile(path: staged(.commit, run: run)), staged.isExactly(stamp) {
        return (staged, run)
      }
    }
    guard let settled, settled.main.size == stamp.size, settled.main.digest == ContentDigest.ofFile(path)
    else { return nil }
    return (settled, nil)
  }

  /// The first side file that stands here and that no record of the job accounts for; a commit would
  /// overwrite or remove it.
  ///
  /// - Parameter standing: the record of the main file, settled or not.
  func foreignSide(job: String, standing: CSVCommitFile?) -> Side? {
    let records = [CSVCommitFile(path: side(.commit)), standing].compactMap(\.self)
      .filter { $0.record.job == job }
    return Side.allCases.first { side in
      guard FileStamp(path: self.side(side)) != nil else { return false }
      return !records.contains {
        switch side {
        case .shadow: $0.hasShadow
        case .rejects: $0.hasRejects
        case .commit: true
        }
      }
    }
  }

  /// The steps after the commit: side files take their names, the record last. Can be repeated.
  func complete(
    _ file: CSVCommitFile, run: String, fault: FaultPoint.Hook = { _ in }
  ) throws(Diagnostic) {
    for (side, exists) in [(Side.shadow, file.hasShadow), (.rejects, file.hasRejects), (.commit, true)] {
      let staged = staged(side, run: run)
      if !exists {
        Folder.remove(self.side(side))
      } else if FileStamp(path: staged) != nil {
        try Folder.rename(staged, to: self.side(side))
      }
      try fault(side == .shadow ? .shadowRenamed : side == .rejects ? .rejectsRenamed : .recordRenamed)
    }
    try Folder.sync(folder)
  }
}
