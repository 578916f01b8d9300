import Book
import Diagnostics
import Foundation
import Models
import Registry
import Testing
import Workspace

@Suite("Declarations that can't be registered, or changed")
struct BrokenDeclarationTests {
  /// Two versions of 'repurchase', of which the second is damaged, and one of 'rfm'.
  private func workspace() throws -> (Scratch, Configuration) {
    let scratch = try Scratch()
    for name in [
      "repurchase_1.txt", "repurchase_1.yaml", "repurchase_1.verify.csv", "repurchase_1.profile.json",
    ] {
      try scratch.copy("\(Samples.models)/\(name)", as: name)
    }
    try scratch.copy("\(Samples.models)/rfm.yaml", as: "rfm.yaml")
    try scratch.write("damaged.txt", "tree\nversion=v4\n")
    try scratch.write(
      "scorebook.yaml",
      """
      name: test
      models:
        repurchase:
          versions:
            - {artefact: repurchase_1.txt, metadata: repurchase_1.yaml}
            - {artefact: damaged.txt}
          aliases: {champion: 1, challenger: 2}
        rfm:
          versions: [{artefact: rfm.yaml}]
      """)
    return (scratch, try ConfigurationLoader.load(folder: scratch.path))
  }

  private func reference(_ pointer: ModelReference.Pointer) -> ModelReference {
    ModelReference(name: "repurchase", pointer: pointer)
  }

  @Test("one broken version hinders nothing but who asks for it, by number or by alias")
  func broken() throws {
    let (scratch, configuration) = try workspace()
    let registry = try scratch.registry()
    let result = try registry.synchronise(configuration, by: "a", now: "n")
    #expect(result.registered.map(\.reference) == ["repurchase@1", "rfm@1"])
    #expect(result.aliases.map(\.alias) == ["champion"])
    // The alias of it is no second problem.
    #expect(Set(result.broken.values.map(\.reference)) == [reference(.number(2))])
    let warning = try #require(result.broken.values.first?.warning)
    #expect(warning.severity == .warning)
    #expect(warning.place?.line == 6)
    #expect(warning.summary.hasPrefix("repurchase@2 is declared and can't be registered: "))

    let knowing = Registry(book: registry.book, broken: result.broken)
    #expect(try knowing.open(reference(.alias("champion"))).record.number == 1)
    for pointer in [ModelReference.Pointer.number(2), .alias("challenger")] {
      let found = problems { _ = try knowing.open(reference(pointer)) }
      #expect(found == result.broken[reference(.number(2))]?.problems.list)
      #expect(found.allSatisfy { $0.severity == .error && $0.place?.file.hasSuffix("/damaged.txt") == true })
    }
    #expect(
      problems { _ = try knowing.open(reference(.number(3))) }.map(\.identifier) == [.registryUnknownVersion])
  }

  @Test("a model none of whose versions could be registered is not unknown")
  func none() throws {
    let (scratch, configuration) = try workspace()
    try scratch.write("repurchase_1.txt", "nothing")
    let registry = try scratch.registry()
    let result = try registry.synchronise(configuration, by: "a", now: "n")
    let knowing = Registry(book: registry.book, broken: result.broken)
    let found = problems { _ = try knowing.open(reference(.alias("other"))) }
    #expect(!found.isEmpty)
    #expect(!found.contains { $0.identifier == .registryUnknownModel })
  }

  @Test("the number of a broken version goes to no other artefact")
  func numbers() throws {
    let (scratch, configuration) = try workspace()
    let registry = try scratch.registry()
    let result = try registry.synchronise(configuration, by: "a", now: "n")
    let knowing = Registry(book: registry.book, broken: result.broken)
    let found = problems { try Samples.add("repurchase_2", to: knowing) }
    #expect(found.map(\.identifier) == [.registryDeclaredBroken])
    #expect(try Samples.add("repurchase_2", as: "another", to: knowing).isNew)
    // Mended, it gets the number that was kept for it.
    try scratch.write("damaged.txt", Samples.bytes(Samples.models + "/repurchase_2.txt"))
    let again = try registry.synchronise(configuration, by: "a", now: "n")
    #expect(again.registered.map(\.reference) == ["repurchase@2"])
    #expect(again.aliases.map(\.alias) == ["challenger"])
    #expect(again.broken.isEmpty)
  }

  @Test("changed metadata and cases are told with both digests, and change nothing")
  func changed() throws {
    let (scratch, configuration) = try workspace()
    let registry = try scratch.registry()
    _ = try registry.synchronise(configuration, by: "a", now: "n")
    let before = try registry.record("repurchase", 1)
    let version = try #require(configuration.models["repurchase"]?.versions.first)
    func changes() throws -> [Diagnostic] {
      let standing = try #require(try registry.standing("repurchase", 1, version, in: configuration))
      #expect(standing.content.isEmpty)
      return standing.beside
    }
    #expect(try changes().isEmpty)
    let metadata = try Samples.bytes(Samples.models + "/repurchase_1.yaml")
    let cases = try Samples.bytes(Samples.models + "/repurchase_1.verify.csv")
    try scratch.write("repurchase_1.yaml", metadata + Array("# more\n".utf8))
    try scratch.write("repurchase_1.verify.csv", cases.dropLast() + Array("0\n".utf8))
    let found = try changes()
    #expect(found.map(\.identifier) == [.registryDeclaredChanged, .registryDeclaredChanged])
    #expect(found.first?.expected == "SHA-256 \(ContentDigest.sha256(metadata))")
    #expect(found.first?.found == ContentDigest.sha256(metadata + Array("# more\n".utf8)))
    #expect(found.last?.expected == "SHA-256 \(ContentDigest.sha256(cases))")
    #expect(found.allSatisfy { $0.severity == .error && $0.place?.line == 5 })
    let again = try registry.synchronise(configuration, by: "a", now: "n")
    #expect(again.warnings.count == 2)
    #expect(try registry.record("repurchase", 1) == before)
    try FileManager.default.removeItem(atPath: scratch.path + "/repurchase_1.yaml")
    #expect(try changes().map(\.identifier) == [.registryUnreadable])
  }

  @Test("cases that the declaration does not name are in the book alone; metadata declared later is told")
  func elsewhere() throws {
    let scratch = try Scratch()
    try scratch.copy(Samples.models + "/repurchase_1.txt", as: "m.txt")
    try scratch.copy(Samples.models + "/repurchase_1.verify.csv", as: "c.csv")
    let registry = try scratch.registry()
    _ = try registry.add(
      name: "repurchase", artefactPath: scratch.path + "/m.txt", metadata: nil,
      cases: scratch.path + "/c.csv", by: "a", now: "n")
    func standing(_ metadata: String?) throws -> Registry.Standing {
      let configuration = try SynchroniseTests.configuration(
        scratch, [.init(artefact: "m.txt", metadata: metadata)])
      let version = try #require(configuration.models["repurchase"]?.versions.first)
      return try #require(try registry.standing("repurchase", 1, version, in: configuration))
    }
    #expect(try standing(nil).isUnchanged)
    // Other cases beside the artefact are no mistake of the declaration.
    try scratch.copy(Samples.models + "/repurchase_2.verify.csv", as: "m.verify.csv")
    #expect(try standing(nil).content.isEmpty)
    #expect(try standing(nil).beside.map(\.severity) == [.warning])
    try scratch.write("m.yaml", "note: later\n")
    let found = try standing("m.yaml").beside.filter { $0.severity == .error }
    #expect(found.map(\.identifier) == [.registryDeclaredChanged])
    #expect(found.first?.summary.contains("was declared after repurchase@1 was registered") == true)
  }

  @Test("a program that does not start is refused at registration")
  func program() throws {
    let scratch = try Scratch()
    try scratch.write("serve.py", "import a_package_that_nobody_has\n")
    try scratch.write(
      "page.yaml",
      """
      process:
        command: [/bin/sh, -c, "echo missing >&2; exit 1"]
        files: [serve.py]
        speaks: csv
        inputs: {x: number}
        outputs: {prediction: number}
      """)
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: scratch.path + "/page.yaml", metadata: nil, unverified: true, by: "a",
        now: "n")
    }
    #expect(found.map(\.identifier) == [.processStart])
    #expect(found.first?.description.contains("missing") == true)
  }

  @Test(
    "a program that does not write its header in time is refused at registration", .timeLimit(.minutes(1)))
  func slowProgram() throws {
    let scratch = try Scratch()
    try scratch.write("serve.py", "")
    try scratch.write(
      "page.yaml",
      """
      process:
        command: [/bin/sh, -c, "sleep 20"]
        files: [serve.py]
        speaks: csv
        inputs: {x: number}
        outputs: {prediction: number}
        time_limit: {start: 300ms}
      """)
    let registry = try scratch.registry()
    let found = problems {
      _ = try registry.add(
        name: "q", artefactPath: scratch.path + "/page.yaml", metadata: nil, unverified: true, by: "a",
        now: "n")
    }
    #expect(found.map(\.identifier) == [.processStart])
    #expect(throws: (any Error).self) { try registry.record("q", 1) }
  }
}
