/// Widths of letters, near enough to lay out labels without a font at hand: those of DejaVu Sans, the widest of the faces
/// that systems show a drawing in.
enum Typeface {
  /// That of the pages a drawing stands in.
  static let family =
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, system-ui, sans-serif"

  /// Estimated width of a text in a sans-serif face, on the generous side.
  static func width(_ text: String, size: Double = 12) -> Double {
    var thousandths = 0.0
    for scalar in text.unicodeScalars { thousandths += width(of: scalar) }
    return thousandths * size / 1000
  }

  /// The text, or its beginning with an ellipsis where it is too wide.
  static func fitted(_ text: String, to room: Double, size: Double = 12) -> String {
    guard width(text, size: size) > room else { return text }
    var kept = text
    while !kept.isEmpty, width(kept + "…", size: size) > room { kept.removeLast() }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  private static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "'", "|": 280
    case ".", ",", ":", ";", "!", "/", "\\", " ", "-", "`": 350
    case "I", "f", "t", "(", ")", "[", "]", "r": 400
    case "m", "M", "W", "%", "@", "—", "…": 980
    case "w": 820
    case "0"..."9", "$", "€", "£": 636
    case "A"..."Z": 710
    case "c", "s", "z", "_": 550
    case "a"..."z": 630
    case "#", "+", "−", "=", "<", ">", "~", "×": 838
    case "⁰"..."⁹", "¹", "²", "³", "⁻": 400
    case "\u{0300}"..."\u{036F}", "\u{200B}"..."\u{200F}": 0
    case "\u{1100}"..."\u{115F}", "\u{2E80}"..."\u{A4CF}", "\u{AC00}"..."\u{D7A3}", "\u{F900}"..."\u{FAFF}",
      "\u{FF00}"..."\u{FF60}", "\u{1F000}"..."\u{3FFFD}":
      1100
    default: 660
    }
  }
}
