import Foundation
import Site
import Testing

@Suite("Style sheet")
struct StylesheetTests {
  private let css = EmbeddedTemplates.files["stylesheet.css"] ?? ""

  /// The blocks of colours: light, dark by preference, dark by switch.
  private var schemes: [[String: String]] {
    css.split(separator: " color-scheme: ").dropFirst().map { block in
      let body = block.prefix { $0 != "}" }
      let pairs = body.matches(of: /--([a-z0-9-]+): (#[0-9a-f]{6});/).map {
        (String($0.output.1), String($0.output.2))
      }
      return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
  }

  @Test("has the same dark colours by preference and by switch, and the same names in the light")
  func dark() {
    #expect(schemes.count == 3)
    #expect(schemes[1] == schemes[2])
    #expect(schemes[0].keys.sorted() == schemes[1].keys.sorted())
  }

  @Test("keeps the contrasts that WCAG AA asks for", arguments: [0, 1])
  func contrast(scheme: Int) throws {
    let colours = schemes[scheme]
    let background = try #require(colours["background"])
    for name in ["text", "muted", "link", "note", "tip", "warning", "caution"] {
      for ground in ["background", "surface"] {
        #expect(
          ratio(try #require(colours[name]), try #require(colours[ground])) >= 4.5, "\(name) on \(ground)")
      }
    }
    for name in ["note", "tip", "warning", "caution"] {
      let ground = try #require(colours[name + "-surface"])
      #expect(ratio(try #require(colours[name]), ground) >= 4.5, "\(name)")
      #expect(ratio(try #require(colours["text"]), ground) >= 4.5, "text on \(name)")
      #expect(ratio(try #require(colours["link"]), ground) >= 4.5, "link on \(name)")
    }
    for name in ["k", "s", "c", "n", "f", "p", "o"] {
      let colour = try #require(colours["code-" + name])
      #expect(ratio(colour, try #require(colours["surface"])) >= 4.5, "code \(name)")
    }
    for name in ["text", "link"] {
      #expect(ratio(try #require(colours[name]), try #require(colours["mark"])) >= 4.5, "\(name) on a mark")
    }
    for name in [
      "chart-1", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6", "chart-alert", "chart-axis",
      "strong-line",
    ] {
      #expect(ratio(try #require(colours[name]), background) >= 3, "\(name)")
    }
    #expect(ratio(try #require(colours["chart-muted"]), background) >= 4.5)
  }

  @Test("asks nothing of anybody")
  func requests() throws {
    #expect(!css.contains("url("))
    #expect(!css.contains("@import"))
    #expect(!css.contains("http://"))
    #expect(css.contains("@media print"))
    for name in ["script.js", "tables.js", "search.js"] {
      // The name of SVG's elements, which nothing is asked for at.
      let script = try #require(EmbeddedTemplates.files[name]).replacing(
        "http://www.w3.org/2000/svg", with: "")
      for word in [
        "fetch(", "XMLHttpRequest", "eval(", "Function(", "innerHTML", "outerHTML", "insertAdjacent",
        "document.write",
        "http",
      ] { #expect(!script.contains(word), "\(name): \(word)") }
    }
  }

  @Test("keeps the foot of a page with its last lines on paper, and sets a paper for reports alone")
  func paper() throws {
    let print = try #require(css.range(of: "@media print {").map { css[$0.upperBound...] })
    #expect(print.contains(".frame, main, article { display: contents; }"))
    #expect(print.firstMatch(of: /\.foot \{[^}]*break-before: avoid;/) != nil)
    #expect(css.matches(of: /@page[^{]*\{[^}]*\bsize:/).count == 1)
    #expect(css.contains("@page report { size: A4;"))
  }

  @Test("breaks words without an end, also where they would widen a row or a column")
  func longWords() throws {
    let body = try #require(css.firstMatch(of: /\nbody \{([^}]*)\}/)?.output.1)
    #expect(body.contains("overflow-wrap: anywhere;"))
    #expect(css.firstMatch(of: /\n\.tag \{[^}]*min-width: 0; max-width: 100%;/) != nil)
    #expect(css.contains("th, td { overflow-wrap: break-word; }"))
    #expect(css.contains("td:not(.short, .number) { max-width:"))
  }

  /// **Source:** WCAG 2.2, contrast ratio and relative luminance.
  private func ratio(_ one: String, _ other: String) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private func luminance(_ colour: String) -> Double {
    let value = UInt32(colour.dropFirst(), radix: 16) ?? 0
    let parts = [value >> 16 & 255, value >> 8 & 255, value & 255].map { part in
      let c = Double(part) / 255
      return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
