import Book
import Diagnostics
import Foundation
import Models
import Registry
import Testing
import Workspace

@Suite("Registering")
struct AddTests {
  @Test("takes a real model with its cases, profile, parameters and metrics")
  func real() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let added = try Samples.add("repurchase_1", to: registry)
    #expect(added.isNew)
    #expect(added.warnings.isEmpty)
    let version = try registry.record("repurchase", 1)
    #expect(version == added.version)
    #expect(version.format == "lightgbm")
    #expect(version.fileName == "repurchase_1.txt")
    #expect(version.size == (try Samples.bytes(Samples.models + "/repurchase_1.txt").count))
    #expect(version.signature.task == .binary)
    #expect(version.signature.labels == ["0", "1"])
    #expect(version.signature.inputs.count == 15)
    #expect(version.signature.inputs.last?.name == "cohort")
    #expect(version.signature.inputs.last?.categories == ["1997-01", "1997-02", "1997-03"])
    #expect(version.trainedUntil == "1997-11-01")
    #expect(version.framework == "lightgbm 4.6.0")
    #expect(version.parameters.first == .init(name: "num_iterations", value: "75"))
    #expect(version.metrics.keys.sorted() == ["validation_auc", "validation_brier", "validation_log_loss"])
    #expect(version.training?.rows == 518540)
    #expect(version.bands?.count == 9)
    #expect(version.verification.state == .verified)
    #expect(version.verification.cases == 200)
    #expect(version.verification.compared == 400)
    // Margins agree to the last bit, so only probabilities may differ, by libm's exp.
    #expect(version.verification.identical >= 200)
    #expect(version.verification.maximumDifference < 1e-15)
    #expect(version.registeredBy == "ada")
    #expect(version.facts.contains { $0.name == "trees" && $0.value == "75" })
    #expect(version.importance.count == 15)
    #expect(try registry.book.trainingProfile(model: "repurchase", number: 1)?.rows == 518540)
  }

  @Test("takes the scorecard of the demo")
  func scorecard() throws {
    let scratch = try Scratch()
    let added = try scratch.registry().add(
      name: "rfm", artefactPath: Samples.models + "/rfm.yaml",
      metadata: VersionMetadata.read(Samples.models + "/rfm.metadata.yaml"), by: "ada", now: Samples.now)
    #expect(added.version.format == "scorecard")
    #expect(
      added.version.signature.inputs.map(\.name) == [
        "days_since_last", "purchases_all", "money_all", "cohort",
      ])
    #expect(added.version.verification.state == .verified)
    #expect(added.version.verification.maximumDifference < 1e-15)
    #expect(added.version.bands?.count == 9)
    let opened = try scratch.registry(.readOnly).open(name: "rfm", number: 1)
    #expect(opened.model.signature.outputs.map(\.name) == ["margin", "probability", "class"])
  }

  @Test("refuses other labels than a scorecard's own")
  func scorecardLabels() throws {
    let scratch = try Scratch()
    let metadata = try scratch.write("m.yaml", "labels: [no, yes]\n")
    let found = problems {
      _ = try scratch.registry().add(
        name: "rfm", artefactPath: Samples.models + "/rfm.yaml", metadata: VersionMetadata.read(metadata),
        unverified: true, by: "a", now: "n")
    }
    #expect(found.map(\.identifier) == [.scorecardOptions])
  }

  /// A shell program that answers 'north', and does something else over any other region.
  private func program(_ scratch: Scratch, _ otherwise: String) throws -> String {
    try scratch.write(
      "serve.sh",
      "read -r header; echo prediction; while IFS= read -r row; do case $row in north) echo 1;; '') echo;; "
        + "*) \(otherwise);; esac; done\n")
    return try scratch.write(
      "process.yaml",
      """
      process:
        command: [sh, serve.sh]
        files: [serve.sh]
        speaks: csv
        inputs: {region: text}
        outputs: {prediction: number}
        required: [region]
        batch: 1
        time_limit: {batch: 500ms}
        environment: [PATH]

      """)
  }

  @Test(
    "a program that fails over made-up rows is registered by its own cases, and a warning says how it failed",
    arguments: [
      ("echo \"no $row\" >&2; exit 3", "ended with status 3"),
      ("exec sleep 60", "did not answer 1 rows within 500ms"),
      ("echo seven", "is no finite decimal number"),
    ])
  func fragileProgram(otherwise: String, told: String) throws {
    let scratch = try Scratch()
    let page = try program(scratch, otherwise)
    let cases = try scratch.write("cases.csv", "region,expected_prediction\nnorth,1\n")
    let began = ContinuousClock.now
    let added = try scratch.registry().add(
      name: "m", artefactPath: page, metadata: nil, cases: cases, by: "a", now: "n")
    // A program that hangs costs one limit, and not one for each row.
    #expect(ContinuousClock.now - began < .seconds(5))
    #expect(added.version.verification.cases == 1)
    #expect(added.version.recorded == nil)
    #expect(added.warnings.map(\.identifier) == [.registryUnanswered])
    let warning = try #require(added.warnings.first)
    #expect(warning.summary.hasPrefix("m@1 failed over 2 made-up rows"), "\(warning)")
    #expect(warning.found?.contains(told) == true, "\(warning)")
    // It had seen a case, which is a real row.
    #expect(!warning.description.contains("no never-seen"))
  }

  @Test("a program that answers is registered without such a warning")
  func soundProgram() throws {
    let scratch = try Scratch()
    let added = try scratch.registry().add(
      name: "m", artefactPath: program(scratch, "echo 2"), metadata: nil, unverified: true, by: "a", now: "n")
    #expect(added.version.recorded?.cases == 2)
    #expect(added.warnings.map(\.identifier) == [.registryUnverified])
  }

  @Test("the same artefact twice says so and changes nothing")
  func twice() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let first = try Samples.add("repurchase_1", to: registry)
    let again = try registry.add(
      name: "repurchase", artefactPath: Samples.models + "/repurchase_1.txt", metadata: nil, by: "bob",
      now: "later")
    #expect(!again.isNew)
    #expect(again.version == first.version)
    #expect(try Samples.add("repurchase_2", to: registry).version.number == 2)
    #expect(try registry.list().map(\.name) == ["repurchase"])
    #expect(try registry.list().first?.versions.map(\.number) == [1, 2])
    #expect(try !Samples.add("repurchase_1", to: registry).isNew)
  }

  @Test("other metadata or cases than a version's own are refused, all at once, and nothing changes")
  func givenAgain() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let first = try Samples.add("repurchase_1", to: registry).version
    let lines = try Samples.text(Samples.models + "/repurchase_1.verify.csv").split(separator: "\n")
    let cases = try scratch.write("few.csv", lines.prefix(4).joined(separator: "\n") + "\n")
    let metadata = try VersionMetadata.read(scratch.write("other.yaml", "note: another\n"))
    let path = Samples.models + "/repurchase_1.txt"
    func add(_ metadata: VersionMetadata?, _ cases: String?) -> [Diagnostic] {
      problems {
        _ = try registry.add(
          name: "repurchase", artefactPath: path, metadata: metadata, cases: cases, by: "b", now: "n")
      }
    }
    let told = add(metadata, cases)
    #expect(told.map(\.identifier) == [.registryGivenAgain, .registryGivenAgain])
    #expect(told.allSatisfy { $0.kind == .configuration && $0.summary.contains("repurchase@1 already") })
    #expect(told.map(\.place?.file) == [metadata.file, cases])
    #expect(told.first?.expected == first.metadataDigest.map { "SHA-256 \($0)" })
    #expect(told.last?.expected == first.verification.casesDigest.map { "SHA-256 \($0)" })
    #expect(told.last?.next?.contains("'--verify'") == true)
    #expect(add(nil, Samples.models + "/repurchase_1.verify.csv").isEmpty)
    #expect(add(nil, scratch.path + "/none.csv").map(\.identifier) == [.registryUnreadable])
    // What was registered without cases gets none afterwards.
    _ = try registry.add(
      name: "bare", artefactPath: path, metadata: nil, unverified: true, by: "a", now: "n")
    let bare = problems {
      _ = try registry.add(name: "bare", artefactPath: path, metadata: nil, cases: cases, by: "b", now: "n")
    }
    #expect(bare.first?.summary.hasSuffix("without verification cases") == true, "\(bare)")
    #expect(
      bare.first?.next?.contains("'scorebook model verify bare@1 --verify \(cases)'") == true, "\(bare)")
    #expect(try registry.book.versions(of: "repurchase") == [first])
  }

  @Test("metadata of a version whose record does not know their digest are not held against anything")
  func givenAgainToAnOlderBook() throws {
    let scratch = try Scratch()
    let first = try Samples.add("repurchase_1", to: scratch.registry()).version
    var fields = try #require(
      JSONSerialization.jsonObject(with: JSONEncoder().encode(first)) as? [String: Any])
    #expect(fields.removeValue(forKey: "metadataDigest") != nil)
    let older = try JSONDecoder().decode(
      VersionRecord.self, from: JSONSerialization.data(withJSONObject: fields))
    #expect(older.metadataDigest == nil && older.trainedUntil != nil)
    let other = try Scratch()
    let registry = try other.registry()
    _ = try registry.book.artefacts.store(Samples.bytes(Samples.models + "/repurchase_1.txt"))
    _ = try registry.book.addVersion(older, profile: nil, numbering: .next)
    let again = try Samples.add("repurchase_1", to: registry)
    #expect(!again.isNew && again.version == older)
    // Cases are told apart all the same.
    let lines = try Samples.text(Samples.models + "/repurchase_1.verify.csv").split(separator: "\n")
    let cases = try other.write("few.csv", lines.prefix(4).joined(separator: "\n") + "\n")
    let told = problems {
      _ = try registry.add(
        name: "repurchase", artefactPath: Samples.models + "/repurchase_1.txt",
        metadata: VersionMetadata.read("\(Samples.models)/repurchase_1.yaml"), cases: cases, by: "b",
        now: "n")
    }
    #expect(told.map(\.place?.file) == [cases])
  }

  @Test(
    "a page whose batch is larger than what is read at a time is refused, and one registered before opens")
  func largeBatch() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let page = try program(scratch, "echo 2")
    let version = try registry.add(
      name: "m", artefactPath: page, metadata: nil, unverified: true, by: "a", now: "n"
    ).version
    let text = try Samples.text(page).replacing("batch: 1\n", with: "batch: 65536\n")
    try scratch.write("process.yaml", text)
    let told = problems {
      _ = try registry.add(name: "m", artefactPath: page, metadata: nil, unverified: true, by: "a", now: "n")
    }
    #expect(told.map(\.identifier) == [.processValue] && told.first?.expected == "1 to 8192", "\(told)")
    // As a program registered it that knew no such limit.
    let artefact = try ProcessFormat.gather(page: page)
    let digest = try registry.book.artefacts.store(artefact.bytes)
    var fields = try #require(
      JSONSerialization.jsonObject(with: JSONEncoder().encode(version)) as? [String: Any])
    fields["digest"] = digest
    fields["size"] = artefact.bytes.count
    let older = try JSONDecoder().decode(
      VersionRecord.self, from: JSONSerialization.data(withJSONObject: fields))
    #expect(try registry.book.addVersion(older, profile: nil, numbering: .next).version.number == 2)
    let opened = try registry.open(name: "m", number: 2).model
    #expect(opened.remarks.contains { $0.contains("batches of 65536 rows, and gets 8192") })
    // Given again, it is that version.
    let again = try registry.add(
      name: "m", artefactPath: page, metadata: nil, unverified: true, by: "a", now: "n")
    #expect(!again.isNew && again.version.number == 2)
  }

  @Test("without cases only when told so, and the record says it")
  func unverified() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let path = try scratch.write("m.txt", Samples.bytes(Samples.models + "/repurchase_1.txt"))
    let refused = problems {
      _ = try registry.add(name: "m", artefactPath: path, metadata: nil, by: "a", now: "n")
    }
    #expect(refused.map(\.identifier) == [.registryNoCases])
    #expect(try registry.book.versions().isEmpty)
    let added = try registry.add(
      name: "m", artefactPath: path, metadata: nil, unverified: true, by: "a", now: "n")
    #expect(added.version.verification.state == .unverified)
    #expect(added.warnings.map(\.identifier) == [.registryUnverified])
    #expect(try registry.verify(now: "n").map(\.outcome) == [.unverified])
    #expect(try registry.record("m", 1).verification.state == .unverified)
  }

  @Test("cases given on the command line go before those of the metadata")
  func otherCases() throws {
    let scratch = try Scratch()
    let lines = try Samples.text(Samples.models + "/repurchase_1.verify.csv").split(separator: "\n")
    let few = try scratch.write("few.csv", lines.prefix(4).joined(separator: "\r\n"))
    let added = try scratch.registry().add(
      name: "m", artefactPath: Samples.models + "/repurchase_1.txt",
      metadata: VersionMetadata.read(Samples.models + "/repurchase_1.yaml"), cases: few, by: "a", now: "n")
    #expect(added.version.verification.cases == 3)
  }

  @Test("refuses a model whose predictions differ by one bit of a margin")
  func mismatch() throws {
    let scratch = try Scratch()
    let text = try Samples.text(Samples.models + "/repurchase_1.verify.csv")
    let place = try #require(text.range(of: "-3.9165002706987835"))
    let changed = text.replacingCharacters(in: place, with: "-3.916500270698783")
    let cases = try scratch.write("cases.csv", changed)
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: Samples.models + "/repurchase_1.txt", metadata: nil, cases: cases, by: "a",
        now: "n")
    }
    #expect(found.map(\.identifier) == [.modelVerificationFailed])
    #expect(found.first?.place?.file == cases)
    #expect(found.first?.summary == "1 of 400 predictions differ from the training framework's")
    #expect(found.first?.expected?.contains("-3.916500270698783 ") == true)
    #expect(found.first?.found == "-3.9165002706987835")
    #expect(try scratch.registry().book.versions().isEmpty)
  }

  @Test("refuses the cases of another model")
  func otherModel() throws {
    let scratch = try Scratch()
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: Samples.models + "/repurchase_2.txt", metadata: nil,
        cases: Samples.models + "/repurchase_1.verify.csv", by: "a", now: "n")
    }
    #expect(found.map(\.identifier) == [.modelVerificationFailed])
  }

  @Test("refuses a model that ends in the middle", arguments: [0.1, 0.5, 0.9, 0.99])
  func truncated(share: Double) throws {
    let scratch = try Scratch()
    let bytes = try Samples.bytes(Samples.models + "/repurchase_1.txt")
    let path = try scratch.write("model.txt", Array(bytes.prefix(Int(Double(bytes.count) * share))))
    let metadata = try VersionMetadata.read(Samples.models + "/repurchase_1.yaml")
    let found = problems {
      _ = try scratch.registry().add(name: "m", artefactPath: path, metadata: metadata, by: "a", now: "n")
    }
    #expect(!found.isEmpty)
    #expect(try scratch.registry().book.versions().isEmpty)
  }

  @Test("tells everything that is wrong at once")
  func all() throws {
    let scratch = try Scratch()
    try scratch.write("model.txt", "not a model")
    try scratch.write("profile.json", "[")
    let metadata = try scratch.write("meta.yaml", "profile: profile.json\n")
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: scratch.path + "/model.txt", metadata: VersionMetadata.read(metadata),
        by: "a",
        now: "n")
    }
    #expect(found.map(\.identifier) == [.registryFormat, .registryProfile, .registryNoCases])
  }

  @Test("refuses names that are no names", arguments: ["", "Repurchase", "re-purchase", "../x", "1st"])
  func names(name: String) throws {
    let scratch = try Scratch()
    let found = problems {
      _ = try scratch.registry().add(
        name: name, artefactPath: Samples.models + "/repurchase_1.txt", metadata: nil, unverified: true,
        by: "a",
        now: "n")
    }
    #expect(found.map(\.identifier) == [.registryName])
  }

  @Test("refuses labels that do not fit")
  func labels() throws {
    let scratch = try Scratch()
    let metadata = try scratch.write("meta.yaml", "labels: [no, yes, maybe]\n")
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: Samples.models + "/repurchase_1.txt",
        metadata: VersionMetadata.read(metadata),
        unverified: true, by: "a", now: "n")
    }
    #expect(found.map(\.identifier.name) == ["lightgbm-labels"])
  }

  @Test("refuses a profile of other inputs, naming the nearest")
  func otherProfile() throws {
    let scratch = try Scratch()
    try scratch.write(
      "p.json",
      #"{"rows":1,"inputs":[{"kind":"category","name":"cohorts","count":1,"missing":0,"categories":{}}],"outputs":[]}"#
    )
    let metadata = try scratch.write("meta.yaml", "profile: p.json\n")
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: Samples.models + "/repurchase_1.txt",
        metadata: VersionMetadata.read(metadata),
        unverified: true, by: "a", now: "n")
    }
    #expect(found.map(\.identifier) == [.registryProfile])
    #expect(found.first?.next == "Did you mean 'cohort'?")
  }

  @Test("two programs add at once: each artefact one number")
  func concurrent() async throws {
    let scratch = try Scratch()
    _ = try scratch.registry()
    let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
      for stem in ["repurchase_1", "repurchase_2", "repurchase_1", "repurchase_2"] {
        group.addTask { try Samples.add(stem, to: scratch.registry(.readWrite)).version.number }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(numbers.sorted() == [1, 1, 2, 2])
  }

  @Test("inspects without registering")
  func inspect() throws {
    let inspection = try Inspection.of(Samples.models + "/repurchase_1.txt")
    #expect(inspection.format == .lightgbm)
    #expect(inspection.digest.count == 64)
    #expect(inspection.signature.inputs.count == 15)
    #expect(!inspection.facts.isEmpty)
    #expect(problems { _ = try Inspection.of("/absent") }.map(\.identifier) == [.registryUnreadable])
  }
}
