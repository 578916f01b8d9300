import Charts
import Foundation
import Testing

/// Golden files in Tests/Fixtures/charts: written anew only when SCOREBOOK_UPDATE_GOLDEN=1.
@Suite("Golden drawings")
struct GoldenTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/charts")
  static let updates = ProcessInfo.processInfo.environment["SCOREBOOK_UPDATE_GOLDEN"] == "1"

  static func check(_ name: String, _ text: String) throws {
    let file = folder.appendingPathComponent(name)
    if updates { try Data(text.utf8).write(to: file) }
    let golden = try Data(contentsOf: file)
    #expect(golden == Data(text.utf8), "\(name) differs; SCOREBOOK_UPDATE_GOLDEN=1 writes it anew")
  }

  @Test("every kind draws its golden bytes, wide and narrow", arguments: Samples.all.map(\.name))
  func kinds(name: String) throws {
    let chart = try #require(Samples.all.first { $0.name == name }).chart
    let figure = chart.figure(id: name)
    try Self.check("\(name).svg", figure.wide.standalone)
    try Self.check("\(name).narrow.svg", figure.narrow.standalone)
    #expect(chart.figure(id: name) == figure)
  }

  @Test("sparklines draw their golden bytes", arguments: Samples.sparklines.map(\.name))
  func sparklines(name: String) throws {
    let line = try #require(Samples.sparklines.first { $0.name == name }).line
    try Self.check("\(name).svg", line.drawing(id: name).standalone)
  }

  @Test("no golden file is left over")
  func complete() throws {
    let expected = Set(
      Samples.all.flatMap { ["\($0.name).svg", "\($0.name).narrow.svg"] }
        + Samples.sparklines.map { "\($0.name).svg" })
    let found = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
      $0.hasSuffix(".svg")
    }
    #expect(Set(found) == expected)
  }

  /// A page with all samples, to be looked at: SCOREBOOK_CHART_GALLERY=FILE writes it.
  @Test("the gallery shows every sample")
  func gallery() throws {
    var page = """
      <!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <meta name="color-scheme" content="light dark"><title>Charts</title><style>
      body{font-family:system-ui,sans-serif;max-width:700px;margin:16px auto;padding:0 12px;color:#1c1e21;background:#fff}
      @media (prefers-color-scheme:dark){body{color:#e4e6ea;background:#16181c}}
      svg{width:100%;height:auto;display:block} .narrow{display:none} .spark{width:120px}
      @media (max-width:560px){.wide{display:none}.narrow{display:block}}
      \(Palette.styleSheet(selector: ":root"))</style>

      """
    for (name, line) in Samples.sparklines {
      page += "<div class=\"spark\">\(line.drawing(id: "g-\(name)").inline)</div>\n"
    }
    for (name, chart) in Samples.all + Samples.edgeCases {
      let figure = chart.figure(id: "g-\(name)")
      page += "<h3>\(name)</h3><div class=\"wide\">\(figure.wide.inline)</div>"
      page += "<div class=\"narrow\">\(figure.narrow.inline)</div>\n"
    }
    #expect(
      page.components(separatedBy: "<svg").count == 1 + 3 + 2 * (Samples.all.count + Samples.edgeCases.count))
    if let path = ProcessInfo.processInfo.environment["SCOREBOOK_CHART_GALLERY"] {
      try page.write(toFile: path, atomically: true, encoding: .utf8)
    }
  }
}
