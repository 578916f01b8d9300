#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
package import Diagnostics
import Synchronization
import Tabular

/// Datasets as tables of a private SQLite file, so that CSV drops can be joined and aggregated by SQL.
///
/// The file is named by the digest of the datasets' stamps and declared columns, and never changed: it is
/// built beside its place, synced, and renamed. Two processes that build the same one at once make equal files,
/// and the last rename wins. One cache object serves all dates of a command; it looks at the sources by
/// `stat` only.
package final class TableCache: Sendable {
  private let folder: String
  private let tables: [CachedTable]
  /// Digest whose file this process has seen or built.
  private let loaded = Mutex<String?>(nil)
  private static let builders = Atomic(0)

  /// Nothing is read here. The tables' order does not matter.
  package init(folder: String, tables: [CachedTable]) {
    self.folder = folder
    self.tables = tables.sorted { $0.name < $1.name }
  }

  /// Equal for equal rows; from `stat` of the sources, builds nothing.
  package func stampText() throws(Diagnostic) -> String {
    var parts = ["tables 1"]
    for table in tables { parts.append(try table.stampText()) }
    return parts.joined(separator: "\n")
  }

  /// The path of the file with the current rows; builds it if it is not there.
  ///
  /// **Throws** what reading the datasets throws; a row that can't be read is an error here.
  package func load() throws(Diagnostic) -> String {
    let digest = try currentDigest()
    let path = "\(folder)/\(prefix).\(digest).db"
    try loaded.withLock { known throws(Diagnostic) in
      if FileStamp(path: path) == nil { try build(path, digest) }
      if known != digest { sweep(keeping: digest) }
      known = digest
    }
    return path
  }

  /// The same tables without rows, in memory: enough to compile a statement.
  func emptyTables() throws(Diagnostic) -> SQLiteDatabase {
    let database = try SQLiteDatabase(":memory:", .memory)
    for table in tables { try table.create(in: database) }
    return database
  }

  /// Names of the tables; what they are made of is in the digest.
  private var prefix: String {
    let names = tables.map(\.name).joined(separator: "+")
    return names.utf8.count <= 80 ? names : "tables-" + TableCache.digest(of: names)
  }

  private func currentDigest() throws(Diagnostic) -> String { TableCache.digest(of: try stampText()) }

  private static func digest(of text: String) -> String {
    var text = text
    var digest = RowDigest()
    text.withUTF8 { digest.add(UnsafeRawBufferPointer($0)) }
    return String(digest.description.prefix(32))
  }

  private func build(_ path: String, _ digest: String) throws(Diagnostic) {
    try Folder.create(folder, mode: 0o700)
    // Two caches of one process may build the same tables at once.
    let builder = TableCache.builders.add(1, ordering: .relaxed).newValue
    let partial = "\(folder)/.\(prefix).\(digest).\(getpid())-\(builder).partial"
    Folder.remove(partial)
    // Made by us first, so that nobody else may read it.
    let descriptor = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Folder.ioError(errno, path: partial) }
    defer { close(descriptor) }
    do throws(Diagnostic) {
      try fill(partial)
      // A source that changed while it was read would lie under the old digest.
      let digestNow = try currentDigest()
      guard digestNow == digest else {
        throw Diagnostic(
          .sqlCacheChanged, .notNow, "a file behind the tables \(prefix) changed while it was read",
          next: "Wait until it is complete, then run the command again.")
      }
      if fsync(descriptor) != 0 { throw Folder.ioError(errno, path: partial) }
      try Folder.rename(partial, to: path)
      try Folder.sync(folder)
    } catch {
      Folder.remove(partial)
      throw error
    }
  }

  private func fill(_ path: String) throws(Diagnostic) {
    let database = try SQLiteDatabase(path, .readWrite)
    // A file that is thrown away when building it fails needs no journal.
    try database.execute(
      "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-8192"
    )
    try database.transaction { () throws(Diagnostic) in
      for table in tables {
        try table.create(in: database)
        try table.load(into: database)
      }
    }
  }

  /// Removes older caches of the same tables, and what dead processes left unfinished.
  ///
  /// Who still reads an older one keeps it open; its name is all that goes.
  private func sweep(keeping digest: String) {
    for name in Folder.names(in: folder) {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      if parts.count == 3, parts[0] == prefix, parts[2] == "db", parts[1] != digest {
        Folder.remove("\(folder)/\(name)")
      }
      if parts.count == 5, parts[0].isEmpty, parts[1] == prefix, parts[4] == "partial",
        let process = parts[3].split(separator: "-").first.flatMap({ pid_t($0) }), kill(process, 0) != 0,
        errno == ESRCH
      {
        Folder.remove("\(folder)/\(name)")
      }
    }
  }
}

extension Diagnostic.Identifier {
  package static let sqlCacheChanged = Self("sql-cache-changed")
}
