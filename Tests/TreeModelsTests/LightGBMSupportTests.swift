import Foundation
import Models
import Testing
import TreeModels

@Suite("What of LightGBM is supported")
struct LightGBMSupportTests {
  private static let elements = LightGBMFormat.support.elements

  /// The lines of a fixture's header by key.
  private func header(_ fixture: LightGBMFixture) throws -> [String: String] {
    var values: [String: String] = [:]
    for line in String(decoding: try fixture.bytes("model.txt"), as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix("Tree=") { break }
      let parts = line.split(separator: "=", maxSplits: 1)
      values[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
    }
    return values
  }

  /// Fixtures are made by the framework, and `LightGBMTests` scores every one of them.
  @Test("every version and objective that is called exact has a fixture")
  func fixtures() throws {
    let headers = try LightGBMFixture.all.map { try header($0) }
    let versions = Set(headers.compactMap { $0["version"] })
    let objectives = Set(
      headers.map { $0["objective"]?.split(separator: " ").first.map { String($0) } ?? "custom" })
    for element in Self.elements where element.verdict == .exact {
      if element.kind == "version" { #expect(versions.contains(element.name)) }
      if element.kind == "objective" { #expect(objectives.contains(element.name), "\(element.name)") }
    }
    #expect(Self.elements.count { $0.kind == "objective" } == 17)
    #expect(Self.elements.count { $0.kind == "version" } == 3)
  }

  @Test("every way of growing trees and every kind of leaf and split has a fixture")
  func shapes() throws {
    let names = LightGBMFixture.all.map(\.name)
    for (kind, name, fixture) in [
      ("boosting", "gbdt", "binary-4.7.0"), ("boosting", "goss", "goss-4.7.0"),
      ("boosting", "dart", "dart-4.7.0"), ("boosting", "rf", "rf-4.7.0"), ("leaf", "value", "binary-4.7.0"),
      ("leaf", "linear_tree", "linear-4.7.0"), ("split", "missing type None", "missing_none-4.7.0"),
      ("split", "missing type Zero", "missing_zero-4.7.0"),
      ("split", "missing type NaN", "missing_nan-4.7.0"),
      ("split", "categorical", "categories-4.7.0"),
      ("categories", "unordered categories of pandas", "frame-4.7.0"),
    ] {
      #expect(names.contains(fixture))
      #expect(Self.elements.contains { $0.kind == kind && $0.name == name && $0.verdict == .exact })
    }
    // Those above, versions, objectives and the choice of all iterations: nothing else is called exact.
    #expect(Self.elements.count { $0.verdict == .exact } == 11 + 17 + 3 + 1)
  }

  @Test("what is called refused is refused, and says why")
  func refusals() throws {
    let refused = Self.elements.filter { $0.verdict != .exact }
    #expect(
      refused.map(\.name) == ["rf of LightGBM 2.0 and 2.1", "ordered categories of pandas", "best"])
    for folder in ["refused-rf-2.1.2", "refused-ordered-4.6.0"] {
      let fixture = LightGBMFixture(name: folder, folder: LightGBMFixture.root.appending(path: folder))
      #expect(throws: (any Error).self) { try fixture.model() }
    }
    let bytes = try LightGBMFixture.all[0].bytes("model.txt")
    #expect(throws: (any Error).self) {
      try LightGBMFormat.open(bytes: bytes, name: "m", options: ArtefactOptions(iterations: .best))
    }
  }
}
