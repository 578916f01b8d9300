import Diagnostics
import Testing

@testable import Delivery

@Suite("Drawings as pictures")
struct PNGDrawingTests {
  private func svg(_ content: String, width: String = "100", height: String = "40") -> [UInt8] {
    Array(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\">\(content)</svg>"
        .utf8)
  }

  /// The size that a PNG's header tells.
  private func size(_ png: [UInt8]) -> [Int] {
    [16, 20].map { start in png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
  }

  @Test("have four white pixels around them, and twice the size they are shown at")
  func sizes() throws {
    let drawing = try PNGDrawing(svg: svg("<rect width=\"100\" height=\"40\"/>"), name: "a.svg")
    #expect(drawing.width == 108 && drawing.height == 48)
    #expect(drawing.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(size(drawing.bytes) == [216, 96])
    let broken = try PNGDrawing(svg: svg("", width: "99.5", height: "40.2"), name: "a.svg")
    #expect(broken.width == 108 && broken.height == 49 && size(broken.bytes) == [216, 98])
  }

  @Test("have their text, and are the same each time")
  func text() throws {
    let words = svg("<text x=\"2\" y=\"20\">Umsatz</text>")
    let drawing = try PNGDrawing(svg: words, name: "a.svg")
    #expect(try PNGDrawing(svg: words, name: "a.svg") == drawing)
    #expect(try PNGDrawing(svg: svg(""), name: "a.svg").bytes != drawing.bytes)
  }

  @Test("are drawn once for all mails")
  func studio() throws {
    let studio = DrawingStudio()
    let one = try studio.picture(of: svg("<rect width=\"9\" height=\"9\"/>"), name: "a.svg")
    #expect(try studio.picture(of: svg("<rect width=\"9\" height=\"9\"/>"), name: "b.svg") == one)
    #expect(try studio.picture(of: svg("<rect width=\"8\" height=\"9\"/>"), name: "a.svg") != one)
  }

  @Test("that can't be made are told by name")
  func wrong() throws {
    for bytes in [
      Array("<svg".utf8), Array("no drawing".utf8), [], [0xFF], svg("", width: "0"), svg("", width: "50000"),
      svg("", width: "100%", height: "100%"),
    ] {
      let thrown = #expect(throws: Diagnostic.self) { try PNGDrawing(svg: bytes, name: "chart.svg") }
      #expect(thrown?.identifier == .deliveryPicture && thrown?.description.contains("chart.svg") == true)
    }
  }

  @Test("have the colours of the day, since a picture doesn't know whether it is dark")
  func colours() {
    #expect(
      DayColours.resolved(
        "<svg><style>:root{--a:#111;--b:#222}@media (prefers-color-scheme:dark){:root{--a:#fff}}</style>"
          + "<path fill=\"var(--a)\" stroke=\"var(--c, #333)\" x=\"var(--b, red)\"/></svg>")
        == "<svg><style>:root{--a:#111;--b:#222}</style><path fill=\"#111\" stroke=\"#333\" x=\"#222\"/></svg>"
    )
    #expect(DayColours.resolved("<svg fill=\"var(--a\"/>") == "<svg fill=\"var(--a\"/>")
    #expect(DayColours.resolved("<svg/>") == "<svg/>")
  }
}
