import Book
import Datasets
package import Diagnostics
import Foundation
import Registry
import Scoring
import Workspace

/// A workspace opened for one command: configuration, book, registry, datasets, clock.
struct Session {
  let configuration: Configuration
  let options: GlobalOptions
  let catalogue: DatasetCatalogue

  /// Reads and checks `scorebook.yaml`. **Throws** every problem of it.
  init(_ options: GlobalOptions) throws {
    self.options = options
    let folder = try WorkspaceLocator.find(in: options.folder)
    configuration = try ConfigurationLoader.load(folder: folder, overlays: options.overlays)
    catalogue = DatasetCatalogue(configuration)
  }

  /// The workspace's folder as a person would name it.
  var folder: String {
    guard let slash = configuration.file.lastIndex(of: "/") else { return "." }
    return String(configuration.file[..<slash])
  }

  /// The book to write in, made where it is missing.
  func book() throws -> Book { try settled(Book.open(folder: folder, mode: .createIfMissing)).book }

  /// The book to read; nil before the first command that writes one.
  func existingBook() throws(Diagnostic) -> Book? { try settledBook().book }

  /// The book as it is, for a command that touches nothing; nil where there is none, or one of an earlier program,
  /// which is told.
  func untouchedBook() throws -> Book? {
    guard Book.exists(inWorkspace: folder) else { return nil }
    guard try Book.isCurrent(inWorkspace: folder) else {
      tell(
        "The book is of an earlier scorebook, so that nothing is held against it; the next command that opens it "
          + "brings it up to date.")
      return nil
    }
    return try Book.open(folder: folder, mode: .readOnly)
  }

  /// The registry with all declared versions and aliases registered that can be.
  ///
  /// - Parameters:
  ///   - needed: What the command is about: it fails by itself where that could not be registered, while everything
  ///     else is told as a warning here.
  ///   - scoring: What of it fills the rows of a result: the command fails by itself, too, where the declared
  ///     artefact of one is not the registered one any more.
  func registry(
    _ book: Book, for needed: [ModelReference] = [], scoring: [ModelReference] = []
  ) throws -> Registry {
    Signals.watch()
    let changes = try Registry(book: book).synchronise(configuration, by: Host.user, now: Host.now())
    for version in changes.registered {
      tell("registered \(version.reference): \(version.fileName), \(VerificationText.short(version))")
    }
    for alias in changes.aliases { tell("\(alias.model)@\(alias.alias) is now version \(alias.number)") }
    let toldLater = Set(needed.compactMap { changes.broken[$0]?.reference })
    let broken = Set(changes.broken.values).filter { !toldLater.contains($0.reference) }.map(\.warning)
    let known = Registry(book: book)
    let refused = Set(try scoring.compactMap { try known.number(of: $0) })
    let registry = Registry(
      book: book, broken: changes.broken, changed: changes.changed.filter { refused.contains($0.key) })
    let changed = changes.changed.filter { !refused.contains($0.key) }.flatMap(\.value).map(\.asWarning)
    Terminal.standardError.write(
      Problems(changes.warnings + changed + broken).sorted(first: configuration.file))
    return registry
  }

  /// Book and registry for a command that shows versions: with what is declared registered, or as they are where the book
  /// can't be written.
  func shownRegistry(for needed: [ModelReference] = []) throws -> (book: Book, registry: Registry) {
    if !Book.isWritable(inWorkspace: folder), let book = try existingBook() {
      tell(
        "The book can't be written here; what scorebook.yaml declares and the book does not know is not shown."
      )
      return (book, Registry(book: book))
    }
    let book = try book()
    return (book, try registry(book, for: needed))
  }

  /// The version that a command shows; a bare name without a champion means its newest.
  func shownVersion(
    _ text: String, _ reference: ModelReference, _ registry: Registry
  ) throws -> (name: String, number: Int) {
    if !text.contains("@"), try registry.book.alias("champion", of: reference.name) == nil,
      let newest = try registry.book.versions(of: reference.name).last
    {
      return (reference.name, newest.number)
    }
    return try registry.resolve(reference)
  }

  func environment(_ progress: Progress? = nil) -> RunEnvironment {
    Signals.watch()
    return Host.environment(
      progress, quiet: options.output.quiet || options.output.json,
      verbose: options.output.verbose)
  }

  /// A line for a person, unless `--quiet`; never on standard output, which belongs to results.
  func tell(_ line: String) {
    if !options.output.quiet && !options.output.json { Terminal.standardError.say(line) }
  }

  /// What a command is asked to show: text for people, or JSON.
  func print(_ text: String) { Terminal.standardOutput.write(text) }

  /// What a command has done, for people: nothing with `--quiet`.
  func printResult(_ text: String) { if !options.output.quiet { print(text) } }

  /// The day it is in the workspace's time zone.
  func today() throws(Diagnostic) -> CalendarDate {
    try CalendarDate.today(in: configuration.timezone, now: Date().timeIntervalSince1970)
  }

  /// A date from the command line.
  static func date(_ text: String?, option: String) throws(Diagnostic) -> CalendarDate? {
    guard let text else { return nil }
    guard let date = CalendarDate(text) else {
      throw Diagnostic(
        .commandDate, .configuration, "\(option) is '\(text)'", expected: "a day such as 1997-11-02")
    }
    return date
  }
}

extension Diagnostic.Identifier {
  package static let commandDate = Self("command-date")
}
