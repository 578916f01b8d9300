import Book
import Diagnostics
import Foundation
import Models
import Registry
import Testing
import Workspace

@Suite("Verification cases that come after registration")
struct LaterCasesTests {
  private let cases = Samples.models + "/repurchase_1.verify.csv"

  private func unverified(_ scratch: Scratch) throws -> Registry {
    let registry = try scratch.registry()
    let added = try registry.add(
      name: "m", artefactPath: Samples.models + "/repurchase_1.txt", metadata: nil, unverified: true, by: "a",
      now: "n")
    #expect(added.version.verification.state == .unverified)
    return registry
  }

  @Test("that came to lie beside the artefact are told when it is added again, and not taken")
  func beside() throws {
    let scratch = try Scratch()
    try scratch.copy(Samples.models + "/repurchase_1.txt", as: "lb.txt")
    let registry = try scratch.registry()
    func add() throws -> Registry.Registered {
      try registry.add(
        name: "m", artefactPath: scratch.path + "/lb.txt", metadata: nil, unverified: true, by: "a", now: "n")
    }
    #expect(try add().isNew)
    #expect(try add().warnings.isEmpty)
    try scratch.copy(cases, as: "lb.verify.csv")
    let again = try add()
    #expect(!again.isNew && again.version.verification.state == .unverified)
    #expect(again.warnings.map(\.identifier) == [.registryUnverified])
    #expect(again.warnings.first?.next?.contains("model verify m@1 --verify") == true)
  }

  @Test("that agree are kept, and replayed from then on")
  func agree() throws {
    let scratch = try Scratch()
    let registry = try unverified(scratch)
    let before = try registry.record("m", 1)
    let result = try registry.verify(model: "m", number: 1, cases: cases, now: "later")
    guard case .verified(let verification) = result.outcome else {
      Issue.record("not verified")
      return
    }
    #expect(verification.cases == 200 && result.recordedCases > 0)
    let record = try registry.record("m", 1)
    #expect(record.verification.state == .verified && record.verification.verifiedAt == "later")
    #expect(record.recorded?.casesDigest == before.recorded?.casesDigest)
    #expect(record.digest == before.digest && record.registeredAt == before.registeredAt)
    guard case .verified = try registry.verify(model: "m", number: 1, now: "again").first?.outcome else {
      Issue.record("not replayed")
      return
    }
    // Given once more they are the same; others are refused.
    _ = try registry.verify(model: "m", number: 1, cases: cases, now: "again")
    let lines = try Samples.text(cases).split(separator: "\n")
    let few = try scratch.write("few.csv", lines.prefix(4).joined(separator: "\n") + "\n")
    let told = problems { _ = try registry.verify(model: "m", number: 1, cases: few, now: "n") }
    #expect(told.map(\.identifier) == [.registryGivenAgain] && told.first?.kind == .configuration)
    #expect(told.first?.place?.file == few)
  }

  @Test("that do not agree, or can't be read, change nothing")
  func disagree() throws {
    let scratch = try Scratch()
    let registry = try unverified(scratch)
    let before = try registry.record("m", 1)
    var lines = try Samples.text(cases).split(separator: "\n").map { String($0) }
    lines[1] = try #require(lines[1].lastIndex(of: ",").map { String(lines[1][...$0]) }) + "0.5"
    let wrong = try scratch.write("wrong.csv", lines.joined(separator: "\n") + "\n")
    let told = problems { _ = try registry.verify(model: "m", number: 1, cases: wrong, now: "n") }
    #expect(told.map(\.identifier) == [.modelVerificationFailed] && told.first?.place?.file == wrong)
    let absent = problems {
      _ = try registry.verify(model: "m", number: 1, cases: scratch.path + "/none.csv", now: "n")
    }
    #expect(absent.map(\.identifier) == [.registryUnreadable])
    #expect(try registry.record("m", 1) == before)
  }
}
