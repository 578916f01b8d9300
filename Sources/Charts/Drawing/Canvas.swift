/// Writes SVG elements: plain numbers with at most two decimals, escaped text, the same bytes every time.
package struct Canvas: Sendable {
  enum Anchor: String { case start, middle, end }

  /// Prefix of all ids in this drawing.
  let identifier: String
  let width: Double
  let height: Double
  private(set) var body = ""

  init(identifier: String, width: Double, height: Double) {
    self.identifier = Self.name(identifier)
    self.width = width
    self.height = height
  }

  /// A hairline of the grid or an axis, laid onto whole pixels.
  mutating func hairline(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, opacity: Double = 0.13
  ) {
    let half = { (value: Double) in value.rounded(.down) + 0.5 }
    let (a, b) = x1 == x2 ? (half(x1), half(x1)) : (x1, x2)
    let (c, d) = y1 == y2 ? (half(y1), half(y1)) : (y1, y2)
    body +=
      "<path d=\"M\(Self.number(a)) \(Self.number(c))L\(Self.number(b)) \(Self.number(d))\" "
      + "stroke=\"currentColor\" stroke-opacity=\"\(Self.number(opacity))\" shape-rendering=\"crispEdges\"/>\n"
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, paint: String = "currentColor",
    width: Double = 1.5, dash: String? = nil, opacity: Double = 1
  ) {
    stroke(
      "M\(Self.number(x1)) \(Self.number(y1))L\(Self.number(x2)) \(Self.number(y2))", paint: paint,
      width: width, dash: dash, opacity: opacity)
  }

  mutating func stroke(
    _ path: String, paint: String, width: Double = 2, dash: String? = nil, opacity: Double = 1
  ) {
    guard !path.isEmpty else { return }
    body +=
      "<path d=\"\(path)\" fill=\"none\" stroke=\"\(paint)\" stroke-width=\"\(Self.number(width))\""
      + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "")
      + (opacity < 1 ? " stroke-opacity=\"\(Self.number(opacity))\"" : "")
      + " stroke-linejoin=\"round\" stroke-linecap=\"\(dash == nil ? "round" : "butt")\"/>\n"
  }

  mutating func fill(_ path: String, paint: String, opacity: Double = 1) {
    guard !path.isEmpty else { return }
    body +=
      "<path d=\"\(path)\" fill=\"\(paint)\""
      + (opacity < 1 ? " fill-opacity=\"\(Self.number(opacity))\"" : "") + "/>\n"
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, paint: String, opacity: Double = 1
  ) {
    guard width > 0, height > 0 else { return }
    body +=
      "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
      + "height=\"\(Self.number(height))\" fill=\"\(paint)\""
      + (opacity < 1 ? " fill-opacity=\"\(Self.number(opacity))\"" : "") + "/>\n"
  }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, anchor: Anchor = .start, size: Double = 12,
    paint: String? = nil, bold: Bool = false, opacity: Double = 1
  ) {
    guard !text.isEmpty else { return }
    body +=
      "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
      + (anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\"")
      + (size == 12 ? "" : " font-size=\"\(Self.number(size))\"")
      + (paint.map { " fill=\"\($0)\"" } ?? "") + (bold ? " font-weight=\"600\"" : "")
      + (opacity < 1 ? " fill-opacity=\"\(Self.number(opacity))\"" : "") + ">\(Self.escaped(text))</text>\n"
  }

  /// The sign that tells series apart beside their colour.
  mutating func marker(
    _ shape: Int, _ x: Double, _ y: Double, paint: String, radius r: Double = 3, opacity: Double = 1
  ) {
    let at = { (dx: Double, dy: Double) in "\(Self.number(x + dx * r)) \(Self.number(y + dy * r))" }
    switch shape % 4 {
    case 0:
      body +=
        "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(r))\" fill=\"\(paint)\""
        + (opacity < 1 ? " fill-opacity=\"\(Self.number(opacity))\"" : "") + "/>\n"
    case 1:
      fill(
        "M\(at(-0.9, -0.9))L\(at(0.9, -0.9))L\(at(0.9, 0.9))L\(at(-0.9, 0.9))Z", paint: paint,
        opacity: opacity)
    case 2: fill("M\(at(0, -1.2))L\(at(1.15, 0.85))L\(at(-1.15, 0.85))Z", paint: paint, opacity: opacity)
    default:
      fill("M\(at(0, -1.3))L\(at(1.3, 0))L\(at(0, 1.3))L\(at(-1.3, 0))Z", paint: paint, opacity: opacity)
    }
  }

  /// A polyline; nil breaks it.
  static func path(_ points: [(x: Double, y: Double)?]) -> String {
    var path = ""
    var joined = false
    for point in points {
      guard let point else {
        joined = false
        continue
      }
      path += "\(joined ? "L" : "M")\(number(point.x)) \(number(point.y))"
      joined = true
    }
    return path
  }

  /// At most two decimals, no exponent, no negative zero; what is not finite becomes 0.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = Int((min(max(value, -1e9), 1e9) * 100).rounded())
    let whole = hundredths.magnitude / 100
    let rest = hundredths.magnitude % 100
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Text for XML: the five entities, and a replacement for characters that XML 1.0 does not have.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += " "
      case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// An id that needs no escaping anywhere.
  private static func name(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_": result.unicodeScalars.append(scalar)
      default: result += "-"
      }
    }
    if let first = result.unicodeScalars.first, ("a"..."z").contains(first) || ("A"..."Z").contains(first) {
      return result
    }
    return "figure-" + result
  }
}
