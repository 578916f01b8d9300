#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Diagnostics

/// What stands beside a CSV output: its commit record, and which main file it speaks of.
struct CSVCommitFile: Codable, Hashable {
  /// The main file as it was when it was synced under its staging name; a rename changes none of it.
  struct Main: Codable, Hashable {
    let size: Int
    /// Nanoseconds since 1970.
    let modified: Int
    let inode: UInt64
    /// `ContentDigest`: decides where a file was copied or restored, and its inode is another.
    let digest: String
  }

  let record: CommitRecord
  let main: Main
  let hasRejects: Bool
  let hasShadow: Bool

  /// nil where there is no such file, or it is not one of ours: then it speaks of nothing.
  init?(path: String) {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)),
      let read = try? JSONDecoder().decode(CSVCommitFile.self, from: data)
    else { return nil }
    self = read
  }

  init(record: CommitRecord, main: Main, hasRejects: Bool, hasShadow: Bool) {
    self.record = record
    self.main = main
    self.hasRejects = hasRejects
    self.hasShadow = hasShadow
  }

  /// Canonical JSON, names sorted.
  func json() throws(Diagnostic) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [0x0A]
    } catch {
      throw Diagnostic(
        .outputWrite, .failure, "commit record of \(record.job) has no JSON", found: "\(error)")
    }
  }

  /// Whether it speaks of the very file, by what `stat` tells.
  func isExactly(_ stamp: FileStamp) -> Bool {
    stamp.size == main.size && stamp.modified == main.modified && stamp.inode == main.inode
  }
}
