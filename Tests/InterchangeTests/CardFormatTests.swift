import Foundation
import Interchange
import Testing

/// Cards as JSON in Tests/Fixtures/cards: written anew only when SCOREBOOK_UPDATE_GOLDEN=1, and held against the
/// formats' own schemas in make.py.
@Suite("Cards in the formats of others")
struct CardFormatTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/cards")

  private func check(_ text: String, _ name: String) throws {
    let file = Self.folder.appending(path: name)
    if ProcessInfo.processInfo.environment["SCOREBOOK_UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    #expect(
      (try? Data(contentsOf: file)) == Data(text.utf8),
      "\(name) differs; SCOREBOOK_UPDATE_GOLDEN=1 writes it anew")
  }

  static let sources: [(String, CardSource)] = [
    ("filled", CardSamples.source()), ("bare", CardSamples.bare), ("hostile", CardSamples.hostile),
  ]

  @Test("Model Card Toolkit", arguments: sources.map(\.0))
  func modelCardToolkit(name: String) throws {
    let source = try #require(Self.sources.first { $0.0 == name }?.1)
    try check(ModelCardToolkitCard(source).text, "\(name)/mct.json")
  }

  @Test("CycloneDX", arguments: sources.map(\.0))
  func cycloneDX(name: String) throws {
    let source = try #require(Self.sources.first { $0.0 == name }?.1)
    try check(CycloneDXBill(source).text, "\(name)/bom.cdx.json")
  }

  @Test("the serial number hangs on the content alone")
  func serial() throws {
    func serial(_ source: CardSource) throws -> String {
      let object = try JSONSerialization.jsonObject(with: Data(CycloneDXBill(source).text.utf8))
      return try #require((object as? [String: Any])?["serialNumber"] as? String)
    }
    let source = CardSamples.source()
    var other = source
    other.newest = "2026-02-03T03:00:01Z"
    #expect(try serial(source) == serial(CardSamples.source()))
    #expect(try serial(source) != serial(other))
    #expect(
      try serial(source).wholeMatch(
        of: #/urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}/#) != nil)
  }
}
