import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import Charts

/// Collects what a drawing contains by parsing it as XML.
private final class Reader: NSObject, XMLParserDelegate {
  var elements: [(name: String, attributes: [String: String])] = []
  var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) { elements.append((name, attributes)) }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}

@Suite("Drawings")
struct DrawingTests {
  static let all = (Samples.all + Samples.edgeCases).map(\.name)

  func chart(_ name: String) throws -> any Chart {
    try #require((Samples.all + Samples.edgeCases).first { $0.name == name }).chart
  }

  @Test(
    "every drawing is well-formed, finite, inside its box and told to those who can't see", arguments: all)
  func sound(name: String) throws {
    let figure = try chart(name).figure(id: "f-\(name)")
    for drawing in [figure.wide, figure.narrow] {
      for markup in [drawing.inline, drawing.standalone, drawing.flat] {
        let parser = XMLParser(data: Data(markup.utf8))
        let reader = Reader()
        parser.delegate = reader
        #expect(parser.parse(), "\(name): \(String(describing: parser.parserError))")
        for (element, attributes) in reader.elements where element != "svg" {
          #expect(["title", "desc", "style", "path", "rect", "circle", "text"].contains(element))
          for (key, value) in attributes {
            for word in ["nan", "inf", "e+", "e-"]
            where ["d", "x", "y", "width", "height", "cx", "cy"].contains(key) {
              #expect(!value.lowercased().contains(word), "\(name): \(key)=\(value)")
            }
          }
          for (key, limit) in [
            ("x", drawing.width), ("cx", drawing.width), ("y", drawing.height), ("cy", drawing.height),
          ] {
            guard let value = attributes[key].flatMap(Double.init) else { continue }
            #expect(value >= -1 && value <= Double(limit) + 1, "\(name): \(element) \(key)=\(value)")
          }
          if element == "rect" { #expect(Double(attributes["height"] ?? "") ?? -1 > 0) }
        }
        let root = try #require(reader.elements.first)
        let labelled = try #require(root.attributes["aria-labelledby"]).split(separator: " ").map(String.init)
        #expect(labelled == reader.elements.compactMap { $0.attributes["id"] })
      }
      #expect(!drawing.flat.contains("var("))
    }
    #expect(
      figure.wide.inline.contains("f-\(name)-title")
        && figure.narrow.inline.contains("f-\(name)-narrow-title"))
  }

  @Test("data tables are rectangular and hold each value exactly", arguments: all)
  func tables(name: String) throws {
    let table = try chart(name).table
    for row in table.rows {
      #expect(row.count == table.header.count)
      for cell in row where cell.isNumber && !cell.exact.isEmpty {
        #expect(Double(cell.exact)?.isFinite == true)
      }
    }
  }

  @Test("labels of an axis don't run into each other or out of the drawing", arguments: all)
  func labels(name: String) throws {
    let figure = try chart(name).figure(id: name)
    for drawing in [figure.wide, figure.narrow] {
      let parser = XMLParser(data: Data(drawing.inline.utf8))
      let reader = TextReader()
      parser.delegate = reader
      #expect(parser.parse())
      let boxes = reader.boxes.sorted { ($0.y, $0.left) < ($1.y, $1.left) }
      for box in boxes {
        #expect(
          box.left >= -2.5 && box.right <= Double(drawing.width) + 2.5,
          "\(name): '\(box.text)' \(box.left)…\(box.right)")
      }
      for (a, b) in zip(boxes, boxes.dropFirst()) where a.y == b.y {
        #expect(a.right <= b.left + 1, "\(name): '\(a.text)' and '\(b.text)'")
      }
      var touching: [String] = []
      for (place, a) in boxes.enumerated() {
        // Sorted by their lines: what begins far below touches nothing above it.
        for b in boxes[(place + 1)...].prefix(while: { $0.y - a.y < 14 }) where a.overlaps(b) {
          touching.append("'\(a.text)' and '\(b.text)' at \(Int(a.left)), \(Int(a.y))")
        }
      }
      #expect(touching == [], "\(name), \(drawing.width) wide")
    }
  }

  @Test("text from data is escaped, and control characters are replaced")
  func escaping() {
    #expect(
      Canvas.escaped("<a & 'b' \"c\">\u{0}\n\u{FFFE}")
        == "&lt;a &amp; &#39;b&#39; &quot;c&quot;&gt;\u{FFFD} \u{FFFD}")
    let figure = LineChart(title: "</title><script>", axis: "x", series: []).figure(id: "a\"><b c")
    #expect(!figure.svg.contains("<script>") && figure.svg.contains("id=\"a---b-c-title\""))
    #expect(
      LineChart(title: "t", axis: "x", series: []).figure(id: "1").svg.contains("id=\"figure-1-title\""))
  }

  @Test("coordinates have at most two decimals")
  func coordinates() {
    #expect(Canvas.number(1.005) == "1" || Canvas.number(1.005) == "1.01")
    #expect(Canvas.number(-0.001) == "0")
    #expect(Canvas.number(-1.5) == "-1.5")
    #expect(Canvas.number(12.345678) == "12.35")
    #expect(Canvas.number(3.05) == "3.05")
    #expect(Canvas.number(.nan) == "0" && Canvas.number(.infinity) == "0")
    #expect(Canvas.number(1e300) == "1000000000")
  }

  @Test("gaps break a line, and a lonely point is still seen")
  func gaps() {
    #expect(Canvas.path([(1, 2), (3, 4), nil, (5, 6)]) == "M1 2L3 4M5 6")
    let sparse = LineChart(
      title: "t", axis: "x",
      series: [.init("s", (0..<200).map { .init(Day(number: $0), $0 == 100 ? 5 : ($0 < 90 ? 1 : nil)) })])
    #expect(sparse.figure(id: "s").svg.components(separatedBy: "<circle").count == 2)
  }

  @Test("long names are cut with an ellipsis, short ones left alone")
  func fitted() {
    #expect(Typeface.fitted("cohort", to: 100) == "cohort")
    let cut = Typeface.fitted("a very long name of an input", to: 60)
    #expect(cut.hasSuffix("…") && Typeface.width(cut) <= 60)
    #expect(Typeface.fitted("漢字", to: 3) == "…")
  }
}

/// Boxes of the texts of a drawing, by the estimate that laid them out.
private final class TextReader: NSObject, XMLParserDelegate {
  struct Box {
    let text: String
    let left: Double
    let right: Double
    let y: Double
    let size: Double

    /// By the height of letters and what hangs below the line.
    func overlaps(_ other: Box) -> Bool {
      let isBeside = right <= other.left + 1 || other.right <= left + 1
      let isApart =
        y + 0.22 * size <= other.y - 0.74 * other.size + 0.5
        || other.y + 0.22 * other.size <= y - 0.74 * size + 0.5
      return !isBeside && !isApart
    }
  }
  var boxes: [Box] = []
  private var attributes: [String: String]?
  private var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    self.attributes = name == "text" ? attributes : nil
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?)
  {
    guard name == "text", let attributes, let x = Double(attributes["x"] ?? ""),
      let y = Double(attributes["y"] ?? "")
    else { return }
    let width = Typeface.width(text, size: Double(attributes["font-size"] ?? "12") ?? 12)
    let left =
      attributes["text-anchor"] == "middle"
      ? x - width / 2 : attributes["text-anchor"] == "end" ? x - width : x
    boxes.append(
      Box(
        text: text, left: left, right: left + width, y: y,
        size: Double(attributes["font-size"] ?? "12") ?? 12))
    self.attributes = nil
  }
}
