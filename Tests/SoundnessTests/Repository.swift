import Foundation

/// The checkout this test was compiled from.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Files below a folder with one of the endings, by path relative to the root, sorted.
  static func files(in folder: String, endings: [String]) -> [String] {
    let base = root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
    var found: [String] = []
    for case let path as String in walk where endings.contains(where: { path.hasSuffix($0) }) {
      found.append("\(folder)/\(path)")
    }
    return found.sorted()
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
