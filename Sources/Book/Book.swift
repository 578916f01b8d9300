package import Diagnostics
import Foundation
import GRDB

/// Everything Scorebook knows: `.scorebook/book.db` and the artefacts beside it.
///
/// Several processes may use one book at once: a writer waits for another for up to five seconds, readers
/// wait for nobody. All times and user names come in from outside.
package final class Book: Sendable {
  package enum Mode: Sendable, Hashable {
    /// Listings: the book must be there, nothing of it changes.
    case readOnly
    /// The book must be there.
    case readWrite
    /// Commands that start a workspace: makes folder and book where they are missing.
    case createIfMissing
  }

  /// `.scorebook`, absolute or relative as the workspace's root was given.
  package let folder: String
  package let mode: Mode
  package let artefacts: ArtefactStore
  let queue: DatabaseQueue

  init(folder: String, mode: Mode, queue: DatabaseQueue) {
    self.folder = folder
    self.mode = mode
    self.queue = queue
    artefacts = ArtefactStore(folder: folder + "/artefacts")
  }

  /// The folder that holds the book of the workspace at `root`.
  package static func folder(ofWorkspace root: String) -> String { root + "/.scorebook" }

  static func file(in folder: String) -> String { folder + "/book.db" }

  /// Whether the workspace at `root` has a book already.
  package static func exists(inWorkspace root: String) -> Bool {
    FileManager.default.fileExists(atPath: file(in: folder(ofWorkspace: root)))
  }

  /// Opens the book of the workspace whose root is `root`.
  ///
  /// **Throws** for a book that is missing (unless it may be made), damaged, newer than this program, no book
  /// at all, or in a folder that can't be used.
  package static func open(folder root: String, mode: Mode) throws(Diagnostic) -> Book {
    let folder = folder(ofWorkspace: root)
    let file = file(in: folder)
    if mode != .readOnly, exists(inWorkspace: root), !isWritable(inWorkspace: root) {
      throw Diagnostic(
        .bookNotWritable, .failure, at: .init(file: file), "the book can't be written",
        found: String(cString: strerror(errno)),
        next:
          "Check who owns '.scorebook' and its permissions. Reading alone needs no right to write: status, runs, "
          + "trace, model list, and site build with another --output.")
    }
    if mode == .createIfMissing {
      try makeFolder(folder)
    } else if !FileManager.default.fileExists(atPath: file) {
      throw Diagnostic(
        .bookMissing, .failure, at: .init(file: file), "there is no book here yet",
        next: "A first 'scorebook model add' or 'scorebook run' makes it.")
    }
    if mode == .readOnly, UnwritableBook.isMet(file, in: folder),
      let queue = try UnwritableBook.open(file, in: folder)
    {
      return Book(folder: folder, mode: mode, queue: queue)
    }
    if FileManager.default.fileExists(atPath: file) {
      let queue = try connect(file, readOnly: mode == .readOnly)
      if try BookSchema.isCurrent(queue, file: file) { return Book(folder: folder, mode: mode, queue: queue) }
    }
    // A listing may come first after an update of the program; the book is brought up to date for it too.
    try BookSchema.migrate(file, lock: folder + "/book.lock")
    return Book(folder: folder, mode: mode, queue: try connect(file, readOnly: mode == .readOnly))
  }

  /// Whether the book of the workspace at `root` can be written, or made.
  package static func isWritable(inWorkspace root: String) -> Bool {
    let folder = folder(ofWorkspace: root)
    guard access(folder, F_OK) == 0 else { return access(root, W_OK) == 0 }
    return access(folder, W_OK) == 0
      && (access(file(in: folder), F_OK) != 0 || access(file(in: folder), W_OK) == 0)
  }

  /// Whether the book of the workspace at `root` has the present schema, and so can be opened as it is; for commands
  /// that leave everything untouched.
  ///
  /// **Throws** for a book that is damaged, newer than this program or no book at all.
  package static func isCurrent(inWorkspace root: String) throws(Diagnostic) -> Bool {
    let folder = folder(ofWorkspace: root)
    let file = file(in: folder)
    // Its copy is brought up to date when it is opened.
    if UnwritableBook.isMet(file, in: folder) { return true }
    return try BookSchema.isCurrent(connect(file, readOnly: true), file: file)
  }

  static func connect(_ file: String, readOnly: Bool) throws(Diagnostic) -> DatabaseQueue {
    var configuration = GRDB.Configuration()
    configuration.readonly = readOnly
    configuration.busyMode = .timeout(5)
    configuration.label = "book"
    configuration.prepareDatabase { database in
      // What the book was told must outlive a power cut.
      if !readOnly { try database.execute(sql: "PRAGMA synchronous = FULL") }
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
    }
    do {
      return try DatabaseQueue(path: file, configuration: configuration)
    } catch {
      throw Diagnostic(book: error, file: file)
    }
  }

  private static func makeFolder(_ folder: String) throws(Diagnostic) {
    if mkdir(folder, 0o700) == 0 { return }
    let code = errno
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
    guard code == EEXIST, exists, isFolder.boolValue else {
      throw Diagnostic(
        .bookFolder, .failure, at: .init(file: folder), "the book's folder can't be made",
        found: code == EEXIST ? "a file of that name" : String(cString: strerror(code)),
        next: "Check the permissions of the workspace's folder.")
    }
  }

  var file: String { Book.file(in: folder) }

  /// One consistent view of the book.
  func read<Value>(_ body: (Database) throws -> Value) throws(Diagnostic) -> Value {
    do {
      return try queue.read(body)
    } catch {
      throw Diagnostic(book: error, file: file)
    }
  }

  /// One transaction, begun as a writer so that what it reads still holds when it writes.
  func write<Value>(_ body: (Database) throws -> Value) throws(Diagnostic) -> Value {
    do {
      return try queue.write(body)
    } catch {
      throw Diagnostic(book: error, file: file)
    }
  }
}
