import Book
import Diagnostics
import Foundation
import Registry
import Testing
import Workspace

@Suite("Recorded cases")
struct RecordedCasesTests {
  /// The path of a version's recorded cases in the store, writable.
  func stored(_ version: VersionRecord, _ registry: Registry) throws -> String {
    let recorded = try #require(version.recorded)
    return try #require(registry.book.artefacts.path(of: recorded.casesDigest))
  }

  @Test("are made at registration, replayed, and told apart from the framework's")
  func made() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let version = try Samples.add("repurchase_1", to: registry).version
    let recorded = try #require(version.recorded)
    #expect(version.verification.cases == 200)
    #expect((2...64).contains(recorded.cases))
    #expect(recorded.recordedAt == Samples.now)
    let result = try #require(try registry.verify(now: "2027-01-01T00:00:00Z").first)
    guard case .verified(let verification) = result.outcome else {
      Issue.record("not verified")
      return
    }
    #expect(verification.cases == 200)
    #expect(result.recordedCases == recorded.cases)
    #expect(try registry.record("repurchase", 1).recorded?.replayedAt == "2027-01-01T00:00:00Z")
    let text = try Samples.text(stored(version, registry))
    #expect(text.hasPrefix("days_since_last,"))
    #expect(text.split(separator: "\n")[0].hasSuffix(",expected_margin,expected_probability,expected_class"))
    // A missing number, a missing category and one that training never saw are among them.
    #expect(text.contains("never-seen-in-training"))
    #expect(text.contains(",,"))
  }

  @Test("alone, they leave a version unverified")
  func unverified() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let added = try registry.add(
      name: "m", artefactPath: Samples.models + "/repurchase_1.txt", metadata: nil, unverified: true, by: "a",
      now: "n")
    #expect(added.version.verification.state == .unverified)
    #expect(added.version.recorded != nil)
    #expect(added.warnings.map(\.identifier) == [.registryUnverified])
    let result = try #require(try registry.verify(now: "n").first)
    #expect(result.outcome == .unverified)
    #expect(result.recordedCases > 0)
  }

  @Test("an answer that differs by one bit is found: version, case and output are named")
  func flipped() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let version = try Samples.add("repurchase_1", to: registry).version
    // The store proves its bytes, so the changed file takes the place of the old one under its own digest.
    var lines = try Samples.text(stored(version, registry)).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    var fields = lines[3].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let probability = try #require(Double(fields[fields.count - 2]))
    fields[fields.count - 2] = probability.nextUp.description
    lines[3] = fields.joined(separator: ",")
    let digest = try registry.book.artefacts.store(Array(lines.joined(separator: "\n").utf8))
    let recorded = try #require(version.recorded)
    try registry.book.setVerification(
      version.verification,
      recorded: .init(
        cases: recorded.cases, casesDigest: digest, recordedAt: recorded.recordedAt,
        platform: recorded.platform),
      model: "repurchase", number: 1)
    let result = try #require(try registry.verify(now: "n").first)
    guard case .failed(let failure) = result.outcome else {
      Issue.record("a changed answer was not found")
      return
    }
    #expect(failure.list.map(\.identifier) == [.registryRecordedChanged])
    #expect(failure.list.first?.kind == .failure)
    #expect(failure.list.first?.place?.file == "repurchase@1")
    #expect(failure.list.first?.expected?.contains("probability") == true)
    #expect(failure.list.first?.expected?.contains("in recorded case 3") == true)
    #expect(try registry.record("repurchase", 1).verification.state == .failed)
    // Put right again, it is verified again.
    try registry.book.setVerification(
      version.verification, recorded: recorded, model: "repurchase", number: 1)
    _ = try registry.verify(now: "n")
    #expect(try registry.record("repurchase", 1).verification.state == .verified)
  }

  @Test("a margin that differs by one bit is found on every machine")
  func otherMachine() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let version = try Samples.add("repurchase_1", to: registry).version
    var lines = try Samples.text(stored(version, registry)).split(separator: "\n").map(String.init)
    var fields = lines[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    func verify() throws -> Registry.VerificationResult.Outcome? {
      let digest = try registry.book.artefacts.store(Array((lines.joined(separator: "\n") + "\n").utf8))
      try registry.book.setVerification(
        version.verification,
        recorded: .init(
          cases: lines.count - 1, casesDigest: digest, recordedAt: "n", platform: "pdp11 libc 1"),
        model: "repurchase", number: 1)
      return try registry.verify(now: "n").first?.outcome
    }
    // Another machine's exp may differ in the last bit.
    fields[fields.count - 2] = try #require(Double(fields[fields.count - 2])).nextUp.description
    lines[1] = fields.joined(separator: ",")
    if case .failed = try verify() { Issue.record("a last bit of exp was not forgiven") }
    fields[fields.count - 3] = try #require(Double(fields[fields.count - 3])).nextUp.description
    lines[1] = fields.joined(separator: ",")
    guard case .failed(let failure) = try verify() else {
      Issue.record("a changed margin was not found")
      return
    }
    #expect(failure.list.first?.next?.contains("pdp11 libc 1") == true)
  }

  @Test("off their platform a model's own precision decides: a float's last bit of XGBoost is forgiven")
  func otherMachineSingle() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let version = try registry.add(
      name: "m", artefactPath: Samples.root + "/Tests/Fixtures/models/xgboost/logistic-3.2.0/model.json",
      metadata: nil, unverified: true, by: "a", now: "n"
    ).version
    let lines = try Samples.text(stored(version, registry)).split(separator: "\n").map(String.init)
    let column = try #require(lines[0].split(separator: ",").firstIndex(of: "expected_probability"))
    func outcome(floats: Int, platform: String) throws -> VersionRecord.Verification.State {
      var changed = lines
      var fields = lines[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      var value = try Float(#require(Double(fields[column])))
      for _ in 0..<floats { value = value.nextUp }
      fields[column] = Double(value).description
      changed[1] = fields.joined(separator: ",")
      let digest = try registry.book.artefacts.store(Array((changed.joined(separator: "\n") + "\n").utf8))
      try registry.book.setVerification(
        .unverified,
        recorded: .init(cases: lines.count - 1, casesDigest: digest, recordedAt: "n", platform: platform),
        model: "m", number: 1)
      _ = try registry.verify(model: "m", number: 1, now: "n")
      return try registry.record("m", 1).verification.state
    }
    let here = try #require(version.recorded).platform
    #expect(try outcome(floats: 0, platform: here) == .unverified)
    #expect(try outcome(floats: 1, platform: here) == .failed)
    #expect(try outcome(floats: 4, platform: "pdp11 libc 1") == .unverified)
    #expect(try outcome(floats: 5, platform: "pdp11 libc 1") == .failed)
  }

  @Test("an ONNX model's platform names the runtime and the vector instructions; older records lack both")
  func runtime() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let version = try registry.add(
      name: "m", artefactPath: Samples.root + "/Tests/Fixtures/models/onnx/catboost/model.onnx",
      metadata: nil, unverified: true, by: "a", now: "n"
    ).version
    let recorded = try #require(version.recorded)
    let parts = recorded.platform.split(separator: ", ")
    #expect(parts.count >= 2)
    #expect(parts[1].hasPrefix("ONNX Runtime 1."))
    // A record of an earlier program: machine and C library alone.
    try registry.book.setVerification(
      version.verification,
      recorded: .init(
        cases: recorded.cases, casesDigest: recorded.casesDigest, recordedAt: "n",
        platform: String(parts[0])),
      model: "m", number: 1)
    #expect(try registry.verify(now: "n").first?.recordedCases == recorded.cases)
    #expect(try Samples.add("repurchase_1", to: registry).version.recorded?.platform == String(parts[0]))
  }

  @Test("cases beside the artefact are found, and told")
  func beside() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let cases = try Samples.bytes(Samples.models + "/repurchase_1.verify.csv")
    let path = try scratch.write("m.txt", Samples.bytes(Samples.models + "/repurchase_1.txt"))
    let beside = try scratch.write("verify.csv", cases)
    let added = try registry.add(name: "m", artefactPath: path, metadata: nil, by: "a", now: "n")
    #expect(added.foundCases == beside)
    #expect(added.version.verification.cases == 200)
    // Its own name goes before the folder's.
    let own = try scratch.write("m.verify.csv", cases)
    let other = try registry.add(name: "n", artefactPath: path, metadata: nil, by: "a", now: "n")
    #expect(other.foundCases == own)
    let none = try registry.add(
      name: "o", artefactPath: path, metadata: nil, unverified: true, by: "a", now: "n")
    #expect(none.foundCases == nil)
    #expect(none.version.verification.state == .unverified)
  }

  @Test("go along with an exported version, and are replayed when it comes in")
  func export() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let metadata = try scratch.write("m.yaml", "columns: [a, b, c, d]\nschema: {\"*\": float}\n")
    let original = try registry.add(
      name: "m", artefactPath: MLflowFixture.model("lightgbm_nameless") + "/model.lgb",
      metadata: VersionMetadata.read(metadata), unverified: true, by: "ada", now: Samples.now
    ).version
    #expect(original.columns == ["a", "b", "c", "d"])
    #expect(original.signature.inputs.map(\.name) == ["a", "b", "c", "d"])
    #expect(original.importance.map(\.input) == ["a", "b", "c", "d"])
    let folder = try registry.export(name: "m", number: 1, into: scratch.path)
    let other = try Scratch()
    let imported = try other.registry().importVersion(from: folder, by: "ada", now: Samples.now).version
    #expect(imported == original)
    try scratch.write("m-1/recorded.csv", "x\n")
    let third = try Scratch()
    #expect(
      problems { _ = try third.registry().importVersion(from: folder, by: "a", now: "n") }.map(\.identifier)
        == [.registryImport])
  }
}
