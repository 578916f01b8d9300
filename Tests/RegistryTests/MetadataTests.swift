import Book
import Diagnostics
import Foundation
import Registry
import Testing
import Workspace

@Suite("Version metadata")
struct MetadataTests {
  func decode(_ text: String) throws -> VersionMetadata {
    try VersionMetadata.decode(Array(text.utf8), file: "models/m.yaml")
  }

  @Test("reads what a training script writes")
  func whole() throws {
    let metadata = try decode(
      """
      framework: lightgbm 4.6.0
      labels: ["0", no]
      trained_until: 1997-11-01
      parameters: {num_leaves: 31, monotone: [1, 0], empty: "", seed: 0012}
      metrics: {auc: 0.5, tiny: 1e-05}
      training: {rows: 12000000000, positives: 2, dates: "a, b", script: train.py}
      source_commit: abc
      verification: v/cases.csv
      profile: profile.json
      note: |
        two
        lines
      """)
    #expect(metadata.framework == "lightgbm 4.6.0")
    #expect(metadata.labels == ["0", "no"])
    #expect(metadata.trainedUntil?.description == "1997-11-01")
    #expect(metadata.parameters.map(\.name) == ["num_leaves", "monotone", "empty", "seed"])
    #expect(metadata.parameters.map(\.value) == ["31", "[1, 0]", "", "0012"])
    #expect(metadata.metrics == ["auc": 0.5, "tiny": 1e-05])
    #expect(metadata.training?.rows == 12_000_000_000)
    #expect(metadata.training?.positives == 2)
    #expect(metadata.verification == "models/v/cases.csv")
    #expect(metadata.profile == "models/profile.json")
    #expect(metadata.note == "two\nlines")
  }

  @Test("may be empty")
  func empty() throws {
    #expect(try decode("").parameters.isEmpty)
    #expect(try decode("# nothing\n").verification == nil)
  }

  @Test("tells unknown keys with the nearest, and all problems at once")
  func unknown() {
    let found = problems {
      _ = try decode("trained_till: 1997-11-01\nmetrics: {auc: high}\ntraining: {row: 1}\nlabels: [a, a]\n")
    }
    #expect(found.count == 4)
    #expect(
      found.map(\.place?.line) == [1, 4, 2, 3] || Set(found.compactMap(\.place?.line)) == [1, 2, 3, 4])
    #expect(found.contains { $0.next?.contains("trained_until") == true })
    #expect(found.contains { $0.next?.contains("rows") == true })
  }

  @Test(
    "is not trusted",
    arguments: [
      "profile: /etc/passwd\n", "profile: ../secret.json\n", "verification: a/../../b.csv\n",
      "trained_until: 1997-02-30\n", "training: {data_sha256: ../../x}\n", "training: {rows: -1}\n",
      "metrics: {auc: .inf}\n", "metrics: {auc: 0x10}\n", "parameters: {a: {b: c}}\n", "- a list\n",
      "framework: !!python/object:os.system x\n", "a: &a [*a, *a]\n", "{", "framework: a\nframework: b\n",
      "labels: yes\n",
    ])
  func hostile(text: String) {
    #expect(!problems { _ = try decode(text) }.isEmpty)
  }

  @Test("deep nesting and many aliases are refused, not suffered")
  func bombs() {
    let deep = "parameters: " + String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
    #expect(!problems { _ = try decode(deep) }.isEmpty)
    var bomb = "a0: &a0 [x, x]\n"
    for level in 1...30 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(!problems { _ = try decode(bomb) }.isEmpty)
  }

  @Test(
    "a profile file is not trusted",
    arguments: ["", "[]", "{\"rows\":1e400}", "null", String(repeating: "[", count: 100_000)])
  func hostileProfile(text: String) throws {
    let scratch = try Scratch()
    try scratch.write("p.json", text)
    let metadata = try scratch.write("m.yaml", "profile: p.json\n")
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: Samples.models + "/repurchase_1.txt",
        metadata: VersionMetadata.read(metadata),
        unverified: true, by: "a", now: "n")
    }
    #expect(found.map(\.identifier) == [.registryProfile])
  }

  @Test("files that are not there are told where they are named")
  func absent() throws {
    let scratch = try Scratch()
    let metadata = try scratch.write("m.yaml", "profile: p.json\nverification: v.csv\n")
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: Samples.models + "/repurchase_1.txt",
        metadata: VersionMetadata.read(metadata),
        by: "a", now: "n")
    }
    #expect(found.map(\.identifier) == [.registryUnreadable, .registryUnreadable])
    #expect(found.map(\.place?.line) == [1, 2])
    #expect(
      problems { _ = try VersionMetadata.read(scratch.path) }.map(\.identifier) == [.registryUnreadable])
  }
}
