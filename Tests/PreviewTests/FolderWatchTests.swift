import Foundation
import Preview
import Testing

@Suite("Folder watch")
final class FolderWatchTests {
  private let root: String

  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("watch-\(UUID().uuidString)").path
    for folder in ["tree/inner", "flat/inner"] {
      try FileManager.default.createDirectory(atPath: root + "/" + folder, withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  private func write(_ path: String) throws {
    try "x".write(toFile: root + "/" + path, atomically: false, encoding: .utf8)
  }

  @Test("tells of files that are written, renamed and removed anywhere in a tree, and of folders made later")
  func tree() throws {
    let watch = try FolderWatch(trees: [root + "/tree", root + "/missing"])
    #expect(try !watch.waitForChange(seconds: 0.02))
    try write("tree/inner/a.md")
    #expect(try watch.waitForChange(seconds: 5))
    #expect(try !watch.waitForChange(seconds: 0.02))
    try FileManager.default.moveItem(atPath: root + "/tree/inner/a.md", toPath: root + "/tree/b.md")
    #expect(try watch.waitForChange(seconds: 5))
    try FileManager.default.removeItem(atPath: root + "/tree/b.md")
    #expect(try watch.waitForChange(seconds: 5))
    try FileManager.default.createDirectory(atPath: root + "/tree/new", withIntermediateDirectories: true)
    #expect(try watch.waitForChange(seconds: 5))
    try write("tree/new/c.md")
    #expect(try watch.waitForChange(seconds: 5))
  }

  @Test("tells of a folder's own files alone, and only of what is of interest")
  func folders() throws {
    let watch = try FolderWatch(trees: [], folders: [root + "/flat"]) { $0.hasSuffix(".yaml") }
    try write("flat/inner/deep.yaml")
    try write("flat/notes.txt")
    #expect(try !watch.waitForChange(seconds: 0.1))
    try write("flat/scorebook.yaml")
    #expect(try watch.waitForChange(seconds: 5))
  }
}
