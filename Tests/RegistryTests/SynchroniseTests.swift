import Book
import Diagnostics
import Foundation
import Registry
import Testing
import Workspace

@Suite("Versions declared in the workspace")
struct SynchroniseTests {
  /// One version declared: artefact, metadata.
  struct Declared {
    let artefact: String
    let metadata: String?
  }

  static func configuration(
    _ scratch: Scratch, _ versions: [Declared], aliases: [String: Int] = [:]
  ) throws -> Configuration {
    var lines = ["name: test", "models:", "  repurchase:", "    versions:"]
    for version in versions {
      let metadata = version.metadata.map { ", metadata: \($0)" } ?? ""
      lines.append("      - {artefact: \(version.artefact)\(metadata)}")
    }
    let pairs = aliases.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    lines.append("    aliases: {\(pairs.joined(separator: ", "))}")
    try scratch.write("scorebook.yaml", lines.joined(separator: "\n") + "\n")
    return try ConfigurationLoader.load(folder: scratch.path)
  }

  func workspace() throws -> Scratch {
    let scratch = try Scratch()
    for stem in ["repurchase_1", "repurchase_2"] {
      for suffix in ["txt", "yaml", "verify.csv", "profile.json"] {
        try scratch.copy("\(Samples.models)/\(stem).\(suffix)", as: "\(stem).\(suffix)")
      }
    }
    return scratch
  }

  static let two: [Declared] = [
    .init(artefact: "repurchase_1.txt", metadata: "repurchase_1.yaml"),
    .init(artefact: "repurchase_2.txt", metadata: "repurchase_2.yaml"),
  ]

  @Test("are registered once, in their order, with their aliases")
  func declared() throws {
    let scratch = try workspace()
    let configuration = try Self.configuration(scratch, Self.two, aliases: ["champion": 1, "challenger": 2])
    let first = try scratch.registry().synchronise(configuration, by: "yaml", now: Samples.now)
    #expect(first.registered.map(\.reference) == ["repurchase@1", "repurchase@2"])
    #expect(first.aliases.map(\.alias) == ["challenger", "champion"])
    #expect(first.warnings.isEmpty)
    #expect(first.registered.allSatisfy { $0.verification.state == .verified })
    // Nothing new: a book that can't be written is enough.
    #expect(try scratch.registry(.readOnly).synchronise(configuration, by: "yaml", now: "later").isEmpty)
  }

  @Test("a promotion is not undone by the declaration")
  func promoted() throws {
    let scratch = try workspace()
    let registry = try scratch.registry()
    let configuration = try Self.configuration(scratch, Self.two, aliases: ["champion": 1])
    _ = try registry.synchronise(configuration, by: "yaml", now: "t1")
    _ = try registry.promote(
      model: "repurchase", number: 2, alias: "champion", by: "a", reason: nil, now: "t2")
    #expect(try registry.synchronise(configuration, by: "yaml", now: "t3").isEmpty)
    #expect(try registry.book.alias("champion", of: "repurchase")?.number == 2)
  }

  @Test("an artefact that changed after registering is refused, whatever it holds")
  func changed() throws {
    let scratch = try workspace()
    let registry = try scratch.registry()
    let configuration = try Self.configuration(scratch, Self.two)
    _ = try registry.synchronise(configuration, by: "yaml", now: "t1")
    let before = try registry.book.versions()
    try scratch.write("repurchase_2.txt", try Samples.bytes(Samples.models + "/repurchase_2.txt") + [0x0A])
    let found = problems { _ = try registry.synchronise(configuration, by: "yaml", now: "t2") }
    #expect(found.map(\.identifier) == [.registryDeclaredChanged])
    #expect(found.first?.place?.line == 6)
    #expect(try registry.book.versions() == before)
  }

  @Test("in another order are refused")
  func order() throws {
    let scratch = try workspace()
    let registry = try scratch.registry()
    _ = try registry.synchronise(try Self.configuration(scratch, Self.two), by: "yaml", now: "t1")
    let found = problems {
      _ = try registry.synchronise(
        try Self.configuration(scratch, Self.two.reversed()), by: "yaml", now: "t2")
    }
    #expect(found.map(\.identifier) == [.registryDeclaredChanged, .registryDeclaredChanged])
  }

  @Test("a registered one whose file is gone is used all the same, with a warning")
  func gone() throws {
    let scratch = try workspace()
    let registry = try scratch.registry()
    let configuration = try Self.configuration(scratch, Self.two)
    _ = try registry.synchronise(configuration, by: "yaml", now: "t1")
    try FileManager.default.removeItem(atPath: scratch.path + "/repurchase_1.txt")
    let again = try registry.synchronise(configuration, by: "yaml", now: "t2")
    #expect(again.warnings.map(\.identifier) == [.registryUnreadable])
    let fresh = try Scratch()
    #expect(
      problems {
        _ = try fresh.registry().synchronise(try Self.configuration(fresh, Self.two), by: "y", now: "t")
      }.map(\.identifier) == [.registryUnreadable, .registryUnreadable])
  }

  @Test("without metadata and without cases beside them are registered as unverified, with a warning")
  func unverified() throws {
    let scratch = try workspace()
    try FileManager.default.removeItem(atPath: scratch.path + "/repurchase_1.verify.csv")
    let result = try scratch.registry().synchronise(
      try Self.configuration(scratch, [.init(artefact: "repurchase_1.txt", metadata: nil)]), by: "yaml",
      now: "t1"
    )
    #expect(result.registered.map(\.verification.state) == [.unverified])
    #expect(result.warnings.map(\.identifier) == [.registryUnverified])
  }

  @Test("an alias of a version that is not there is refused where it is declared")
  func alias() throws {
    let scratch = try workspace()
    let found = problems {
      _ = try scratch.registry().synchronise(
        try Self.configuration(scratch, Self.two, aliases: ["champion": 3]), by: "yaml", now: "t1")
    }
    #expect(found.map(\.identifier) == [.registryUnknownVersion])
    #expect(found.first?.place?.file.hasSuffix("/scorebook.yaml") == true)
  }

  @Test("one broken version does not hide what is wrong with the others")
  func several() throws {
    let scratch = try workspace()
    try scratch.write("repurchase_1.txt", "nothing")
    try scratch.write("repurchase_2.yaml", "framwork: x\n")
    let found = problems {
      _ = try scratch.registry().synchronise(try Self.configuration(scratch, Self.two), by: "yaml", now: "t1")
    }
    #expect(found.count == 2)
    #expect(found.first?.identifier == .registryFormat)
  }
}
