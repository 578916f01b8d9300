/// The colours of all charts: six inks that stay apart for the colour-blind and reach a contrast of 3 to 1,
/// on white by default and on a dark page through custom properties.
package enum Palette {
  struct Ink {
    let name: String
    let light: String
    let dark: String
  }

  static let inks = [
    Ink(name: "1", light: "#0072b2", dark: "#5ab4f0"),
    Ink(name: "2", light: "#c2500a", dark: "#ff9a5c"),
    Ink(name: "3", light: "#007f5f", dark: "#3fcf9f"),
    Ink(name: "4", light: "#96478f", dark: "#e6a1d8"),
    Ink(name: "5", light: "#8f6a00", dark: "#f0c04c"),
    Ink(name: "6", light: "#5a6370", dark: "#aeb6c2"),
    Ink(name: "alert", light: "#c4172c", dark: "#ff7a85"),
  ]

  /// Position of the ink that marks signals.
  static let alert = inks.count - 1

  /// The custom properties for light and dark, as rules on a selector: one place for pages and `.svg` files.
  package static func styleSheet(selector: String) -> String {
    let light = inks.map { "--chart-\($0.name):\($0.light)" }.joined(separator: ";")
    let dark = inks.map { "--chart-\($0.name):\($0.dark)" }.joined(separator: ";")
    return "\(selector){color:#1c1e21;\(light)}"
      + "@media (prefers-color-scheme:dark){\(selector){color:#e4e6ea;\(dark)}}"
  }

  /// A paint for series `index`; beyond the sixth they repeat, told apart by dash and marker.
  static func series(_ index: Int) -> String { paint(index % alert) }

  static func paint(_ index: Int) -> String { "var(--chart-\(inks[index].name), \(inks[index].light))" }
}
