import Datasets
import Diagnostics
import Foundation
import Models
import Tabular
import Testing

/// A file system of one MiB in memory, where this user may mount one.
private final class SmallDisk {
  let folder: ScratchFolder
  var path: String { folder.file("disk") }

  init?() {
    guard getuid() == 0, let folder = try? ScratchFolder() else { return nil }
    self.folder = folder
    try? FileManager.default.createDirectory(atPath: folder.file("disk"), withIntermediateDirectories: true)
    guard mount("tmpfs", folder.file("disk"), "tmpfs", 0, "size=1m") == 0 else { return nil }
  }

  deinit { umount2(path, Int32(MNT_DETACH)) }

  static let isAvailable: Bool = SmallDisk() != nil
}

@Suite("Full disk", .enabled(if: SmallDisk.isAvailable, "needs a user who may mount a tmpfs"))
struct FullDiskTests {
  private typealias Row = OutputFixture.Row
  private let disk: SmallDisk
  private let folder: ScratchFolder

  init() throws {
    disk = try #require(SmallDisk())
    folder = try ScratchFolder()
  }

  /// Stages and commits more rows than the disk can hold.
  private func fill(_ target: any OutputTarget) -> Diagnostic? {
    let plan = OutputFixture.plan(run: "run-2")
    var stage: (any OutputStage)?
    do throws(Diagnostic) {
      let opened = try target.stage(plan)
      stage = opened
      for chunk in 0..<400 {
        var encoded = EncodedRows()
        let rows = (0..<200).map { Row(key: "key-\(chunk)-\($0)") }
        OutputFixture.encode(rows, firstRecord: chunk * 200 + 1, opened.makeEncoder(), into: &encoded)
        try opened.append(chunk, encoded)
      }
      try opened.commit(OutputFixture.record(plan, rows: 80_000))
      return nil
    } catch {
      stage?.discard()
      return error
    }
  }

  @Test("SQLite: a disk that fills up in the commit leaves the old rows", arguments: [false, true])
  func sqlite(_ spoolsThere: Bool) throws {
    let target = SQLiteTarget(
      path: disk.path + "/out.db", table: "scores", mode: .byDate,
      stagingFolder: spoolsThere ? disk.path + "/staging" : folder.file("staging"))
    try OutputFixture.write(target, OutputFixture.plan(), [Row(key: "old")])
    let problem = fill(target)
    #expect(problem?.identifier.name == (spoolsThere ? "output-disk-full" : "sql-disk-full"))
    #expect(try target.standing(job: "nightly", date: "1998-01-04")?.runID == "run-1")
    let database = try SQLiteDatabase(disk.path + "/out.db", .readOnly)
    #expect(try database.rows("SELECT id FROM scores") == [[.text("old")]])
    #expect(try database.rows("PRAGMA integrity_check") == [[.text("ok")]])
  }

  @Test("CSV: a disk that fills up leaves the old file and no other")
  func csv() throws {
    let target = CSVTarget(path: disk.path + "/:date.csv", stagingFolder: folder.file("staging"))
    try OutputFixture.write(target, OutputFixture.plan(), [Row(key: "old")])
    let names = try FileManager.default.contentsOfDirectory(atPath: disk.path).sorted()
    #expect(fill(target)?.identifier.name == "output-disk-full")
    #expect(try target.standing(job: "nightly", date: "1998-01-04")?.runID == "run-1")
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path).sorted() == names)
  }
}
