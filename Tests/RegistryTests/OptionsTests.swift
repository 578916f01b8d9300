import Book
import Diagnostics
import Foundation
import Models
import Registry
import Testing
import Workspace

@Suite("Options of a version")
struct OptionsTests {
  @Test("the same bytes under other options are another version; under the same, the same")
  func identity() throws {
    let scratch = try Scratch()
    let registry = try scratch.registry()
    func add(_ options: VersionRecord.Options) throws -> Registry.Registered {
      try registry.add(
        name: "m", artefactPath: Samples.models + "/repurchase_1.txt", metadata: nil, options: options,
        unverified: true, by: "a", now: "n")
    }
    #expect(try add(.none).version.number == 1)
    let named = try add(.init(labels: ["no", "yes"]))
    #expect(named.version.number == 2)
    #expect(named.version.labels == ["no", "yes"])
    #expect(try !add(.init(labels: ["no", "yes"])).isNew)
    #expect(
      try registry.open(name: "m", number: 2).model.signature.outputs.last?.kind == .label(["no", "yes"]))
    #expect(try registry.open(name: "m", number: 1).model.signature.outputs.last?.kind == .label(["0", "1"]))
  }

  @Test("the command line goes before the metadata")
  func order() throws {
    let scratch = try Scratch()
    let metadata = try scratch.write("m.yaml", "labels: [no, yes]\n")
    let added = try scratch.registry().add(
      name: "m", artefactPath: Samples.models + "/repurchase_1.txt", metadata: VersionMetadata.read(metadata),
      options: .init(labels: ["stay", "buy"]), unverified: true, by: "a", now: "n")
    #expect(added.version.labels == ["stay", "buy"])
  }

  @Test("what means nothing to a format is refused")
  func refused() throws {
    let scratch = try Scratch()
    func add(_ options: VersionRecord.Options) -> [Diagnostic] {
      problems {
        _ = try scratch.registry().add(
          name: "m", artefactPath: Samples.models + "/rfm.yaml", metadata: nil, options: options,
          unverified: true, by: "a", now: "n")
      }
    }
    #expect(
      add(.init(iterations: "best", columns: ["a"])).map(\.identifier) == [
        .registryOptions, .registryOptions,
      ])
    #expect(
      problems {
        _ = try Inspection.of(Samples.models + "/repurchase_1.txt", options: .init(columns: ["a", "b"]))
      }.map(\.identifier) == [.registryColumns])
  }

  static let everyFormat: [(format: ArtefactFormat, path: String)] = {
    let fixtures = Samples.root + "/Tests/Fixtures/models"
    return [
      (.lightgbm, Samples.models + "/repurchase_1.txt"),
      (.xgboost, fixtures + "/xgboost/logistic-3.2.0/model.json"),
      (.onnx, fixtures + "/onnx/linear/model.onnx"), (.scorecard, Samples.models + "/rfm.yaml"),
      (.lookup, fixtures + "/lookup/similar-1/model.csv"), (.rules, fixtures + "/rules/rfm-1/model.yaml"),
      (.linear, fixtures + "/linear/rlike-1/model.csv"), (.process, fixtures + "/process/process.yaml"),
    ]
  }()

  @Test("each format takes its own options, and refuses the others by name", arguments: everyFormat)
  func formats(format: ArtefactFormat, path: String) throws {
    #expect(try ArtefactFormat.detect(Samples.bytes(path), file: path) == format)
    let trees = format == .lightgbm || format == .xgboost
    #expect(format.options.contains(.iterations) == trees)
    #expect(format.options.contains(.columns) == (trees || format == .onnx))
    func told(_ options: VersionRecord.Options) -> [Diagnostic] {
      problems { _ = try Inspection.of(path, options: options) }.filter { $0.identifier == .registryOptions }
    }
    for (option, given) in [
      (ArtefactFormat.Option.iterations, VersionRecord.Options(iterations: "all")),
      (.columns, .init(columns: ["a", "b"])),
    ] {
      let found = told(given)
      #expect(found.isEmpty == format.options.contains(option), "\(option) \(found)")
      if let first = found.first { #expect(first.summary.contains("'\(option.rawValue)' means nothing")) }
    }
    // Labels are held against what the artefact says itself: no model has just one.
    let labels = problems { _ = try Inspection.of(path, options: .init(labels: ["one"])) }
    #expect(labels.count == 1 && labels.first?.summary.contains("labels") == true, "\(labels)")
  }

  @Test("all formats are among them")
  func everyFormatIsThere() {
    #expect(Set(Self.everyFormat.map(\.format)) == Set(ArtefactFormat.allCases))
  }

  @Test("a declared version whose metadata gives other options now is told, and keeps its own")
  func declared() throws {
    let scratch = try Scratch()
    try scratch.copy(Samples.models + "/repurchase_1.txt", as: "m.txt")
    try scratch.write("m.yaml", "labels: [no, yes]\n")
    try scratch.write(
      "scorebook.yaml",
      """
      name: test
      timezone: UTC
      models:
        m:
          versions: [{artefact: m.txt, metadata: m.yaml}]
      """)
    func synchronise() throws -> Registry.Synchronised {
      try scratch.registry().synchronise(
        ConfigurationLoader.load(folder: scratch.path), by: "a", now: "n")
    }
    #expect(try synchronise().registered.map(\.reference) == ["m@1"])
    #expect(try synchronise().registered.isEmpty)
    try scratch.write("m.yaml", "labels: [stay, buy]\n")
    let found = try synchronise().changed.flatMap(\.value)
    #expect(found.map(\.identifier) == [.registryDeclaredChanged])
    #expect(try scratch.registry().record("m", 1).labels == ["no", "yes"])
    #expect(found.first?.expected == "labels no, yes")
    // What a run refuses is what listings mark.
    #expect(
      try scratch.registry().changedDeclarations(ConfigurationLoader.load(folder: scratch.path)) == ["m@1"])
    try scratch.write("m.yaml", "labels: [no, yes]\n")
    try scratch.write("m.txt", Samples.bytes(Samples.models + "/repurchase_2.txt"))
    #expect(
      try scratch.registry().changedDeclarations(ConfigurationLoader.load(folder: scratch.path)) == ["m@1"])
  }
}
