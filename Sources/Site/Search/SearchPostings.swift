/// Which words stand on which pages, and how much of that an index of a given size can hold.
struct SearchPostings {
  private struct Posting {
    let page: Int32
    let place: SearchRecord.Place
    /// How much would be lost without it; what stands in titles and headings stays whatever comes.
    let worth: Int32
  }

  private struct Word {
    let number: Int
    let postings: Range<Int>
    let length: Int
    /// How many bytes it begins with as the word before it.
    let shared: Int
  }

  private static let untouchable = Int32.max
  /// On pages of a long row, words of the text count for less.
  private static let discount = 4
  /// What a shared beginning is written with: a capital letter, which no word holds.
  private static let mostShared = 25

  private let vocabulary: SearchVocabulary
  /// In the order in which a script compares texts.
  private let words: [Word]
  /// Those of each word together, in the order of pages.
  private let postings: [Posting]

  init(_ records: [SearchRecord]) {
    let found = SearchTerms(records)
    let vocabulary = found.vocabulary
    let (terms, starts) = Self.byWord(found)
    let isOneOfMany = records.map(\.isOneOfMany)
    let count = records.count
    let many = isOneOfMany.count { $0 }
    var words: [Word] = []
    var postings: [Posting] = []
    postings.reserveCapacity(terms.count)
    for number in vocabulary.sorted {
      let terms = terms[starts[number]..<starts[number + 1]]
      if terms.isEmpty { continue }
      let rarity = Self.logarithm(2 * count / terms.count)
      let foundMany = terms.count { isOneOfMany[Int($0.page)] }
      // What stands on most pages of a kind tells none of them from the others.
      let isEverywhere = count - many > 20 && (terms.count - foundMany) * 2 > count - many
      let isInAllOfMany = many > 4 && foundMany * 2 > many
      let first = postings.count
      for term in terms {
        switch term.place {
        case .title, .heading:
          postings.append(Posting(page: term.page, place: term.place, worth: Self.untouchable))
        case .text, .description:
          let isMany = isOneOfMany[Int(term.page)]
          if isMany ? isInAllOfMany : isEverywhere { continue }
          let frequency = Self.logarithm(1 + Int(term.count)) + (term.place == .description ? 32 : 0)
          let worth = rarity * (8 + frequency) / (isMany ? Self.discount : 1)
          postings.append(Posting(page: term.page, place: term.place, worth: Int32(worth)))
        }
      }
      if first == postings.count { continue }
      let shared =
        words.last.map { Self.shared(vocabulary, number, with: $0.number).bytes } ?? 0
      words.append(
        Word(
          number: number, postings: first..<postings.count, length: vocabulary.length(number), shared: shared)
      )
    }
    self.vocabulary = vocabulary
    self.words = words
    self.postings = postings
  }

  /// The terms of each word together, in the order of pages, and where those of each word begin.
  private static func byWord(_ found: SearchTerms) -> (terms: [SearchTerms.Term], starts: [Int]) {
    var starts = Array(repeating: 0, count: found.vocabulary.count + 1)
    for term in found.terms { starts[Int(term.word) + 1] += 1 }
    for word in 0..<found.vocabulary.count { starts[word + 1] += starts[word] }
    var next = starts
    let terms = [SearchTerms.Term](unsafeUninitializedCapacity: found.terms.count) { terms, count in
      for term in found.terms {
        terms.initializeElement(at: next[Int(term.word)], to: term)
        next[Int(term.word)] += 1
      }
      count = found.terms.count
    }
    return (terms, starts)
  }

  private static func shared(
    _ vocabulary: SearchVocabulary, _ word: Int, with previous: Int
  ) -> (units: Int, bytes: Int) {
    vocabulary.withWord(word) { word in
      vocabulary.withWord(previous) { SearchEncoding.shared(word, with: $0, most: mostShared) }
    }
  }

  /// The words and their pages, the least telling left out until both fit.
  func encoded(within budget: Int) -> (words: [UInt8], places: [UInt8]) {
    let worths = Set(postings.lazy.map(\.worth)).sorted()
    var low = 0
    var high = worths.count
    // The smallest worth at which all that is kept fits.
    while low < high {
      let middle = (low + high) / 2
      if size(from: worths[middle]) <= budget { high = middle } else { low = middle + 1 }
    }
    return encode(from: low < worths.count ? worths[low] : Self.untouchable)
  }

  private func size(from least: Int32) -> Int {
    var size = 0
    // What words share with one further before them is the least that any between shares with its neighbour.
    var shared = 0
    for word in words {
      shared = min(shared, word.shared)
      var last = 0
      var isKept = false
      for index in word.postings where postings[index].worth >= least {
        let posting = postings[index]
        size += SearchEncoding.length((Int(posting.page) - last) * 4 + Int(posting.place.rawValue))
        last = Int(posting.page)
        isKept = true
      }
      guard isKept else { continue }
      size += 2 + word.length - shared
      shared = Int.max
    }
    return size
  }

  private func encode(from least: Int32) -> (words: [UInt8], places: [UInt8]) {
    var list: [UInt8] = []
    var places: [UInt8] = []
    var previous: Int?
    for word in words {
      var last = 0
      var isKept = false
      for index in word.postings where postings[index].worth >= least {
        let posting = postings[index]
        SearchEncoding.append((Int(posting.page) - last) * 4 + Int(posting.place.rawValue), to: &places)
        last = Int(posting.page)
        isKept = true
      }
      guard isKept else { continue }
      places.append(UInt8(ascii: " "))
      let (units, bytes) = previous.map { Self.shared(vocabulary, word.number, with: $0) } ?? (0, 0)
      list.append(UInt8(ascii: "A") + UInt8(units))
      vocabulary.withWord(word.number) { list.append(contentsOf: $0[bytes...]) }
      previous = word.number
    }
    return (list, places)
  }

  /// The logarithm to base 2, in sixteenths, by whole numbers alone: equal on every machine.
  private static func logarithm(_ value: Int) -> Int {
    guard value > 1 else { return 0 }
    let bits = Int.bitWidth - 1 - value.leadingZeroBitCount
    let fraction = bits >= 4 ? (value >> (bits - 4)) & 15 : (value << (4 - bits)) & 15
    return bits * 16 + fraction
  }
}
