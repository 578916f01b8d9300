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

  @Test("an artefact that changed after registering is told with both digests; who would score with it fails")
  func changed() throws {
    let scratch = try workspace()
    let registry = try scratch.registry()
    let configuration = try Self.configuration(scratch, Self.two)
    _ = try registry.synchronise(configuration, by: "yaml", now: "t1")
    let before = try registry.book.versions()
    try scratch.write("repurchase_2.txt", try Samples.bytes(Samples.models + "/repurchase_2.txt") + [0x0A])
    let again = try registry.synchronise(configuration, by: "yaml", now: "t2")
    #expect(again.broken.isEmpty && again.warnings.isEmpty)
    let second = ModelReference(name: "repurchase", pointer: .number(2))
    #expect(Array(again.changed.keys) == [second])
    let found = again.changed[second] ?? []
    #expect(found.map(\.identifier) == [.registryDeclaredChanged])
    #expect(found.allSatisfy { $0.severity == .error })
    #expect(found.first?.place?.line == 6)
    #expect(found.first?.expected == "SHA-256 \(before[1].digest)")
    #expect(found.first?.found?.utf8.count == 64)
    #expect(found.first?.next?.contains("scorebook model export repurchase@2") == true)
    #expect(try registry.book.versions() == before)
    _ = try registry.promote(
      model: "repurchase", number: 2, alias: "champion", by: "a", reason: nil, now: "t3")
    let scoring = Registry(book: registry.book, changed: again.changed)
    for pointer in [ModelReference.Pointer.number(2), .alias("champion")] {
      let reference = ModelReference(name: "repurchase", pointer: pointer)
      #expect(throws: Problems.self) { try scoring.open(reference) }
      #expect(throws: Problems.self) { try registry.refuseChanged(reference, in: configuration) }
      #expect(try registry.open(reference).record == before[1])
    }
    let first = ModelReference(name: "repurchase", pointer: .number(1))
    #expect(try scoring.open(first).record == before[0])
    try registry.refuseChanged(first, in: configuration)
  }

  @Test("in another order are told, and keep their numbers")
  func order() throws {
    let scratch = try workspace()
    let registry = try scratch.registry()
    _ = try registry.synchronise(try Self.configuration(scratch, Self.two), by: "yaml", now: "t1")
    let before = try registry.book.versions()
    let again = try registry.synchronise(
      try Self.configuration(scratch, Self.two.reversed()), by: "yaml", now: "t2")
    // Metadata and cases, each of both versions.
    #expect(again.changed.count == 2)
    #expect(again.warnings.count == 4)
    #expect(again.warnings.allSatisfy { $0.identifier == .registryDeclaredChanged })
    #expect(try registry.book.versions() == before)
  }

  @Test("an artefact that is registered under another number is refused under a new one")
  func twice() throws {
    let scratch = try workspace()
    let registry = try scratch.registry()
    _ = try registry.synchronise(try Self.configuration(scratch, Self.two), by: "yaml", now: "t1")
    try scratch.copy("\(Samples.models)/repurchase_1.txt", as: "again.txt")
    let third = Declared(artefact: "again.txt", metadata: "repurchase_1.yaml")
    let again = try registry.synchronise(
      try Self.configuration(scratch, Self.two + [third]), by: "yaml", now: "t2")
    let broken = try #require(again.broken.values.first)
    #expect(again.broken.count == 1 && broken.reference.description == "repurchase@3")
    #expect(broken.problems.list.map(\.identifier) == [.registryDeclaredChanged])
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
    let broken = try fresh.registry().synchronise(
      try Self.configuration(fresh, Self.two), by: "y", now: "t"
    ).broken
    #expect(broken.count == 2)
    #expect(broken.values.allSatisfy { $0.problems.list.map(\.identifier) == [.registryUnreadable] })
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
    let result = try scratch.registry().synchronise(
      try Self.configuration(scratch, Self.two, aliases: ["champion": 3]), by: "yaml", now: "t1")
    #expect(result.registered.count == 2)
    #expect(result.broken.keys.map(\.description) == ["repurchase@champion"])
    let found = result.broken.values.flatMap(\.problems.list)
    #expect(found.map(\.identifier) == [.registryUnknownVersion])
    #expect(found.first?.place?.file.hasSuffix("/scorebook.yaml") == true)
  }

  @Test("one broken version does not hide what is wrong with the others")
  func several() throws {
    let scratch = try workspace()
    try scratch.write("repurchase_1.txt", "nothing")
    try scratch.write("repurchase_2.yaml", "framwork: x\n")
    let broken = try scratch.registry().synchronise(
      try Self.configuration(scratch, Self.two), by: "yaml", now: "t1"
    ).broken
    #expect(broken.keys.map(\.description).sorted() == ["repurchase@1", "repurchase@2"])
    let first = broken[ModelReference(name: "repurchase", pointer: .number(1))]
    #expect(first?.problems.list.map(\.identifier) == [.registryFormat])
  }

  @Test("cases that lie beside the artefact are taken, although nobody named them")
  func beside() throws {
    let scratch = try workspace()
    try FileManager.default.removeItem(atPath: scratch.path + "/repurchase_1.verify.csv")
    try scratch.copy("\(Samples.models)/repurchase_1.verify.csv", as: "verify.csv")
    let result = try scratch.registry().synchronise(
      try Self.configuration(scratch, [.init(artefact: "repurchase_1.txt", metadata: nil)]), by: "yaml",
      now: "t1")
    #expect(result.registered.map(\.verification.state) == [.verified])
    #expect(result.registered.map(\.verification.cases) == [200])
    #expect(result.warnings.isEmpty)
  }
}
