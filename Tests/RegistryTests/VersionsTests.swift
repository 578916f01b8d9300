import Book
import Diagnostics
import Foundation
import Models
import Registry
import Testing
import Workspace

@Suite("Registered versions")
struct VersionsTests {
  func reference(_ name: String, _ pointer: ModelReference.Pointer) -> ModelReference {
    ModelReference(name: name, pointer: pointer)
  }

  @Test("opens by number and by alias")
  func open() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    try Samples.add("repurchase_1", to: registry)
    _ = try registry.promote(
      model: "repurchase", number: 1, alias: "champion", by: "ada", reason: nil, now: Samples.now)
    #expect(try registry.resolve(reference("repurchase", .alias("champion"))) == ("repurchase", 1))
    let opened = try scratch.registry(.readOnly).open(reference("repurchase", .alias("champion")))
    #expect(opened.record.reference == "repurchase@1")
    #expect(opened.model.signature.inputs.count == 15)
    #expect(try registry.open(name: "repurchase", number: 1).record == opened.record)
  }

  @Test("finds a changed artefact out before a row is scored, and takes the right one again")
  func changed() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let version = try Samples.add("repurchase_1", to: registry).version
    let path = try #require(registry.book.artefacts.path(of: version.digest))
    var bytes = try Samples.bytes(path)
    bytes[bytes.count / 2] ^= 1
    chmod(path, 0o600)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(problems { _ = try registry.open(version) }.map(\.identifier) == [.artefactChanged])
    guard case .failed(let failure) = try registry.verify(now: "n").first?.outcome else {
      Issue.record("a changed artefact was verified")
      return
    }
    #expect(failure.list.map(\.identifier) == [.artefactChanged])
    #expect(try !Samples.add("repurchase_1", to: registry).isNew)
    #expect(try registry.open(version).record == version)
  }

  @Test("tells an artefact that is gone")
  func gone() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let version = try Samples.add("repurchase_1", to: registry).version
    try FileManager.default.removeItem(atPath: #require(registry.book.artefacts.path(of: version.digest)))
    #expect(problems { _ = try registry.open(version) }.map(\.identifier) == [.artefactMissing])
  }

  @Test("names the nearest model, alias and number")
  func nearest() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    #expect(
      problems { _ = try registry.resolve(reference("x", .number(1))) }.first?.next
        == "Register one with 'scorebook model add'.")
    try Samples.add("repurchase_1", to: registry)
    let unknown = problems { _ = try registry.resolve(reference("repurchse", .number(1))) }
    #expect(unknown.map(\.identifier) == [.registryUnknownModel])
    #expect(unknown.first?.next == "Did you mean 'repurchase'?")
    let number = problems { _ = try registry.resolve(reference("repurchase", .number(7))) }
    #expect(number.map(\.identifier) == [.registryUnknownVersion])
    #expect(number.first?.found == "1")
    let none = problems { _ = try registry.resolve(reference("repurchase", .alias("champion"))) }
    #expect(none.map(\.identifier) == [.registryUnknownAlias])
    _ = try registry.promote(
      model: "repurchase", number: 1, alias: "champion", by: "a", reason: nil, now: "n")
    let alias = problems { _ = try registry.resolve(reference("repurchase", .alias("champoin"))) }
    #expect(alias.first?.next == "Did you mean repurchase@champion?")
    #expect(!problems { _ = try registry.verify(model: "x", now: "n") }.isEmpty)
  }

  @Test("promotes, and keeps who did it when and why")
  func promote() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    try Samples.add("repurchase_1", to: registry)
    try Samples.add("repurchase_2", to: registry)
    func promote(_ number: Int, _ by: String, _ now: String) throws -> Registry.Promotion {
      try registry.promote(
        model: "repurchase", number: number, alias: "champion", by: by, reason: "AUC", evidence: "e", now: now
      )
    }
    #expect(try promote(1, "ada", "t1").before == nil)
    let second = try promote(2, "bob", "t2")
    #expect(second.isChange)
    #expect(second.before?.number == 1)
    #expect(try !promote(2, "eve", "t3").isChange)
    let history = try registry.book.aliasHistory(of: "repurchase", alias: "champion")
    #expect(history.map(\.by) == ["ada", "bob"])
    #expect(history.map(\.since) == ["t1", "t2"])
    #expect(try registry.list().first?.aliases(of: 2) == ["champion"])
    #expect(problems { _ = try promote(9, "a", "n") }.map(\.identifier) == [.registryUnknownVersion])
    let bad = problems {
      _ = try registry.promote(model: "repurchase", number: 1, alias: "1", by: "a", reason: nil, now: "n")
    }
    #expect(bad.map(\.identifier) == [.registryName])
  }

  @Test("a version that failed its last verification gets no alias until it is verified again")
  func failed() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    try Samples.add("repurchase_1", to: registry)
    let version = try Samples.add("repurchase_2", to: registry).version
    let good = version.verification
    try registry.book.setVerification(
      .init(
        state: .failed, cases: good.cases, maximumDifference: good.maximumDifference, compared: good.compared,
        identical: good.identical, verifiedAt: "2027-01-01T00:00:00Z", casesDigest: good.casesDigest),
      recorded: version.recorded, model: "repurchase", number: 2)
    func promote(_ number: Int) throws -> Registry.Promotion {
      try registry.promote(
        model: "repurchase", number: number, alias: "champion", by: "a", reason: nil, now: "n")
    }
    #expect(try promote(1).isChange)
    let found = try #require(problems { _ = try promote(2) }.first)
    #expect(found.identifier == .registryFailed)
    #expect(found.kind == .refused)
    #expect(found.found?.contains("2027-01-01T00:00:00Z") == true)
    #expect(found.next?.contains("scorebook model verify repurchase@2") == true)
    #expect(try registry.book.alias("champion", of: "repurchase")?.number == 1)
    _ = try registry.verify(model: "repurchase", number: 2, now: "2027-01-02T00:00:00Z")
    #expect(try promote(2).isChange)
    #expect(try registry.book.alias("champion", of: "repurchase")?.number == 2)
  }

  @Test("replays the cases again and notes it")
  func verify() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    try Samples.add("repurchase_1", to: registry)
    let results = try registry.verify(model: "repurchase", number: 1, now: "2027-01-01T00:00:00Z")
    guard case .verified(let verification) = results.first?.outcome else {
      Issue.record("not verified")
      return
    }
    #expect(verification.cases == 200)
    #expect(try registry.record("repurchase", 1).verification == verification)
    #expect(verification.verifiedAt == "2027-01-01T00:00:00Z")
    // A book that is only read is not written.
    _ = try scratch.registry(.readOnly).verify(now: "2028-01-01T00:00:00Z")
    #expect(try registry.record("repurchase", 1).verification.verifiedAt == "2027-01-01T00:00:00Z")
  }
}
