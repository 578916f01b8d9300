import Book
import Diagnostics
import Foundation
import Registry
import Testing

@Suite("MLproject with platform metadata")
struct MLprojectTests {
  /// A folder with a model and a page.
  func folder(_ page: String, as name: String = "MLproject") throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("model.txt", Samples.bytes(Samples.models + "/repurchase_1.txt"))
    try scratch.write(name, page)
    return scratch
  }

  func add(_ scratch: Scratch, _ path: String = "") throws -> VersionRecord {
    try scratch.registry().add(
      name: "m", artefactPath: scratch.path + path, metadata: nil, unverified: true, by: "a", now: "n"
    ).version
  }

  static let page = """
    name: Repurchase in 28 days
    conda_env: conda.yaml
    entry_points:
      train: {command: python train.py}
      main: {parameters: {date: string}, command: python score.py}
    service_id: svc-4711
    Team: customer analytics
    description: |
      How likely a customer
      buys again.
    model: model.txt
    model_version: f6ea3a38fd3ea57f54cb3ff3b05f6e4bd4dc0c6d
    input_type: dataframe
    slo: 50000
    default_output: {probability: 0.05, class: "0"}
    packages: [lightgbm==4.6.0, pandas]
    unknown: {anything: [1, 2]}

    """

  @Test("what it says is kept with the version", arguments: ["MLproject", "mlproject", "MLPROJECT"])
  func whole(name: String) throws {
    let bytes = try Samples.bytes(Samples.models + "/repurchase_1.txt")
    let page = Self.page.replacingOccurrences(
      of: "f6ea3a38fd3ea57f54cb3ff3b05f6e4bd4dc0c6d", with: ContentDigest.sha1(bytes))
    let scratch = try folder(page, as: name)
    let version = try add(scratch, "/\(name)")
    let service = try #require(version.service)
    #expect(service.name == "Repurchase in 28 days")
    #expect(service.serviceID == "svc-4711")
    #expect(service.team == "customer analytics")
    #expect(service.description == "How likely a customer buys again.")
    #expect(service.inputType == "dataframe")
    #expect(service.packages == ["lightgbm==4.6.0", "pandas"])
    #expect(version.sloMicroseconds == 50000)
    #expect(version.defaultOutput == ["probability": "0.05", "class": "0"])
    #expect(version.origin == [.init(name: "entry_points", value: "train, main")])
    #expect(version.fileName == "model.txt")
    let folder = try scratch.registry().export(name: "m", number: 1, into: scratch.path + "/out")
    let other = try Scratch()
    #expect(try other.registry().importVersion(from: folder, by: "a", now: "n").version == version)
  }

  @Test("without 'model' the only artefact beside it is taken")
  func found() throws {
    let scratch = try folder("name: x\n")
    try scratch.write("conda.yaml", "dependencies: [python]\n")
    try scratch.write("train.py", "print(1)\n")
    #expect(try add(scratch).service?.name == "x")
    try scratch.write("other.txt", Samples.bytes(Samples.models + "/repurchase_2.txt"))
    let several = problems { _ = try add(scratch) }
    #expect(several.map(\.identifier) == [.registryMlproject])
    #expect(several.first?.found == "'model.txt', 'other.txt'")
    let none = try Scratch()
    try none.write("MLproject", "name: x\n")
    #expect(problems { _ = try add(none) }.first?.next == "Name one: 'model: FILE'.")
  }

  @Test("a SHA-1 of other bytes is an error")
  func digest() throws {
    let found = problems { _ = try add(folder(Self.page)) }
    #expect(found.map(\.identifier) == [.registryMlproject])
    #expect(found.first?.expected == "SHA-1 f6ea3a38fd3ea57f54cb3ff3b05f6e4bd4dc0c6d")
    #expect(found.first?.place?.line == 12)
  }

  @Test(
    "wrong values are told, all at once",
    arguments: [
      ("slo: fast\nmodel_version: 3\ndefault_output: [1]\n", 3), ("slo: -5\n", 1),
      ("slo: 99999999999999999999\n", 1), ("default_output: {probabilty: 0.1}\n", 1),
      ("default_output: {probability: high, class: maybe}\n", 2), ("packages: {a: b}\n", 1),
      ("model: ../x\n", 1), ("model: /etc/hostname\n", 1), ("- a\n", 1), ("name: [x]\n", 1),
    ])
  func wrong(text: String, count: Int) throws {
    let found = problems { _ = try add(folder(text)) }
    #expect(found.count == count, "\(found)")
  }

  @Test("a declared one whose default output is another now is not what was registered")
  func changed() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/p", withIntermediateDirectories: true)
    try scratch.copy(Samples.models + "/repurchase_1.txt", as: "p/model.txt")
    func standing(_ page: String) throws -> Registry.Synchronised {
      try scratch.write("p/MLproject", "name: p\nmodel: model.txt\n" + page)
      return try scratch.registry().synchronise(
        SynchroniseTests.configuration(scratch, [.init(artefact: "p", metadata: nil)]), by: "a", now: "n")
    }
    #expect(try standing("default_output: {probability: 0.05}\n").registered.count == 1)
    #expect(try standing("default_output: 0.05\nslo: 50000\n").changed.isEmpty)
    for (page, found) in [("default_output: 0.5\n", "0.5"), ("", "none")] {
      let told = try standing(page).changed.flatMap(\.value)
      #expect(told.map(\.identifier) == [.registryDeclaredChanged])
      #expect(told.first?.expected == "probability 0.05" && told.first?.found == found)
    }
  }

  @Test("a plain default output is the probability")
  func plain() throws {
    #expect(try add(folder("default_output: 0.1\n")).defaultOutput == ["probability": "0.1"])
  }
}
