/// A path in which `:date` stands for a date, and the files there are of it.
struct CSVPattern: Sendable, Hashable {
  let text: String

  var hasDate: Bool { DatePlaceholder(text).isPresent }

  func files(date: String) -> CSVOutputFiles {
    CSVOutputFiles(path: DatePlaceholder(text).path(date: date))
  }

  /// Dates for which a main file or a staged one is there, sorted; [""] for a path without `:date`.
  func dates() -> [String] {
    if !hasDate { return [""] }
    let components = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let first = components.firstIndex(where: { DatePlaceholder($0).isPresent }) else { return [] }
    let folder = components[..<first].joined(separator: "/")
    let parts = DatePlaceholder(components[first]).parts
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
}
