package import Diagnostics
import Foundation

/// The `site` folder of a workspace: Markdown as documents, everything else as assets.
package struct SiteFolder: Sendable {
  package let documents: [SiteDocument]
  package let assets: [SiteAsset]

  /// Reads the folder and all below it; names that begin with a dot and links that lead out of it are left out.
  ///
  /// `trusted` lists the paths whose raw HTML is kept, relative to the folder; `name` stands before paths in what
  /// goes wrong. A folder that is not there is empty.
  /// **Throws:** `site-read` for each file that can't be read as what it is.
  package init(reading folder: String, name: String = "site", trusted: Set<String> = []) throws(Problems) {
    var problems = Problems()
    var documents: [SiteDocument] = []
    var assets: [SiteAsset] = []
    let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    for path in Self.files(root).sorted() {
      let source = name + "/" + path
      guard let data = FileManager.default.contents(atPath: root + "/" + path) else {
        problems.add(
          Diagnostic(
            .siteRead, at: .init(file: source), "the file can't be read", next: "Look at its permissions."))
        continue
      }
      guard path.hasSuffix(".md") else {
        assets.append(SiteAsset(path: path, bytes: Array(data)))
        continue
      }
      guard let text = String(validating: data, as: UTF8.self) else {
        problems.add(
          Diagnostic(
            .siteRead, .configuration, at: .init(file: source), "the document is not valid UTF-8",
            next: "Save it again as UTF-8."))
        continue
      }
      documents.append(
        SiteDocument(path: path, text: text, isTrusted: trusted.contains(path), source: source))
    }
    try problems.throwIfAny()
    self.documents = documents
    self.assets = assets
  }

  private static func files(_ root: String) -> [String] {
    var found: [String] = []
    var waiting = [""]
    while let folder = waiting.popLast() {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
      for name in names.sorted() where !name.hasPrefix(".") {
        let path = folder.isEmpty ? name : folder + "/" + name
        let attributes = try? FileManager.default.attributesOfItem(atPath: root + "/" + path)
        switch attributes?[.type] as? FileAttributeType {
        case .typeDirectory: waiting.append(path)
        case .typeRegular: found.append(path)
        case .typeSymbolicLink:
          let target = URL(fileURLWithPath: root + "/" + path).resolvingSymlinksInPath().path
          var isFolder: ObjCBool = false
          if target.hasPrefix(root + "/"),
            FileManager.default.fileExists(atPath: target, isDirectory: &isFolder),
            !isFolder.boolValue
          {
            found.append(path)
          }
        default: continue
        }
      }
    }
    return found
  }
}
