/// The colours of a drawing where nobody asks whether it is dark: librsvg knows no variables of style sheets.
enum DayColours {
  /// The drawing with a value for each `var(--name, other)`: what its style sheet sets by day, else the other.
  static func resolved(_ svg: String) -> String {
    var values: [Substring: Substring] = [:]
    var text = svg[...]
    if let open = svg.firstRange(of: "<style>"),
      let close = svg[open.upperBound...].firstRange(of: "</style>")
    {
      let sheet = svg[open.upperBound..<close.lowerBound]
      let day = sheet.firstRange(of: "@media").map { sheet[..<$0.lowerBound] } ?? sheet
      for declaration in day.split(whereSeparator: { "{};".contains($0) }) where declaration.hasPrefix("--") {
        let parts = declaration.split(separator: ":", maxSplits: 1)
        if parts.count == 2 { values[parts[0]] = parts[1] }
      }
      text = (svg[..<open.upperBound] + day + svg[close.lowerBound...])[...]
    }
    var result = ""
    while let open = text.firstRange(of: "var("), let close = text[open.upperBound...].firstIndex(of: ")") {
      let parts = text[open.upperBound..<close].split(separator: ",", maxSplits: 1)
      let other = parts.count == 2 ? parts[1].drop { $0 == " " } : ""
      result += text[..<open.lowerBound]
      result += parts.first.flatMap { values[$0] } ?? other
      text = text[text.index(after: close)...]
    }
    return result + text
  }
}
