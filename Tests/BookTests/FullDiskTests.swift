import Book
import Diagnostics
import Foundation
import Testing

/// `SCOREBOOK_SMALL_DISK` names an empty folder on a file system of some 400 KiB.
private let smallDisk = ProcessInfo.processInfo.environment["SCOREBOOK_SMALL_DISK"]

@Suite("A disk that fills up", .enabled(if: smallDisk != nil), .serialized)
struct FullDiskTests {
  @Test("the book says so and keeps what it had")
  func book() throws {
    let root = try #require(smallDisk)
    defer { try? FileManager.default.removeItem(atPath: root + "/.scorebook") }
    let book = try Book.open(folder: root, mode: .createIfMissing)
    let large = try? book.artefacts.store([UInt8](repeating: 7, count: 1 << 20))
    #expect(large == nil)
    #expect(
      problem { _ = try book.artefacts.store([UInt8](repeating: 7, count: 1 << 20)) }?.identifier
        == .bookDiskFull)
    var entered = 0
    var failure: Diagnostic?
    while failure == nil, entered < 10_000 {
      failure = problem { try book.begin(Samples.start("run-\(entered)")) }
      if failure == nil { entered += 1 }
    }
    #expect(failure?.identifier == .bookDiskFull)
    #expect(entered > 0)
    #expect(try book.runs().count == entered)
  }
}
