import Foundation
import Models
import Tabular

/// A small CSV file without quotes: header and rows.
struct Table {
  let header: [String]
  let rows: [[String]]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/models/scorecard")

  init(_ file: String) throws {
    let text = try String(contentsOf: Table.folder.appending(path: file), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    }
    header = lines[0]
    rows = Array(lines.dropFirst())
  }

  static func bytes(_ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: file)))
  }
}
