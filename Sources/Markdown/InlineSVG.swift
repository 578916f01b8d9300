/// An SVG picture put into a page itself, so that it takes the page's colours.
///
/// Only drawing gets in: an element or attribute that could run, load or style anything else, or text that is
/// not well-formed, and the picture stays a file behind `<img>`, where browsers run nothing. A style sheet that sets
/// the colours of charts for the file is left out, since the page sets them itself.
enum InlineSVG {
  private static let elements: Set<String> = [
    "svg", "g", "path", "line", "rect", "circle", "ellipse", "polyline", "polygon", "text", "tspan", "title",
    "desc", "defs", "clipPath", "linearGradient", "radialGradient", "stop", "pattern", "marker", "symbol",
    "use",
    "mask",
  ]
  private static let referenceLists: Set<String> = ["aria-labelledby", "aria-describedby"]

  /// The picture with each identifier prefixed, since identifiers are the page's; nil where it must stay a file.
  static func prepared(_ svg: String, prefix: String) -> String? {
    var scanner = XMLScanner(svg)
    var result = ""
    var open: [String] = []
    var palette: String?
    while let token = scanner.next() {
      switch token {
      case .text(let text):
        if palette != nil {
          palette? += text
        } else if !open.isEmpty {
          result += text
        }
      case .ignored: continue
      case .open("style", _, false) where palette == nil && !open.isEmpty: palette = ""
      case .close("style"):
        guard palette?.contains("--chart-") == true else { return nil }
        palette = nil
      case .close where palette != nil, .open where palette != nil: return nil
      case .close(let name):
        guard open.popLast() == name else { return nil }
        result += "</\(name)>"
      case .open(let name, let attributes, let isEmpty):
        guard elements.contains(name), open.isEmpty == (name == "svg"), open.count < 64 else { return nil }
        result += "<\(name)"
        for (key, value) in attributes {
          guard let value = safe(key, value, prefix: prefix) else { return nil }
          result += " \(key)=\"\(value)\""
        }
        result += isEmpty ? "/>" : ">"
        if !isEmpty { open.append(name) }
      case .malformed: return nil
      }
    }
    return open.isEmpty && palette == nil && !result.isEmpty ? result : nil
  }

  private static func safe(_ name: String, _ value: String, prefix: String) -> String? {
    let name = name.lowercased()
    if name.hasPrefix("on") || name == "style" || name == "src" { return nil }
    if name == "href" || name == "xlink:href" {
      return value.hasPrefix("#") ? "#\(prefix)\(value.dropFirst())" : nil
    }
    if name == "id" { return prefix + value }
    if referenceLists.contains(name) {
      return value.split(separator: " ").map { prefix + $0 }.joined(separator: " ")
    }
    return withLocalReferences(value, prefix: prefix)
  }

  /// `url(#name)` gets the prefix; `url` of anything else is refused.
  private static func withLocalReferences(_ value: String, prefix: String) -> String? {
    let lowered = value.lowercased()
    guard lowered.contains("url") else { return value }
    let parts = value.split(separator: "url(#", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.lowercased().contains("url") }) else { return nil }
    return parts.joined(separator: "url(#\(prefix)")
  }
}
