import Diagnostics
import Foundation
import GRDB

/// MLflow's tracking database, opened to be looked at: read-only, no schema trusted, a time limit, and only
/// short transactions, so that whoever writes to it does not wait for us.
final class MLflowDatabase: Sendable {
  let path: String
  private let queue: DatabaseQueue
  /// Seconds that one look may take.
  private let timeLimit: Double
  /// Columns by table, of the tables that are there.
  let columns: [String: Set<String>]
  /// Alembic's; nil where there is none.
  let revision: String?
  /// Tables that MLflow did not have when this was written, sorted.
  let unknownTables: [String]

  /// **Throws** for what is missing, no database of MLflow's, or can't be read.
  init(_ path: String, timeLimit: Double = 30, busyTimeout: Double = 5) throws(Diagnostic) {
    self.path = path
    self.timeLimit = timeLimit
    try Self.checkFile(path)
    var configuration = GRDB.Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(busyTimeout)
    configuration.label = "mlflow"
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
      try database.execute(sql: "PRAGMA query_only = ON")
    }
    let probed: Probe
    do {
      // A path that begins with "file:" would be read as an address.
      queue = try DatabaseQueue(
        path: path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path,
        configuration: configuration)
      probed = try queue.read { try Probe($0) }
    } catch {
      throw Self.problem(error, path)
    }
    columns = probed.columns
    revision = probed.revision
    unknownTables = probed.unknown
    if let wrong = probed.problem(path) { throw wrong }
  }

  /// One short, consistent look.
  func read<Value>(_ body: (Database) throws -> Value) throws(Diagnostic) -> Value {
    let queue = queue
    let clock = DispatchWorkItem { queue.interrupt() }
    DispatchQueue.global().asyncAfter(deadline: .now() + timeLimit, execute: clock)
    defer { clock.cancel() }
    do {
      return try queue.read(body)
    } catch {
      throw Self.problem(error, path)
    }
  }

  func has(_ table: String) -> Bool { columns[table] != nil }

  /// A column as SQL names it, or NULL where an older or newer MLflow has none of that name.
  func column(_ table: String, _ name: String) -> String {
    columns[table]?.contains(name) == true ? "\"\(name)\"" : "NULL"
  }

  private static func checkFile(_ path: String) throws(Diagnostic) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw Diagnostic(
        .interchangeStoreMissing, .configuration, at: .init(file: path), "there is no such store",
        found: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Diagnostic(
        .interchangeStoreForeign, .configuration, at: .init(file: path), "the store is no regular file")
    }
  }

  private static func problem(_ error: any Error, _ path: String) -> Diagnostic {
    let place = Diagnostic.Place(file: path)
    if let known = error as? Diagnostic { return known }
    guard let error = error as? DatabaseError else {
      return Diagnostic(
        .interchangeStoreUnreadable, .failure, at: place, "the store can't be read", found: "\(error)")
    }
    let message = error.message
    switch error.resultCode {
    case .SQLITE_NOTADB:
      return Diagnostic(
        .interchangeStoreForeign, .configuration, at: place, "the file is no SQLite database",
        expected: "MLflow's tracking database, such as mlruns.db, or its folder mlruns")
    case .SQLITE_CORRUPT, .SQLITE_IOERR, .SQLITE_MISMATCH:
      return Diagnostic(
        .interchangeStoreDamaged, .failure, at: place, "the store is damaged", found: message,
        next: "What was entered before stays. Mend the store, then import again.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return Diagnostic(
        .interchangeStoreBusy, .notNow, at: place, "another program keeps writing to the store",
        next: "What was entered so far stays; the same command goes on from there.")
    case .SQLITE_INTERRUPT:
      return Diagnostic(
        .interchangeStoreSlow, .failure, at: place, "the store takes too long to answer",
        next: "What was entered so far stays; the same command goes on from there.")
    case .SQLITE_TOOBIG, .SQLITE_NOMEM:
      return Diagnostic(
        .interchangeTooMuch, .failure, at: place, "the store holds more for one run than is read",
        found: message)
    default:
      return Diagnostic(
        .interchangeStoreUnreadable, .failure, at: place, "the store can't be read", found: message,
        next:
          "A database in WAL mode needs a folder that may be written; or copy it with the files ending in "
          + "-wal and -shm.")
    }
  }
}

/// What tables a database has.
private struct Probe {
  var columns: [String: Set<String>] = [:]
  var views: [String] = []
  var unknown: [String] = []
  var revision: String?

  init(_ database: Database) throws {
    let known = Set(
      MLflowSchema.essential.map(\.table) + MLflowSchema.optional + MLflowSchema.counted.map(\.table))
    let rows = try Row.fetchCursor(
      database, sql: "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view') LIMIT 10000")
    var names: [(name: String, isPlain: Bool)] = []
    while let row = try rows.next() {
      let (type, name, sql) = (StoredValue(row, 0), StoredValue(row, 1), StoredValue(row, 2))
      guard let name = name.text, !name.hasPrefix("sqlite_") else { continue }
      let isVirtual = sql.text?.uppercased().hasPrefix("CREATE VIRTUAL") ?? true
      names.append((name, type.text == "table" && !isVirtual))
    }
    for (name, isPlain) in names {
      guard known.contains(name) else {
        if !MLflowSchema.silent.contains(name) { unknown.append(name) }
        continue
      }
      guard isPlain else {
        views.append(name)
        continue
      }
      let info = try Row.fetchAll(database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [name])
      columns[name] = Set(info.compactMap { StoredValue($0, 0).text })
    }
    unknown.sort()
    if columns["alembic_version"]?.contains("version_num") == true {
      revision = try Row.fetchOne(database, sql: "SELECT version_num FROM alembic_version").flatMap {
        StoredValue($0, 0).text
      }
    }
  }

  /// All that an import can't do without and that is not there.
  func problem(_ path: String) -> Diagnostic? {
    let place = Diagnostic.Place(file: path)
    if let view = views.sorted().first {
      return Diagnostic(
        .interchangeStoreForeign, .configuration, at: place, "\(quoted(view)) of the store is no plain table",
        next: "MLflow makes tables; a view in their place is not read.")
    }
    if columns["runs"] == nil, columns["experiments"] == nil {
      return Diagnostic(
        .interchangeStoreForeign, .configuration, at: place,
        "the database holds no experiments of MLflow", expected: "the tables 'experiments' and 'runs'")
    }
    var missing: [String] = []
    for (table, needed) in MLflowSchema.essential {
      guard let present = columns[table] else {
        missing.append("table '\(table)'")
        continue
      }
      missing += needed.filter { !present.contains($0) }.map { "column '\($0)' of '\(table)'" }
    }
    guard !missing.isEmpty else { return nil }
    return Diagnostic(
      .interchangeSchemaMissing, .configuration, at: place,
      "the store lacks what every MLflow has", expected: missing.joined(separator: ", "),
      found: revision.map { "schema \($0)" } ?? "no schema's number",
      next: "Let MLflow bring it up to date, on a copy: 'mlflow db upgrade sqlite:///COPY'.")
  }
}
