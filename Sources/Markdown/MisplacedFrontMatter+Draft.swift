import CParsing

/// What would hold a page back, ahead of all text, whatever it stands between: marks of other kinds or none, remarks, lists,
/// empty lines.
extension MisplacedFrontMatter {
  /// Nil where `draft: true` does not stand ahead of all text.
  ///
  /// - Parameter firstLine: the number of the text's first line.
  init?(draft text: FrontMatterSplit.Bytes, firstLine: Int) {
    // Most texts never say it.
    guard let start = text.base.baseAddress, cparsing_says_draft(start + text.startIndex, text.count) != 0
    else {
      return nil
    }
    var rest = text
    var isInComment = false
    var hasSentence = false
    var isInMap = false
    for number in 0..<Self.most {
      guard let next = FrontMatterSplit.takeLine(&rest) else { return nil }
      let words = Self.trimmed(next)
      if isInComment || words.starts(with: "<!--".utf8) {
        isInComment = !words.contains("-->".utf8)
        continue
      }
      isInMap = isInMap || words.first == UInt8(ascii: "{")
      // What is indented is code, or part of something.
      if isInMap || next.first.map(Self.isBlank) != true, Self.holdsBack(words) {
        line = firstLine + number
        summary = "'draft: true' is in no front matter here, and holds nothing back"
        expected = "front matter at the beginning of the file, between two lines of '---'"
        return
      }
      let isSentence = isInMap || !Self.isAhead(next)
      guard isInMap || !isSentence || Self.isKeyOfWords(words) else { return nil }
      isInMap = isInMap && !words.contains(UInt8(ascii: "}"))
      // What follows a sentence and an empty line is what it tells of; a brace may be a template's.
      hasSentence = hasSentence || isSentence
      if words.isEmpty, hasSentence { return nil }
    }
    return nil
  }

  /// Whether a line says `draft: true`, as YAML, TOML or JSON do, also in a map of one line.
  private static func holdsBack(_ line: FrontMatterSplit.Bytes) -> Bool {
    guard let first = line.first, "{,".utf8.contains(first) else { return isDraft(line) }
    return line.drop { "{, ".utf8.contains($0) }.split(separator: UInt8(ascii: ",")).contains(where: isDraft)
  }

  private static func isDraft(_ line: FrontMatterSplit.Bytes) -> Bool {
    let quotes = "\"'".utf8
    func word(_ bytes: FrontMatterSplit.Bytes) -> (word: String, rest: FrontMatterSplit.Bytes) {
      let start = bytes.drop { isBlank($0) || quotes.contains($0) }
      let letters = start.prefix { 0x61...0x7A ~= $0 | 0x20 }
      let end = start[letters.endIndex...].drop { isBlank($0) || quotes.contains($0) }
      return (String(decoding: letters, as: UTF8.self).lowercased(), end)
    }
    let (key, rest) = word(line)
    guard key == "draft", let sign = rest.first, ":=".utf8.contains(sign) else { return false }
    let (value, end) = word(rest.dropFirst())
    let behind = end.drop { ",} \t".utf8.contains($0) }
    return ["true", "yes", "on"].contains(value) && (behind.first ?? UInt8(ascii: "#")) == UInt8(ascii: "#")
  }

  /// Whether a line may stand before or in front matter: it has no words, or is a key, a remark, or part of a list.
  private static func isAhead(_ line: FrontMatterSplit.Bytes) -> Bool {
    let words = trimmed(line)
    if words.starts(with: "```".utf8) || words.starts(with: "~~~".utf8) { return false }
    if let first = words.first, first == UInt8(ascii: "#") || first == UInt8(ascii: "[") { return true }
    if line.first.map(isBlank) == true || words.starts(with: "- ".utf8) { return true }
    if key(line, isTOML: false) ?? key(line, isTOML: true) != nil { return true }
    return String(decoding: words, as: UTF8.self).unicodeScalars.allSatisfy { !$0.properties.isAlphabetic }
  }

  /// Whether a line begins with a few words and a colon, as `Last updated: today` does.
  private static func isKeyOfWords(_ line: FrontMatterSplit.Bytes) -> Bool {
    guard let end = line.firstIndex(of: UInt8(ascii: ":")), let first = line.first, !">*".utf8.contains(first)
    else { return false }
    let next = line.index(after: end)
    let words = line[..<end].split(whereSeparator: isBlank)
    // With nothing behind it, it tells of what comes.
    return (1...4).contains(words.count) && next < line.endIndex && isBlank(line[next])
  }
}
