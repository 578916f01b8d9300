package import Diagnostics

extension Diagnostic.Identifier {
  package static let outputForeignFile = Self("output-foreign-file")
}

/// One CSV file for each date.
///
/// Beside `NAME.csv` stand `NAME.commit.json` (the commit record, and which main file it speaks of: size, time,
/// inode, digest), and where there is something to tell `NAME.rejects.csv` and `NAME.shadow.csv`; rows of
/// both carry the run's identifier. A commit goes like this:
///
/// 1. All four are written under staging names that carry the run's identifier (`.NAME.csv.RUN.partial`, …),
///    and synced; the record, which names size, time, inode and digest of the main file, last. Their folder
///    is synced.
/// 2. **The main file is renamed** to its place, and the folder synced. This is the commit.
/// 3. The side files are renamed to their places, the record last.
///
/// What stands is told by the main file alone: the record that speaks of it, settled or still staged, is its
/// record. Before 2 no staged record speaks of the file that stands, so it is the old one's. After 2 the staged
/// record does, and `recover` completes step 3. Staged files of a run whose record does not speak of the
/// standing file are swept: they were never committed. No other place, not even the book, needs to know.
package struct CSVTarget: OutputTarget {
  let pattern: CSVPattern
  let stagingFolder: String
  let fault: FaultPoint.Hook

  /// The path holds `:date` where each date has a file of its own.
  package init(path: String, stagingFolder: String, fault: @escaping FaultPoint.Hook = { _ in }) {
    pattern = CSVPattern(text: path)
    self.stagingFolder = stagingFolder
    self.fault = fault
  }

  package func recover(job: String) throws(Diagnostic) {
    for file in Folder.names(in: stagingFolder) where file.hasPrefix("\(job).") && file.contains(".keys-") {
      Folder.remove("\(stagingFolder)/\(file)")
    }
    for date in pattern.dates() {
      let files = pattern.files(date: date)
      if let (file, run) = files.standing(), let run { try files.complete(file, run: run) }
      for run in files.stagedRuns() { files.removeStaged(run: run) }
    }
  }

  package func standing(job: String, date: String?) throws(Diagnostic) -> CommitRecord? {
    guard let record = pattern.files(date: date ?? "").standing()?.file.record, record.job == job else {
      return nil
    }
    return record
  }

  package func commits(job: String) throws(Diagnostic) -> [CommitRecord] {
    var records: [CommitRecord] = []
    for date in pattern.dates() {
      if let record = try standing(job: job, date: date) { records.append(record) }
    }
    return records
  }

  package func stage(_ plan: OutputPlan) throws(Diagnostic) -> any OutputStage {
    let files = pattern.files(date: plan.date ?? "")
    let standing = files.standing()?.file
    if FileStamp(path: files.path) != nil {
      guard standing?.record.job == plan.job else {
        throw Diagnostic(
          .outputForeignFile, .configuration, at: Diagnostic.Place(file: files.path),
          "file is there already and was not written by job '\(plan.job)', or was changed since",
          next: "Move it away, or name another path in the job's output.")
      }
    }
    if let side = files.foreignSide(job: plan.job, standing: standing) {
      throw Diagnostic(
        .outputForeignFile, .configuration, at: Diagnostic.Place(file: files.side(side)),
        "file is there already, in the place of a side file of '\(Folder.name(of: files.path))', and was not "
          + "written by job '\(plan.job)'",
        next: "Move it away, or name another path in the job's output.")
    }
    try Folder.create(files.folder)
    try Folder.create(stagingFolder, mode: 0o700)
    return try CSVOutputStage(self, plan, files)
  }
}
