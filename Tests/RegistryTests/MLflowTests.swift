import Book
import Diagnostics
import Foundation
import Models
import Registry
import Testing

/// Folders that MLflow 3.17 wrote; `Tests/Fixtures/models/mlflow/make.py` made them.
enum MLflowFixture {
  static let folder = Samples.root + "/Tests/Fixtures/models/mlflow"

  static func model(_ name: String) -> String { "\(folder)/\(name)-3.17.2/model" }

  /// Rows with the predictions that MLflow gave for them, as verification cases.
  static func cases(_ name: String) throws -> String {
    func lines(_ file: String) throws -> [Substring] {
      try Samples.text("\(folder)/\(name)-3.17.2/\(file)").split(separator: "\n")
    }
    let (input, expected) = (try lines("input.csv"), try lines("expected.csv"))
    return zip(input, expected).enumerated().map { index, pair in
      "\(pair.0),\(index == 0 ? "expected_" : "")\(pair.1)\n"
    }.joined()
  }

  /// A copy of a model folder with another MLmodel.
  static func copy(_ name: String, into scratch: Scratch, _ change: (String) -> String) throws -> String {
    try scratch.copy(model(name), as: "model")
    try scratch.write("model/MLmodel", change(Samples.text("\(model(name))/MLmodel")))
    return scratch.path + "/model"
  }
}

@Suite("MLflow model folders")
struct MLflowTests {
  @Test(
    "are registered without a flag, by folder and by MLmodel",
    arguments: ["lightgbm", "lightgbm_nameless", "xgboost", "onnx"])
  func plain(name: String) throws {
    let format = String(name.prefix { $0 != "_" })
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let added = try registry.add(
      name: "m", artefactPath: MLflowFixture.model(name), metadata: nil, by: "a", now: "n")
    #expect(added.isNew)
    #expect(added.version.format == format)
    #expect(added.version.verification.state == .unverified)
    #expect(added.version.recorded != nil)
    #expect(added.version.framework?.hasPrefix("\(format) ") == true)
    let origin = Dictionary(
      uniqueKeysWithValues: (added.version.origin ?? []).map { ($0.name, $0.value) })
    #expect(origin["mlflow_version"] == "3.17.2")
    #expect(origin["python_version"] == "3.11.7")
    #expect(origin["mlflow_model_uuid"]?.count == 32)
    #expect(origin["logged_at"]?.hasPrefix("2026-") == true)
    let again = try registry.add(
      name: "m", artefactPath: MLflowFixture.model(name) + "/MLmodel", metadata: nil, by: "a", now: "n")
    #expect(!again.isNew)
  }

  @Test(
    "give what MLflow gives",
    arguments: ["lightgbm", "lightgbm_float", "lightgbm_nameless", "lightgbm_old_layout", "xgboost"])
  func agrees(name: String) throws {
    let scratch = try Scratch()
    let cases = try scratch.write("cases.csv", MLflowFixture.cases(name))
    let version = try scratch.registry().add(
      name: "m", artefactPath: MLflowFixture.model(name), metadata: nil, cases: cases, by: "a", now: "n"
    ).version
    #expect(version.verification.state == .verified)
    #expect(version.verification.cases == 40)
    #expect(version.verification.maximumDifference < 1e-15)
    #expect(version.signature.inputs.map(\.name) == ["recency", "orders", "money", "discount"])
    #expect(try scratch.registry().verify(now: "n").map(\.version.number) == [1])
  }

  @Test("a float column is rounded to single precision, as MLflow rounds it")
  func single() throws {
    let scratch = try Scratch()
    let cases = try scratch.write("cases.csv", MLflowFixture.cases("lightgbm_float"))
    // The bare file knows no signature: some rows stand on the other side of a threshold.
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: MLflowFixture.model("lightgbm_float") + "/model.lgb", metadata: nil,
        cases: cases, by: "a", now: "n")
    }
    #expect(found.map(\.identifier) == [.modelVerificationFailed])
  }

  @Test("a signature's whole numbers are demanded, and may not be missing")
  func kinds() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    let version = try registry.add(
      name: "m", artefactPath: MLflowFixture.model("lightgbm"), metadata: nil, by: "a", now: "n"
    ).version
    #expect(version.signature.inputs.map(\.kind) == [.integer, .integer, .number, .number])
    #expect(version.signature.inputs.map(\.required) == [true, true, false, false])
    #expect(
      version.schema?.map(\.type) == ["long", "integer", "double", "double"])
    #expect(version.schema?.map(\.required) == [true, true, false, true])
    // Rows that the signature refuses have no prediction: 32 bits, a missing whole number.
    let cases = try scratch.write(
      "cases.csv",
      "recency,orders,money,discount,expected_probability\n,7,,0.5,\n42,3000000000,,0.5,\n42,,1,0.5,\n")
    let refused = try registry.add(
      name: "refused", artefactPath: MLflowFixture.model("lightgbm"), metadata: nil, cases: cases, by: "a",
      now: "n")
    #expect(refused.version.verification.cases == 3)
  }

  /// Written by MLflow itself: `Tests/Fixtures/models/mlflow/optional.py`.
  @Test("an empty value is refused where MLflow refuses it, whatever 'required' says: that is about columns")
  func optional() throws {
    let rows = try Samples.text("\(MLflowFixture.folder)/optional-3.17.2.csv").split(separator: "\n")
    var seen = 0
    for row in rows.dropFirst() {
      let fields = row.split(separator: ",").map(String.init)
      // The model of the fixture reads no texts.
      guard fields[0] != "string" else { continue }
      let scratch = try Scratch()
      let folder = try MLflowFixture.copy("lightgbm", into: scratch) { text in
        text.replacingOccurrences(
          of: #"{"type": "double", "name": "discount", "required": true}"#,
          with:
            #"{"type": "\#(fields[0])", "name": "discount", "required": \#(fields[1].lowercased())}"#)
      }
      let inspection = try Inspection.of(folder)
      #expect(inspection.options.schema?.last?.required == (fields[1] == "True"))
      #expect(inspection.signature.inputs.last?.required == (fields[3] == "refused"), "\(row)")
      guard fields[3] == "refused" else { continue }
      let cases = try scratch.write(
        "c.csv", "recency,orders,money,discount,expected_probability\n42,1,,,\n")
      let version = try scratch.registry().add(
        name: "m", artefactPath: folder, metadata: nil, cases: cases, by: "a", now: "n"
      ).version
      #expect(version.verification.cases == 1)
      seen += 1
    }
    #expect(seen == 6)
  }

  @Test("a tensor of another width than the model is refused with both")
  func tensorWidth() throws {
    let scratch = try Scratch()
    let folder = try MLflowFixture.copy("onnx", into: scratch) {
      $0.replacingOccurrences(of: "[-1, 4]", with: "[-1, 5]")
    }
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: folder, metadata: nil, unverified: true, by: "a", now: "n")
    }
    #expect(found.map(\.identifier) == [.registrySignature])
    #expect(found.first?.expected?.hasPrefix("4") == true && found.first?.found == "5")
  }

  @Test("a named tensor of several columns holds for all inputs, a named one of a single column for that one")
  func namedTensor() throws {
    let scratch = try Scratch()
    let wide = try MLflowFixture.copy("onnx", into: scratch) {
      $0.replacingOccurrences(of: #""type": "tensor","#, with: #""type": "tensor", "name": "rows","#)
    }
    let inspection = try Inspection.of(wide)
    #expect(inspection.options.schema?.map(\.name) == ["*"])
    #expect(inspection.signature.inputs.count == 4)
    let other = try Scratch()
    let narrow = try MLflowFixture.copy("onnx", into: other) {
      $0.replacingOccurrences(
        of: #""type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 4]}"#,
        with: #""type": "tensor", "name": "rows", "tensor-spec": {"dtype": "float32", "shape": [-1, 1]}"#)
    }
    let found = problems { _ = try Inspection.of(narrow) }
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.identifier == .registrySignature })
  }

  @Test("truth values are read as False and True")
  func booleans() throws {
    let scratch = try Scratch()
    let folder = try MLflowFixture.copy("lightgbm", into: scratch) { text in
      text.replacingOccurrences(
        of: #"{"type": "double", "name": "discount""#, with: #"{"type": "boolean", "name": "discount""#)
    }
    // Margins of 1.0 and 0.0 by LightGBM itself.
    func registered(_ rows: String) throws -> VersionRecord {
      let cases = try scratch.write("c.csv", "recency,orders,money,discount,expected_margin\n\(rows)")
      return try scratch.registry().add(
        name: "m", artefactPath: folder, metadata: nil, cases: cases, by: "a", now: "n"
      ).version
    }
    let version = try registered(
      "42,1,,True,0.16933868710337524\n42,29,,False,1.94115780327941\n42,1,,,\n42,1,,perhaps,\n")
    #expect(version.signature.inputs[3].categories?.prefix(2) == ["False", "True"])
    #expect(version.verification.cases == 4)
  }

  @Test(
    "what only Python can load is refused with the way out",
    arguments: [
      ("lightgbm_pickle", "model.booster_"), ("sklearn_pickle", "process model"),
    ])
  func pickles(name: String, advice: String) throws {
    let scratch = try Scratch()
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: MLflowFixture.model(name), metadata: nil, unverified: true, by: "a", now: "n"
      )
    }
    #expect(found.map(\.identifier) == [.registryMlflow])
    #expect(found.first?.next?.contains(advice) == true)
  }

  @Test(
    "a signature that does not fit the model is told column by column",
    arguments: [
      ("\"name\": \"orders\"", "\"name\": \"order\"", 2), ("\"type\": \"long\"", "\"type\": \"string\"", 1),
      ("\"type\": \"long\"", "\"type\": \"datetime\"", 1),
      ("\"type\": \"long\"", "\"type\": {\"a\": 1}", 1), ("\"name\": \"recency\"", "\"name\": \"money\"", 1),
    ])
  func unfit(what: String, with other: String, count: Int) throws {
    let scratch = try Scratch()
    let folder = try MLflowFixture.copy("lightgbm", into: scratch) {
      $0.replacingOccurrences(
        of: "\n    ", with: " ", range: $0.range(of: "signature:").map { $0.lowerBound..<$0.upperBound }
      )
      .replacingOccurrences(of: "\"integer\",\n    \"name\"", with: "\"integer\", \"name\"")
      .replacingOccurrences(of: what, with: other)
    }
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: folder, metadata: nil, unverified: true, by: "a", now: "n")
    }
    #expect(found.count == count, "\(found)")
    #expect(found.allSatisfy { $0.identifier == .registrySignature })
  }

  @Test(
    "a path that leaves the folder is refused",
    arguments: ["/etc/hostname", "../secret.txt", "a/../../secret.txt", "link.lgb", "''", "."])
  func hostile(data: String) throws {
    let scratch = try Scratch()
    try scratch.write("secret.txt", Samples.bytes(Samples.models + "/repurchase_1.txt"))
    let folder = try MLflowFixture.copy("lightgbm", into: scratch) {
      $0.replacingOccurrences(of: "data: model.lgb", with: "data: \(data)")
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/link.lgb", withDestinationPath: scratch.path + "/secret.txt")
    let found = problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: folder, metadata: nil, unverified: true, by: "a", now: "n")
    }
    #expect(found.count == 1)
    #expect([.registryFolderPath, .registryUnreadable, .registryMlflow].contains(found.first?.identifier))
    #expect(data == "." || found.first?.identifier != .registryUnreadable)
  }

  @Test("an MLmodel that ends anywhere is a diagnostic", arguments: 0..<24)
  func truncated(part: Int) throws {
    let scratch = try Scratch()
    let folder = try MLflowFixture.copy("lightgbm", into: scratch) {
      String($0.prefix($0.count * part / 24))
    }
    do {
      _ = try Artefact.open(folder)
      // From where the flavour's file is named on, the rest is only facts.
      #expect(part > 1)
    } catch {
      #expect(!error.isEmpty)
    }
  }

  @Test("a page that is too large, too deep or too full of aliases is refused quickly")
  func bombs() throws {
    let scratch = try Scratch()
    var aliases = "a0: &a0 [x, x]\n"
    for level in 1...40 { aliases += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    let deep = "flavors: " + String(repeating: "[", count: 20_000)
    for text in [
      aliases, deep,
      "flavors: {lightgbm: {data: x}}\nsignature: {inputs: '\(String(repeating: "[", count: 9000))'}\n",
    ] {
      let began = Date()
      let path = try MLflowFixture.copy("lightgbm", into: Scratch()) { _ in text }
      #expect(!problems { _ = try Artefact.open(path) }.isEmpty)
      #expect(Date().timeIntervalSince(began) < 5)
    }
    // A gigabyte that takes no room on the disk.
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/huge", withIntermediateDirectories: true)
    let huge = try scratch.write("huge/MLmodel", "")
    truncate(huge, 1 << 30)
    let found = problems { _ = try Artefact.open(scratch.path + "/huge") }
    #expect(found.map(\.identifier) == [.registryUnreadable])
  }

  @Test("a folder that is none, and one with too many entries")
  func folders() throws {
    let scratch = try Scratch()
    #expect(problems { _ = try Artefact.open(scratch.path) }.map(\.identifier) == [.registryFolder])
    for number in 0...10_000 {
      close(open("\(scratch.path)/\(number)", O_CREAT | O_WRONLY, 0o600))
    }
    let found = problems { _ = try Artefact.open(scratch.path) }
    #expect(found.first?.summary == "the folder has too many entries")
  }

  @Test("a page that is a named pipe is not waited for")
  func pipe() throws {
    let scratch = try Scratch()
    mkfifo(scratch.path + "/MLmodel", 0o600)
    #expect(problems { _ = try Artefact.open(scratch.path) }.map(\.identifier) == [.registryUnreadable])
  }
}
