import Book
import Diagnostics
import Foundation
import GRDB
import Testing

@Suite("Opening a book")
struct OpeningTests {
  @Test("makes folder, file and schema once")
  func creates() throws {
    let scratch = try Scratch()
    #expect(!Book.exists(inWorkspace: scratch.path))
    _ = try scratch.book()
    _ = try scratch.book()
    #expect(Book.exists(inWorkspace: scratch.path))
    let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path + "/.scorebook")
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    let queue = try DatabaseQueue(path: scratch.file)
    let facts = try queue.read { database in
      (
        try String.fetchOne(database, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(database, sql: "PRAGMA application_id"),
        try Int.fetchOne(database, sql: "PRAGMA user_version"),
        try Int.fetchOne(
          database,
          sql:
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 "
            + "AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'")
      )
    }
    #expect(facts.0 == "wal")
    #expect(facts.1 == 0x5342_6F6B)
    #expect(facts.2 == 2)
    #expect(facts.3 == 0)
  }

  @Test("does not make one for a listing", arguments: [Book.Mode.readOnly, .readWrite])
  func missing(mode: Book.Mode) throws {
    let scratch = try Scratch()
    #expect(problem { _ = try scratch.book(mode) }?.identifier == .bookMissing)
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/.scorebook"))
  }

  @Test("refuses a book of a newer program and leaves it alone")
  func newer() throws {
    let scratch = try Scratch()
    _ = try scratch.book()
    try DatabaseQueue(path: scratch.file).inDatabase { try $0.execute(sql: "PRAGMA user_version = 99") }
    let found = try #require(problem { _ = try scratch.book() })
    #expect(found.identifier == .bookNewer)
    #expect(found.found == "schema 99")
    let version = try DatabaseQueue(path: scratch.file).read {
      try Int.fetchOne($0, sql: "PRAGMA user_version")
    }
    #expect(version == 99)
  }

  @Test("refuses a database that is no book")
  func foreign() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/.scorebook", withIntermediateDirectories: true)
    try DatabaseQueue(path: scratch.file).inDatabase { try $0.execute(sql: "CREATE TABLE mine (x)") }
    #expect(problem { _ = try scratch.book() }?.identifier == .bookForeign)
  }

  @Test("takes an empty file for a book whose making was interrupted")
  func emptyFile() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/.scorebook", withIntermediateDirectories: true)
    #expect(FileManager.default.createFile(atPath: scratch.file, contents: nil))
    #expect(try scratch.book(.readOnly).modelNames() == [])
  }

  @Test("tells a damaged file")
  func damaged() throws {
    let scratch = try Scratch()
    _ = try scratch.book()
    try Data(repeating: 0x2A, count: 8192).write(to: URL(fileURLWithPath: scratch.file))
    let found = try #require(problem { _ = try scratch.book() })
    #expect(found.identifier == .bookDamaged)
    #expect(found.kind == .failure)
  }

  @Test("tells damaged pages behind a sound header")
  func damagedPages() throws {
    let scratch = try Scratch()
    do {
      let book = try scratch.book()
      for number in 0..<40 {
        try book.begin(Samples.start("run-\(number)", date: "1997-11-\(10 + number % 20)"))
      }
    }
    var bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.file))
    for place in 4096 * 2..<bytes.count { bytes[place] = 0xFF }
    try bytes.write(to: URL(fileURLWithPath: scratch.file))
    #expect(problem { _ = try scratch.book().runs() }?.identifier == .bookDamaged)
  }

  @Test("tells a record that can't be read")
  func damagedRecord() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    try book.begin(Samples.start("run-1"))
    try DatabaseQueue(path: scratch.file).inDatabase { try $0.execute(sql: "UPDATE run SET stages = '{'") }
    #expect(problem { _ = try book.runs() }?.identifier == .bookDamaged)
  }

  @Test("says that a file stands where the folder should be")
  func folderIsFile() throws {
    let scratch = try Scratch()
    #expect(FileManager.default.createFile(atPath: scratch.path + "/.scorebook", contents: nil))
    #expect(problem { _ = try scratch.book() }?.identifier == .bookFolder)
  }

  @Test("says that a folder can't be written")
  func notWritable() {
    // Nobody, not even root, makes a folder there.
    #expect(problem { _ = try Book.open(folder: "/proc", mode: .createIfMissing) }?.identifier == .bookFolder)
  }

  @Test("opens read-only where the folder may not be written", .enabled(if: geteuid() != 0))
  func readOnlyFolder() throws {
    let scratch = try Scratch()
    _ = try scratch.book()
    chmod(scratch.path + "/.scorebook", 0o500)
    defer { chmod(scratch.path + "/.scorebook", 0o700) }
    let found = problem { _ = try scratch.book(.readOnly).modelNames() }
    #expect(found == nil || found?.identifier == .bookNotWritable)
  }

  @Test("a locked book is not now")
  func busy() throws {
    let scratch = try Scratch()
    let book = try scratch.book()
    let other = try DatabaseQueue(path: scratch.file)
    try other.inDatabase { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      let found = problem { try book.begin(Samples.start("run-1")) }
      #expect(found?.identifier == .bookBusy)
      #expect(found?.kind == .notNow)
      #expect(problem { _ = try scratch.book(.readOnly).runs() } == nil)
      try database.execute(sql: "ROLLBACK")
    }
  }

  @Test("opens an existing book in a few milliseconds")
  func quick() throws {
    let scratch = try Scratch()
    _ = try scratch.book()
    let clock = ContinuousClock()
    let best =
      try (0..<10).map { _ in
        try clock.measure { _ = try scratch.book(.readOnly).modelNames() }
      }.min() ?? .zero
    // 5 ms in release; a debug build on a busy machine is given more.
    #expect(best < .milliseconds(50))
  }

  @Test("two programs make the same book at once")
  func concurrentCreation() async throws {
    let scratch = try Scratch()
    let path = scratch.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<6 {
        group.addTask { _ = try Book.open(folder: path, mode: .createIfMissing).modelNames() }
      }
      try await group.waitForAll()
    }
    #expect(try scratch.book().modelNames() == [])
  }
}
