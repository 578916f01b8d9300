import Diagnostics
import Foundation
import GRDB

/// The book's tables and how an older book becomes a newer one. A landed migration is never edited.
enum BookSchema {
  /// Told apart from any other SQLite file: "SBok".
  static let applicationID = 0x5342_6F6B
  /// The last migration's number, kept in `user_version`.
  static let version = 8

  /// Whether the book has the present schema; false for an older one and for a file whose making was
  /// interrupted.
  ///
  /// **Throws** for a damaged file, a newer book, and a database that is no book.
  static func isCurrent(_ queue: DatabaseQueue, file: String) throws(Diagnostic) -> Bool {
    let found: (application: Int, version: Int, tables: Int)
    do {
      found = try queue.read { database in
        (
          try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
          try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
          try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        )
      }
    } catch {
      throw Diagnostic(book: error, file: file)
    }
    if found.application == 0, found.version == 0, found.tables == 0 { return false }
    guard found.application == applicationID else {
      throw Diagnostic(
        .bookForeign, .failure, at: .init(file: file), "this SQLite database is not a book",
        next: "Move it away: the next command makes a new book.")
    }
    guard found.version <= version else {
      throw Diagnostic(
        .bookNewer, .failure, at: .init(file: file), "the book was written by a newer scorebook",
        expected: "schema \(version) or older", found: "schema \(found.version)",
        next: "Update this scorebook, or use the one that wrote the book.")
    }
    return found.version == version
  }

  /// Brings the file to the present schema; one process at a time, the others wait.
  static func migrate(_ file: String, lock: String) throws(Diagnostic) {
    let descriptor = Glibc.open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
      let reason = String(cString: strerror(errno))
      if descriptor >= 0 { close(descriptor) }
      throw Diagnostic(
        .bookNotWritable, .failure, at: .init(file: lock), "the book can't be opened", found: reason,
        next: "Check who owns '.scorebook' and its permissions.")
    }
    defer { close(descriptor) }
    try migrate(Book.connect(file, readOnly: false), file: file)
  }

  static func migrate(_ queue: DatabaseQueue, file: String) throws(Diagnostic) {
    do {
      try queue.inDatabase { database in
        try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA application_id = \(applicationID)")
      }
      try migrator.migrate(queue)
    } catch {
      throw Diagnostic(book: error, file: file)
    }
  }

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { database in
      try database.execute(sql: BookSchema.one)
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    migrator.registerMigration("v2") { database in
      try database.execute(sql: BookSchema.two)
      try database.execute(sql: "PRAGMA user_version = 2")
    }
    migrator.registerMigration("v3") { database in
      try database.execute(sql: BookSchema.optionsOfVersions)
      try database.execute(sql: "PRAGMA user_version = 3")
    }
    migrator.registerMigration("v4") { database in
      try database.execute(sql: BookSchema.restarts)
      try database.execute(sql: "PRAGMA user_version = 4")
    }
    migrator.registerMigration("v5") { database in
      try database.execute(sql: BookSchema.experiments)
      try database.execute(sql: "PRAGMA user_version = 5")
    }
    migrator.registerMigration("v6") { database in
      try database.execute(sql: BookSchema.dimensionsOfKPIs)
      try database.execute(sql: BookSchema.unanswered)
      try database.execute(sql: BookSchema.comparisons)
      try database.execute(sql: BookSchema.splits)
      try database.execute(sql: "PRAGMA user_version = 6")
    }
    migrator.registerMigration("v7") { database in
      try database.execute(sql: BookSchema.gates)
      try database.execute(sql: BookSchema.readouts)
      try database.execute(sql: "PRAGMA user_version = 7")
    }
    migrator.registerMigration("v8") { database in
      try database.execute(sql: BookSchema.deliveries)
      try database.execute(sql: "PRAGMA user_version = 8")
    }
    return migrator
  }
}
