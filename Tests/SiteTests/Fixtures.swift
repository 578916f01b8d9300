import Diagnostics
import Foundation
@testable import Site

/// Where the fixtures of this suite stand, and folders that a test may fill.
enum Fixtures {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/site").path
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().path

  static func sample(baseURL: String? = nil) throws -> SiteInput {
    let folder = try SiteFolder(reading: root + "/sample", trusted: ["guide/start.md"])
    return SiteInput(
      title: "CDNOW scorebook", baseURL: baseURL, documents: folder.documents, assets: folder.assets)
  }

  static func build(_ input: SiteInput) throws -> BuiltSite {
    var site = BuiltSite(files: [])
    try withFolder { folder in
      _ = try SiteBuilder(templates: TemplateLibrary()).build(input, to: folder + "/_site")
      site = try BuiltSite(reading: folder + "/_site")
    }
    return site
  }

  static func build(_ pages: [String: String], assets: [SiteAsset] = [], baseURL: String? = nil) throws
    -> BuiltSite
  {
    let documents = pages.map { SiteDocument(path: $0.key, text: $0.value) }
    return try build(SiteInput(title: "Site", baseURL: baseURL, documents: documents, assets: assets))
  }

  /// Runs the body with a new folder, and removes it.
  static func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("site-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.resolvingSymlinksInPath().path)
  }
}

/// What a body throws, as told to a person.
func told(_ body: () throws -> Void) -> [String] {
  do {
    try body()
    return []
  } catch let problems as Problems {
    return problems.list.map(\.description)
  } catch {
    return ["\(error)"]
  }
}

/// A site's files, read back from where it was built.
struct BuiltSite: Hashable {
  struct File: Hashable {
    let path: String
    let bytes: [UInt8]
  }

  /// In the order of their paths.
  let files: [File]

  init(files: [File]) { self.files = files }

  init(reading folder: String) throws {
    files = try SiteListing(folder, SiteManifest()).others.sorted().map { path in
      File(path: path, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path))))
    }
  }

  /// The text of a file, nil where there is none.
  func text(_ path: String) -> String? {
    files.first { $0.path == path }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}

extension SiteDocument {
  var text: String { String(decoding: (try? content.bytes(source: path)) ?? [], as: UTF8.self) }
}

extension SiteAsset {
  var bytes: [UInt8] { (try? content.bytes(source: path)) ?? [] }
}
