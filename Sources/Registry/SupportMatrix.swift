import Models

/// What of each format is read, as the Markdown that the reference holds.
package enum SupportMatrix {
  /// A table of all formats, then a section for each that declares its elements.
  package static var markdown: String {
    var text = "\n| format | versions | agreement with its framework |\n| --- | --- | --- |\n"
    for format in ArtefactFormat.allCases {
      let support = format.support
      text += row([
        support.format, support.versions, support.agreement,
      ])
    }
    for support in ArtefactFormat.allCases.map(\.support) where !support.elements.isEmpty {
      text += "\n### \(support.format)\n\n| element | name | verdict | note |\n| --- | --- | --- | --- |\n"
      for element in support.elements {
        let verdict =
          switch element.verdict {
          case .exact: "exact"
          case .refused(let why): "refused: \(why)"
          }
        text += row([element.kind, "`\(element.name)`", verdict, element.note ?? ""])
      }
    }
    return text + "\n"
  }

  /// A bar inside a cell would end it.
  private static func row(_ cells: [String]) -> String {
    "| \(cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |\n"
  }
}
