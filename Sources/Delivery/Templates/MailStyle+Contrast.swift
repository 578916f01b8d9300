import Diagnostics
import Foundation

extension MailStyle {
  /// Text of ordinary size can be read by most people from here on.
  ///
  /// **Source:** WCAG 2.2, success criterion 1.4.3.
  private static let leastContrast = 4.5

  private static let pairs: [(text: Name, background: Name)] = [
    (.textColour, .background), (.smallColour, .background), (.accent, .background),
    (.darkTextColour, .darkBackground), (.darkSmallColour, .darkBackground), (.darkAccent, .darkBackground),
  ]

  /// Warnings of colours of a workspace's own that are hard to read on what is behind them.
  func faint(file: String) -> Problems {
    var problems = Problems()
    for (text, background) in Self.pairs {
      guard let line = lines[text] ?? lines[background] else { continue }
      let contrast = Self.contrast(self[text], self[background])
      guard contrast < Self.leastContrast else { continue }
      problems.add(
        Diagnostic(
          .templateStyle, .configuration, severity: .warning, at: .init(file: file, line: line),
          "'\(text.rawValue)' \(self[text]) on '\(background.rawValue)' \(self[background]) is hard to read",
          expected: "a contrast of at least 4.5", found: String(format: "%.1f", contrast),
          next: "Choose a colour that differs more in lightness."))
    }
    return problems
  }

  /// **Source:** WCAG 2.2, contrast ratio.
  private static func contrast(_ one: String, _ other: String) -> Double {
    let light = [luminance(one), luminance(other)].sorted()
    return (light[1] + 0.05) / (light[0] + 0.05)
  }

  /// **Source:** WCAG 2.2, relative luminance, of sRGB.
  private static func luminance(_ colour: String) -> Double {
    let number = Int(colour.dropFirst(), radix: 16) ?? 0
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double(number >> shift & 255) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
