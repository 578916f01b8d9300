import Book
import Diagnostics
import Foundation
import Testing

@Suite("Artefact store")
struct ArtefactStoreTests {
  /// **Source:** FIPS 180-4, the example of one block.
  static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test("names files by SHA-256 and gives them back")
  func roundTrip() throws {
    let scratch = try Scratch()
    let store = try scratch.book().artefacts
    #expect(try store.store(Array("abc".utf8)) == Self.abc)
    #expect(try store.store(Array("abc".utf8)) == Self.abc)
    #expect(try store.read(Self.abc) == Array("abc".utf8))
    #expect(store.holds(Self.abc))
    let path = scratch.path + "/.scorebook/artefacts/ba/" + Self.abc.dropFirst(2)
    #expect(store.path(of: Self.abc) == path)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o400)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/.scorebook/artefacts/ba")
    #expect(names == [String(Self.abc.dropFirst(2))])
  }

  @Test("keeps an empty file")
  func empty() throws {
    let store = try Scratch().keep { try $0.book().artefacts }
    let digest = try store.value.store([])
    #expect(digest == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(try store.value.read(digest) == [])
  }

  @Test("finds a changed artefact out before anybody uses it, and mends it from the right file")
  func changed() throws {
    let scratch = try Scratch()
    let store = try scratch.book().artefacts
    let digest = try store.store(Array("abc".utf8))
    let path = try #require(store.path(of: digest))
    chmod(path, 0o600)
    try Data("abd".utf8).write(to: URL(fileURLWithPath: path))
    #expect(problem { _ = try store.read(digest) }?.identifier == .artefactChanged)
    _ = try store.store(Array("abc".utf8))
    #expect(try store.read(digest) == Array("abc".utf8))
  }

  @Test("tells a missing artefact")
  func missing() throws {
    let scratch = try Scratch()
    let store = try scratch.book().artefacts
    #expect(problem { _ = try store.read(Self.abc) }?.identifier == .artefactMissing)
  }

  @Test(
    "lets nothing but a digest become a path",
    arguments: ["", "../../etc/passwd", "ABC", String(repeating: "g", count: 64)])
  func hostileDigest(digest: String) throws {
    let scratch = try Scratch()
    let store = try scratch.book().artefacts
    #expect(store.path(of: digest) == nil)
    #expect(!store.holds(digest))
    #expect(problem { _ = try store.read(digest) }?.identifier == .artefactMissing)
  }

  @Test("reads no folder and no pipe as a file")
  func irregular() throws {
    let scratch = try Scratch()
    mkfifo(scratch.path + "/pipe", 0o600)
    for name in ["/pipe", "", "/absent"] {
      #expect(throws: FileBytes.Failure.self) { try FileBytes.read(scratch.path + name, limit: 10) }
    }
  }

  @Test("two writers of one artefact")
  func concurrent() async throws {
    let scratch = try Scratch()
    let store = try scratch.book().artefacts
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let digests = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<4 { group.addTask { try store.store(bytes) } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(digests.count == 1)
    #expect(try store.read(#require(digests.first)) == bytes)
  }
}

extension Scratch {
  /// Something of the folder, with the folder, so that it lives as long.
  func keep<Value>(_ make: (Scratch) throws -> Value) rethrows -> (scratch: Scratch, value: Value) {
    (self, try make(self))
  }
}
