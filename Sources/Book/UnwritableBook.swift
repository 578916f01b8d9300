import Diagnostics
import Foundation
import GRDB

/// A book in a folder that must not be written, as on a mounted copy or for a reader without the right to write.
///
/// SQLite needs two files beside a book to read it. Where they are not there and can't be made, nobody has the book
/// open, and a private copy of it is read.
enum UnwritableBook {
  static func isMet(_ file: String, in folder: String) -> Bool {
    access(folder, W_OK) != 0 && access(file, R_OK) == 0 && access(file + "-shm", F_OK) != 0
  }

  /// What the file holds now, with the present schema, in a place that goes away with the connection; nil where somebody
  /// began to write meanwhile, so that it can be opened like any other.
  static func open(_ file: String, in folder: String) throws(Diagnostic) -> DatabaseQueue? {
    let scratch = try scratchFolder()
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let copy = scratch + "/book.db"
    for _ in 0..<3 {
      guard isMet(file, in: folder) else { return nil }
      let before = stamp(of: file)
      do {
        for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: file + ending) {
          try? FileManager.default.removeItem(atPath: copy + ending)
          try FileManager.default.copyItem(atPath: file + ending, toPath: copy + ending)
          chmod(copy + ending, 0o600)
        }
      } catch {
        throw failed(file, "it can't be copied to \(scratch)")
      }
      guard before == stamp(of: file), isMet(file, in: folder) else { continue }
      let queue = try Book.connect(copy, readOnly: false)
      if try !BookSchema.isCurrent(queue, file: file) { try BookSchema.migrate(queue, file: file) }
      do {
        let own = try DatabaseQueue(path: "")
        try queue.backup(to: own)
        return own
      } catch {
        throw Diagnostic(book: error, file: file)
      }
    }
    return nil
  }

  private static func stamp(of file: String) -> [Int] {
    var status = stat()
    guard stat(file, &status) == 0 else { return [] }
    return [
      Int(status.st_size), Int(status.st_mtim.tv_sec), status.st_mtim.tv_nsec, Int(status.st_ino),
    ]
  }

  private static func scratchFolder() throws(Diagnostic) -> String {
    let place = FileManager.default.temporaryDirectory.path()
    var template = Array((place + (place.hasSuffix("/") ? "" : "/") + "scorebook-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw failed(place, "no folder can be made here: \(String(cString: strerror(errno)))")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func failed(_ place: String, _ found: String) -> Diagnostic {
    Diagnostic(
      .bookFolder, .failure, at: .init(file: place),
      "the book's folder can't be written, and its copy can't be read", found: found,
      next: "Let TMPDIR name a folder with room for the book.")
  }
}
