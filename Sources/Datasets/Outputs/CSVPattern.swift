/// A path in which `:date` stands for a date, and the files there are of it.
struct CSVPattern: Sendable, Hashable {
  let text: String
  private static let mark = ":date"

  var hasDate: Bool { CSVPattern.parts(text).count > 1 }

  func files(date: String) -> CSVOutputFiles {
    CSVOutputFiles(path: CSVPattern.parts(text).joined(separator: date))
  }

  /// Dates for which a main file or a staged one is there, sorted; [""] for a path without `:date`.
  func dates() -> [String] {
    if !hasDate { return [""] }
    let components = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let first = components.firstIndex(where: { $0.contains(CSVPattern.mark) }) else { return [] }
    let folder = components[..<first].joined(separator: "/")
    let parts = CSVPattern.parts(components[first])
    var dates: Set<String> = []
    for name in Folder.names(in: folder.isEmpty ? (text.hasPrefix("/") ? "/" : ".") : folder) {
      // A staged file is ".NAME.RUN.ENDING": the date stands one byte further.
      for name in [name, name.hasPrefix(".") ? String(name.dropFirst()) : ""] {
        let rest = name.dropFirst(parts[0].count)
        if name.hasPrefix(parts[0]), CSVPattern.isDate(rest.prefix(10)) {
          dates.insert(String(rest.prefix(10)))
        }
      }
    }
    return dates.sorted()
  }

  /// YYYY-MM-DD by its form; a day that is none has no files.
  private static func isDate(_ text: Substring) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count == 10
      && bytes.indices.allSatisfy {
        $0 == 4 || $0 == 7 ? bytes[$0] == 0x2D : (0x30...0x39).contains(bytes[$0])
      }
  }

  private static func parts(_ text: String) -> [String] {
    var parts = [""]
    var rest = Substring(text)
    while let next = rest.first {
      if rest.hasPrefix(mark) {
        parts.append("")
        rest = rest.dropFirst(mark.count)
      } else {
        parts[parts.count - 1].append(next)
        rest = rest.dropFirst()
      }
    }
    return parts
  }
}
