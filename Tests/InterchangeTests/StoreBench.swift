import Book
import Diagnostics
import Foundation
import Interchange

/// A folder with a book that goes away with the test, and stores to import into it.
final class StoreBench: Sendable {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/interchange").path()
  static let now = "2026-01-02T03:04:05Z"

  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "/interchange-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func book() throws -> Book { try Book.open(folder: folder, mode: .createIfMissing) }

  /// A copy of a fixture's store: looking must not change what is committed.
  func store(_ name: String) throws -> String {
    let from = "\(Self.fixtures)/\(name)/" + (name.hasSuffix("-files") ? "mlruns" : "mlruns.db")
    let to = folder + "/" + name
    if !FileManager.default.fileExists(atPath: to) {
      try FileManager.default.copyItem(atPath: from, toPath: to)
    }
    return to
  }

  func write(_ name: String, _ text: String) throws {
    let url = URL(filePath: folder + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  @discardableResult
  func bring(_ source: ImportSource, as experiment: String? = nil, label: String = "store") throws
    -> ImportOutcome
  {
    let record = experiment.map { ExperimentRecord(name: $0, origin: "declared", createdAt: Self.now) }
    return try source.bring(
      into: ImportTarget(book: book(), experiment: record, now: Self.now), label: label)
  }
}

/// The identifier of the diagnostic that a body throws.
func problem(_ body: () throws -> Void) -> Diagnostic? {
  do {
    try body()
    return nil
  } catch {
    return error as? Diagnostic
  }
}
