import Datasets
package import Diagnostics
import Foundation
import Reports

/// A card as a file, with what belongs to it beside it.
struct CardFile {
  let path: String
  /// Keeps it from taking the place of what it is made of.
  let outputs: OutputCheck

  private var folder: URL { URL(filePath: path).deletingLastPathComponent() }

  /// Figures first, so that a card that stands has all of them.
  ///
  /// **Throws:** `command-output-is-input`, `command-unwritable`, `output-no-file` where a card with files beside it
  /// would go into a pipe or a device.
  func write(_ document: CardExport.Document) throws {
    if !document.assets.isEmpty { try StreamPlace(path).requireFile() }
    try outputs.check([path] + document.assets.map { folder.appending(path: $0.path).path })
    for asset in document.assets { try write(Data(asset.bytes), folder.appending(path: asset.path)) }
    try write(Data(document.text.utf8), URL(filePath: path))
  }

  /// ", and 12 files beside it"
  func words(_ document: CardExport.Document) -> String {
    let count = document.assets.count
    return count == 0 ? "" : ", and \(Quantity.count(count, "file")) beside it"
  }

  private func write(_ data: Data, _ file: URL) throws {
    try OutputFile(file.path).write(Array(data)) { found in
      Diagnostic(
        .commandUnwritable, at: .init(file: file.path), "the file can't be written", found: found,
        next: "Check the folder and its permissions.")
    }
  }
}

extension Diagnostic.Identifier {
  package static let commandUnwritable = Self("command-unwritable")
}
