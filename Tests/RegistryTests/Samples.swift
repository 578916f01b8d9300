import Book
import Diagnostics
import Foundation
import Registry
import Workspace

/// A workspace folder that goes away with the test.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/registry-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func registry(_ mode: Book.Mode = .createIfMissing) throws -> Registry {
    Registry(book: try Book.open(folder: path, mode: mode))
  }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    return path + "/" + name
  }

  func copy(_ source: String, as name: String) throws {
    try FileManager.default.copyItem(atPath: source, toPath: path + "/" + name)
  }
}

enum Samples {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let models = root + "/data/cdnow/models"
  static let fixtures = root + "/Tests/Fixtures/registry"
  static let now = "2026-01-02T03:04:05Z"

  static func bytes(_ path: String) throws -> [UInt8] { try FileBytes.read(path, limit: 1 << 24) }
  static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

  /// A model of the demo, registered with its metadata.
  @discardableResult
  static func add(
    _ stem: String, as name: String = "repurchase", to registry: Registry
  ) throws -> Registry.Registered {
    try registry.add(
      name: name, artefactPath: "\(models)/\(stem).txt",
      metadata: VersionMetadata.read("\(models)/\(stem).yaml"),
      by: "ada", now: now)
  }
}

/// What a body throws.
func problems(_ body: () throws -> Void) -> [Diagnostic] {
  do {
    try body()
    return []
  } catch let problems as Problems {
    return problems.list
  } catch {
    return [error as? Diagnostic].compactMap { $0 }
  }
}
