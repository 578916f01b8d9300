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

  init(_ records: [SearchRecord]) {
    self.records = records.sorted { $0.path < $1.path }
    budget = max(Self.smallest, records.count * Self.perPage)
  }

  /// Whether pages of a site of this size are found by their text, too.
  static func holdsText(pages: Int) -> Bool { pages <= mostWithText }

  var script: String {
    let pages = pageList()
    let headings = headingList()
    let many = records.indices.filter { records[$0].isOneOfMany }
    let head =
      "self.scorebookSearch={count:\(records.count),\npages:\(SearchEncoding.literal(pages)),\n"
      + "many:\(SearchEncoding.literal(String(decoding: Self.gaps(many), as: UTF8.self))),\n"
      + "headings:\(SearchEncoding.literal(headings)),\n"
    let postings = SearchPostings(records)
    let words = postings.encoded(within: budget - head.utf8.count - 40)
    return head + "words:\(SearchEncoding.literal(words.words)),\n"
      + "places:\(SearchEncoding.literal(words.places))};\n"
  }

  /// Path, title and description of each page, each without what it shares with the page before.
  private func pageList() -> String {
    let most = budget * Self.shareOfDescriptions / 100
    let length =
      [120, 90, 70, 50].first { length in
        records.reduce(0) { $0 + description($1, length).utf8.count } <= most
      } ?? 0
    var previous = ["", "", ""]
    var fields: [String] = []
    for record in records {
      let path = record.path.hasSuffix(".html") ? String(record.path.dropLast(5)) : record.path
      for (index, text) in [path, record.title, description(record, length)].enumerated() {
        let (units, rest) = SearchEncoding.shared(
          text, with: previous[index], most: SearchEncoding.digits.count - 1)
        fields.append(String(decoding: [SearchEncoding.digits[units]], as: UTF8.self) + rest)
        previous[index] = text
      }
    }
    return fields.joined(separator: "\t")
  }

  private func description(_ record: SearchRecord, _ length: Int) -> String {
    guard length > 0 else { return "" }
    if record.description.utf8.count <= length || record.description.count <= length {
      return record.description
    }
    let part = record.description.prefix(length)
    return part[..<(part.lastIndex(of: " ") ?? part.endIndex)] + "…"
  }

  /// The headings of as many pages as there is room for, those first where a heading is hardest to find by eye.
  private func headingList() -> String {
    let most = budget * Self.shareOfHeadings / 100
    var spent = 0
    var chosen: [Int: String] = [:]
    let order = records.indices.filter { !records[$0].isOneOfMany && records[$0].headings.count > 1 }.sorted {
      let (a, b) = (records[$0].headings.count, records[$1].headings.count)
      return a != b ? a > b : $0 < $1
    }
    for index in order {
      let fields = records[index].headings.flatMap(Self.fields)
      let text = fields.joined(separator: "\t")
      spent += text.utf8.count + 4
      if spent > most { break }
      chosen[index] = text
    }
    var previous = 0
    return chosen.sorted { $0.key < $1.key }.map { index, text in
      defer { previous = index }
      return "@\(index - previous)\t\(text)"
    }.joined(separator: "\t")
  }

  /// The text alone where its address follows from it.
  private static func fields(_ heading: SearchRecord.Heading) -> [String] {
    isReckoned(heading) ? ["=" + heading.text] : ["#" + heading.identifier, heading.text]
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
