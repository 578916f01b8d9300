package import Diagnostics
import GRDB

extension Diagnostic.Identifier {
  package static let bookMissing = Self("book-missing")
  package static let bookFolder = Self("book-folder")
  package static let bookBusy = Self("book-busy")
  package static let bookDamaged = Self("book-damaged")
  package static let bookForeign = Self("book-foreign")
  package static let bookNewer = Self("book-newer")
  package static let bookDiskFull = Self("book-disk-full")
  package static let bookNotWritable = Self("book-not-writable")
  package static let bookFailed = Self("book-failed")
}

/// What the book holds but can't be understood.
struct DamagedRecord: Error {
  let what: String
}

extension Diagnostic {
  /// What a person is told about an error that the book's database raised.
  init(book error: any Error, file: String) {
    let place = Place(file: file)
    switch error {
    case let known as Diagnostic:
      self = known
    case let damaged as DamagedRecord:
      self = Diagnostic.bookDamaged(place, found: damaged.what)
    case let error as DatabaseError:
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED:
        self = Diagnostic(
          .bookBusy, .notNow, at: place, "another command is writing to the book",
          next: "Try again when it is done.")
      case .SQLITE_CORRUPT, .SQLITE_NOTADB:
        self = Diagnostic.bookDamaged(place, found: error.message)
      case .SQLITE_FULL:
        self = Diagnostic(
          .bookDiskFull, .failure, at: place, "the book can't grow: the disk is full",
          next: "Make room, then run the command again; the book is as it was before.")
      case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
        self = Diagnostic(
          .bookNotWritable, .failure, at: place, "the book can't be opened", found: error.message,
          next:
            "Check who owns '.scorebook' and its permissions. Reading alone needs no right to write: status, runs, "
            + "trace, model list, and site build with another --output.")
      default:
        self = Diagnostic(
          .bookFailed, .failure, at: place, "the book refused a record", found: error.message)
      }
    default:
      self = Diagnostic(.bookFailed, .failure, at: place, "the book failed", found: "\(error)")
    }
  }

  static func bookDamaged(_ place: Place, found: String?) -> Diagnostic {
    Diagnostic(
      .bookDamaged, .failure, at: place, "the book is damaged", found: found,
      next: "Put back a copy of '.scorebook', or move it away: the next command makes a new book, registers "
        + "the declared versions again and takes over what stands in the targets.")
  }
}
