import Book
import Diagnostics
import Foundation
import Registry
import Testing
import Workspace

@Suite("Export and import")
struct ExportTests {
  @Test("a version goes to another book and stays the same")
  func roundTrip() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    try Samples.add("repurchase_1", to: registry)
    let original = try Samples.add("repurchase_2", to: registry).version
    let folder = try registry.export(name: "repurchase", number: 2, into: scratch.path + "/out")
    #expect(folder == scratch.path + "/out/repurchase-2")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        == ["artefact.txt", "digests.json", "metadata.yaml", "profile.json", "recorded.csv", "verify.csv"])
    let other = try Scratch()
    let imported = try other.registry().importVersion(from: folder, by: "ada", now: Samples.now)
    #expect(imported.isNew)
    #expect(imported.version == original)
    #expect(
      try other.registry().book.trainingProfile(model: "repurchase", number: 2)
        == registry.book.trainingProfile(model: "repurchase", number: 2))
    #expect(try !other.registry().importVersion(from: folder, by: "x", now: "y").isNew)
  }

  @Test("the same bytes every time")
  func deterministic() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    try Samples.add("repurchase_1", to: registry)
    let one = try registry.export(name: "repurchase", number: 1, into: scratch.path + "/a")
    let two = try registry.export(name: "repurchase", number: 1, into: scratch.path + "/b")
    for name in try FileManager.default.contentsOfDirectory(atPath: one) {
      #expect(try Samples.bytes("\(one)/\(name)") == Samples.bytes("\(two)/\(name)"))
    }
    #expect(
      problems { _ = try registry.export(name: "repurchase", number: 1, into: scratch.path + "/a") }.map(
        \.identifier)
        == [.registryExport])
    #expect(
      problems { _ = try registry.export(name: "repurchase", number: 1, into: "/proc/x") }.map(\.identifier)
        == [.registryExport])
  }

  @Test("a taken number gives the next")
  func taken() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    try Samples.add("repurchase_1", to: registry)
    let folder = try registry.export(name: "repurchase", number: 1, into: scratch.path)
    let other = try Scratch()
    try Samples.add("repurchase_2", to: other.registry())
    #expect(try other.registry().importVersion(from: folder, by: "a", now: "n").version.number == 2)
  }

  @Test("odd text survives, and an unverified version stays one")
  func oddText() throws {
    let scratch = try Scratch()
    let metadata = try scratch.write(
      "m.yaml",
      #"""
      framework: "a: b # \"c\" \\ \u2028 ü"
      parameters: {"- odd: key": "{x: [1]}", no: "yes", n: "", "#": '&a *b !c %d @e `f'}
      note: "one\ntwo\ttabs\u0085 \u0000 \uFEFF"
      training: {}
      """#)
    let registry = try scratch.registry()
    let original = try registry.add(
      name: "m", artefactPath: Samples.models + "/repurchase_1.txt", metadata: VersionMetadata.read(metadata),
      unverified: true, by: "ada", now: "n"
    ).version
    let folder = try registry.export(name: "m", number: 1, into: scratch.path)
    let other = try Scratch()
    let imported = try other.registry().importVersion(from: folder, by: "ada", now: "n").version
    #expect(imported == original)
    #expect(imported.verification.state == .unverified)
  }

  @Test(
    "a changed file is refused", arguments: ["artefact.txt", "metadata.yaml", "profile.json", "verify.csv"])
  func changed(file: String) throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    try Samples.add("repurchase_1", to: registry)
    let folder = try registry.export(name: "repurchase", number: 1, into: scratch.path)
    try scratch.write("repurchase-1/\(file)", try Samples.bytes("\(folder)/\(file)") + [0x0A])
    let other = try Scratch()
    let found = problems { _ = try other.registry().importVersion(from: folder, by: "a", now: "n") }
    #expect(found.map(\.identifier) == [.registryImport])
    #expect(found.first?.place?.file == "\(folder)/\(file)")
  }

  @Test(
    "a hostile manifest is refused",
    arguments: [
      "", "{}", "[]",
      #"{"layout":2,"model":"m","number":1,"format":"lightgbm","file_name":"x","files":{},"verification":"verified","registered_at":"","registered_by":""}"#,
      #"{"layout":1,"model":"m","number":1,"format":"lightgbm","file_name":"x","files":{"../../etc/passwd":"00"},"verification":"verified","registered_at":"","registered_by":""}"#,
      #"{"layout":1,"model":"m","number":1,"format":"pickle","file_name":"x","files":{},"verification":"verified","registered_at":"","registered_by":""}"#,
    ])
  func hostile(manifest: String) throws {
    let scratch = try Scratch()
    try scratch.write("digests.json", manifest)
    let found = problems { _ = try scratch.registry().importVersion(from: scratch.path, by: "a", now: "n") }
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.identifier == .registryImport })
  }
}
