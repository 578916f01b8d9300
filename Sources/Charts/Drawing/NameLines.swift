/// Names over several lines.
enum NameLines {
  /// A name in as many lines as it needs, broken behind its signs.
  static func broken(_ name: String, room: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    var word = ""
    func put(_ piece: String) {
      if Typeface.width(line + piece, size: 11) <= room || line.isEmpty {
        line += piece
      } else {
        lines.append(line)
        line = piece
      }
      // One word that is wider than the box.
      while Typeface.width(line, size: 11) > room, line.count > 1 {
        var kept = line
        while kept.count > 1, Typeface.width(kept, size: 11) > room { kept.removeLast() }
        lines.append(kept)
        line = String(line.dropFirst(kept.count))
      }
    }
    for character in name.prefix(200) {
      // A version's number stays with its sign.
      if character == "@" {
        put(word)
        word = ""
      }
      word.append(character)
      if "_/.# -,".contains(character) {
        put(word)
        word = ""
      }
    }
    put(word)
    return lines + (line.isEmpty ? [] : [line])
  }
}
