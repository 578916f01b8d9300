/// The words of all pages, page by page: each once a page, with the weightiest place that it stands at there.
struct SearchTerms {
  struct Term {
    let word: Int32
    let page: Int32
    var place: SearchRecord.Place
    /// How often it stands in the running text.
    let count: Int32
  }

  private static let longestWord = 48

  private(set) var vocabulary = SearchVocabulary.ofStopWords
  /// In the order of the pages.
  private(set) var terms: [Term] = []
  /// Where the last term of each word stands; -1 of a word that has none yet.
  private var latest: [Int]

  init(_ records: [SearchRecord]) {
    latest = Array(repeating: -1, count: vocabulary.count)
    terms.reserveCapacity(records.count * 16)
    for (page, record) in records.enumerated() { add(record, Int32(page)) }
  }

  private mutating func add(_ record: SearchRecord, _ page: Int32) {
    for (var word, count) in record.words {
      word.withUTF8 { raise(vocabulary.number(of: $0), .text, page, count: Int32(count)) }
    }
    place(record.description, .description, page)
    for heading in record.headings { place(heading.text, .heading, page) }
    for tag in record.tags { place(tag, .heading, page) }
    place(record.title, .title, page)
  }

  /// Names with underscores are found whole and by their parts.
  private mutating func place(_ text: String, _ place: SearchRecord.Place, _ page: Int32) {
    SearchWords.each(in: text) { word in
      guard word.count <= Self.longestWord else { return }
      let number = vocabulary.number(of: word)
      if vocabulary.isStopWord(number) { return }
      raise(number, place, page)
      guard place > .description, word.contains(UInt8(ascii: "_")) else { return }
      for var part in String(decoding: word, as: UTF8.self).split(separator: "_") {
        part.withUTF8 { raise(vocabulary.number(of: $0), place, page) }
      }
    }
  }

  private mutating func raise(_ word: Int, _ place: SearchRecord.Place, _ page: Int32, count: Int32 = 0) {
    while latest.count <= word { latest.append(-1) }
    let last = latest[word]
    if last >= 0, terms[last].page == page {
      terms[last].place = max(terms[last].place, place)
    } else {
      latest[word] = terms.count
      terms.append(Term(word: Int32(word), page: page, place: place, count: count))
    }
  }
}
