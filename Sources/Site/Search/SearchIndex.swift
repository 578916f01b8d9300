import Markdown

/// The search's index as a script that pages load when somebody searches, from a server or a disk.
///
/// **Shape:** `self.scorebookSearch={…}` with texts that hold lists, written as `SearchEncoding` says. Pages are
/// numbered in the order of their paths; words are sorted, each with the pages it stands on and how weightily.
struct SearchIndex {
  /// The file, at one address whatever it holds: were its digest in its name, each page would change with each word.
  static let path = "assets/search.js"

  /// A site of at most 500 pages has an index below 100 kB, a larger one 200 bytes a page.
  private static let smallest = 98_000
  private static let perPage = 196
  /// The most of it that descriptions and headings may take.
  private static let shareOfDescriptions = 30
  private static let shareOfHeadings = 25
  /// From so many pages on, pages are found by titles, headings and descriptions alone.
  private static let mostWithText = 2_000

  private let records: [SearchRecord]
  private let budget: Int

  init(_ pages: [SitePage]) {
    records = pages.map { SearchRecord($0) }.sorted { $0.path < $1.path }
    budget = max(Self.smallest, records.count * Self.perPage)
  }

  /// Whether pages of a site of this size are found by their text, too.
  static func holdsText(pages: Int) -> Bool { pages <= mostWithText }

  var script: [UInt8] {
    let many = records.indices.filter { records[$0].isOneOfMany }
    var script: [UInt8] = []
    func add(_ name: String, _ text: [UInt8], _ end: String) {
      script += "\(name):".utf8
      SearchEncoding.appendLiteral(text, to: &script)
      script += end.utf8
    }
    script += "self.scorebookSearch={count:\(records.count),\n".utf8
    add("pages", pageList(), ",\n")
    add("many", Self.gaps(many), ",\n")
    add("headings", headingList(), ",\n")
    let words = SearchPostings(records).encoded(within: budget - script.count - 40)
    add("words", words.words, ",\n")
    add("places", words.places, "};\n")
    return script
  }

  /// Path, title and description of each page, each without what it shares with the page before.
  private func pageList() -> [UInt8] {
    let most = budget * Self.shareOfDescriptions / 100
    let length =
      [120, 90, 70, 50].first { length in
        records.reduce(0) { $0 + Self.shown($1.description, length).size } <= most
      } ?? 0
    var list: [UInt8] = []
    var previous: [[UInt8]] = [[], [], []]
    var text: [UInt8] = []
    func add(_ whole: String, _ count: Int, isCut: Bool = false, _ field: Int) {
      text.removeAll(keepingCapacity: true)
      whole.withBytes { text.append(contentsOf: $0[..<count]) }
      if isCut { text += Self.ellipsis }
      let (units, bytes) = text.withUnsafeBufferPointer { text in
        previous[field].withUnsafeBufferPointer {
          SearchEncoding.shared(text, with: $0, most: SearchEncoding.digits.count - 1)
        }
      }
      if !list.isEmpty { list.append(UInt8(ascii: "\t")) }
      list.append(SearchEncoding.digits[units])
      list += text[bytes...]
      swap(&text, &previous[field])
    }
    for record in records {
      let path = record.path
      add(path, path.utf8.count - (path.hasSuffix(".html") ? 5 : 0), 0)
      add(record.title, record.title.utf8.count, 1)
      let shown = Self.shown(record.description, length)
      add(record.description, shown.count, isCut: shown.isCut, 2)
    }
    return list
  }

  private static let ellipsis = Array("…".utf8)

  /// How many bytes of a description are shown, and whether a mark says that there was more.
  private static func shown(_ description: String, _ length: Int) -> (count: Int, isCut: Bool, size: Int) {
    if length == 0 { return (0, false, 0) }
    let whole = description.utf8.count
    if whole <= length { return (whole, false, whole) }
    let plain = description.withBytes { bytes -> Int? in
      guard bytes.reduce(0, { $0 | $1 }) < 0x80 else { return nil }
      return bytes[..<length].lastIndex(of: UInt8(ascii: " ")) ?? length
    }
    if let plain { return (plain, true, plain + ellipsis.count) }
    if description.count <= length { return (whole, false, whole) }
    let part = description.prefix(length)
    let count = part[..<(part.lastIndex(of: " ") ?? part.endIndex)].utf8.count
    return (count, true, count + ellipsis.count)
  }

  /// The headings of as many pages as there is room for, those first where a heading is hardest to find by eye.
  private func headingList() -> [UInt8] {
    let most = budget * Self.shareOfHeadings / 100
    var spent = 0
    var chosen: [(page: Int, text: [UInt8])] = []
    let order = records.indices.filter { !records[$0].isOneOfMany && records[$0].headings.count > 1 }.sorted {
      let (a, b) = (records[$0].headings.count, records[$1].headings.count)
      return a != b ? a > b : $0 < $1
    }
    for index in order {
      var text: [UInt8] = []
      for heading in records[index].headings {
        if !text.isEmpty { text.append(UInt8(ascii: "\t")) }
        Self.add(heading, to: &text)
      }
      spent += text.count + 4
      if spent > most { break }
      chosen.append((index, text))
    }
    var list: [UInt8] = []
    var previous = 0
    for (index, text) in chosen.sorted(by: { $0.page < $1.page }) {
      if !list.isEmpty { list.append(UInt8(ascii: "\t")) }
      list += "@\(index - previous)\t".utf8
      list += text
      previous = index
    }
    return list
  }

  /// The text alone where its address follows from it.
  private static func add(_ heading: SearchRecord.Heading, to text: inout [UInt8]) {
    if isReckoned(heading) {
      text.append(UInt8(ascii: "="))
    } else {
      text.append(UInt8(ascii: "#"))
      text += heading.identifier.utf8
      text.append(UInt8(ascii: "\t"))
    }
    text += heading.text.utf8
  }

  /// Whether the script reckons the address of a heading from its text: it does so in ASCII, and knows no `section` for
  /// texts without letters.
  private static func isReckoned(_ heading: SearchRecord.Heading) -> Bool {
    heading.identifier != "section" && heading.text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
      && HeadingSlugs.slug(heading.text) == heading.identifier
  }

  private static func gaps(_ numbers: [Int]) -> [UInt8] {
    var bytes: [UInt8] = []
    var previous = 0
    for number in numbers {
      SearchEncoding.append(number - previous, to: &bytes)
      previous = number
    }
    return bytes
  }
}
