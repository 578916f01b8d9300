/// Identifiers for headings, each given once on a page.
struct HeadingSlugs {
  private var taken: Set<String>
  private var counts: [String: Int] = [:]

  init(reserved: Set<String>) { taken = reserved }

  /// Lower case, letters and digits kept, blanks to hyphens, the rest left out; a number where it is taken.
  mutating func next(for text: String) -> String {
    let slug = Self.slug(text)
    var candidate = slug
    while !taken.insert(candidate).inserted {
      let count = counts[slug, default: 0] + 1
      counts[slug] = count
      candidate = "\(slug)-\(count)"
    }
    return candidate
  }

  static func slug(_ text: String) -> String {
    var slug = ""
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isWhitespace {
        if !slug.isEmpty, slug.unicodeScalars.last != "-" { slug += "-" }
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "-_".unicodeScalars.contains(scalar)
      {
        slug.unicodeScalars.append(scalar)
      }
    }
    while slug.unicodeScalars.last == "-" { slug.unicodeScalars.removeLast() }
    return slug.isEmpty ? "section" : slug
  }
}
