/// Which words stand on which pages, and how much of that an index of a given size can hold.
struct SearchPostings {
  private struct Posting {
    let page: Int
    let place: Int
    /// How much would be lost without it; what stands in titles and headings stays whatever comes.
    let worth: Int
  }

  private struct Word {
    let text: String
    let postings: [Posting]
  }

  private static let untouchable = Int.max
  /// On pages of a long row, words of the text count for less.
  private static let discount = 4
  /// What a shared beginning is written with: a capital letter, which no word holds.
  private static let mostShared = 25

  private let words: [Word]

  init(_ records: [SearchRecord]) {
    var pages: [String: [(page: Int, term: SearchRecord.Term)]] = [:]
    for (page, record) in records.enumerated() {
      for (word, term) in record.terms { pages[word, default: []].append((page, term)) }
    }
    let count = records.count
    let many = records.count(where: \.isOneOfMany)
    words = pages.sorted { Self.comesBefore($0.key, $1.key) }.compactMap { text, found in
      let rarity = Self.logarithm(2 * count / found.count)
      let foundMany = found.count { records[$0.page].isOneOfMany }
      // What stands on most pages of a kind tells none of them from the others.
      let isEverywhere = count - many > 20 && (found.count - foundMany) * 2 > count - many
      let isInAllOfMany = many > 4 && foundMany * 2 > many
      let postings: [Posting] = found.compactMap { page, term in
        switch term.place {
        case .title, .heading:
          return Posting(page: page, place: term.place.rawValue, worth: Self.untouchable)
        case .text, .description:
          if records[page].isOneOfMany ? isInAllOfMany : isEverywhere { return nil }
          let frequency = Self.logarithm(1 + term.count) + (term.place == .description ? 32 : 0)
          let worth = rarity * (8 + frequency) / (records[page].isOneOfMany ? Self.discount : 1)
          return Posting(page: page, place: term.place.rawValue, worth: worth)
        }
      }
      return postings.isEmpty ? nil : Word(text: text, postings: postings)
    }
  }

  /// The order in which a script compares texts: that of their units of UTF-16. UTF-8 has the same but where surrogates
  /// stand for what lies beyond the first plane.
  private static func comesBefore(_ a: String, _ b: String) -> Bool {
    let isBasic = { (text: String) in text.utf8.allSatisfy { $0 < 0xEE } }
    if isBasic(a), isBasic(b) { return a.utf8.lexicographicallyPrecedes(b.utf8) }
    return a.utf16.lexicographicallyPrecedes(b.utf16)
  }

  /// The words and their pages, the least telling left out until both fit.
  func encoded(within budget: Int) -> (words: String, places: String) {
    let worths = Set(words.flatMap { $0.postings.map(\.worth) }).sorted()
    var low = 0
    var high = worths.count
    // The smallest worth at which all that is kept fits.
    while low < high {
      let middle = (low + high) / 2
      if size(from: worths[middle]) <= budget { high = middle } else { low = middle + 1 }
    }
    return encode(from: low < worths.count ? worths[low] : Self.untouchable)
  }

  private func size(from least: Int) -> Int {
    var size = 0
    var previous = ""
    for word in words {
      var last = 0
      var isKept = false
      for posting in word.postings where posting.worth >= least {
        size += SearchEncoding.length((posting.page - last) * 4 + posting.place)
        last = posting.page
        isKept = true
      }
      guard isKept else { continue }
      size += 2 + SearchEncoding.shared(word.text, with: previous, most: Self.mostShared).rest.utf8.count
      previous = word.text
    }
    return size
  }

  private func encode(from least: Int) -> (words: String, places: String) {
    var list = ""
    var places: [UInt8] = []
    var previous = ""
    for word in words {
      let postings = word.postings.filter { $0.worth >= least }
      if postings.isEmpty { continue }
      let (units, rest) = SearchEncoding.shared(word.text, with: previous, most: Self.mostShared)
      list.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: "A") + UInt8(units)))
      list += rest
      previous = word.text
      var last = 0
      for posting in postings {
        SearchEncoding.append((posting.page - last) * 4 + posting.place, to: &places)
        last = posting.page
      }
      places.append(UInt8(ascii: " "))
    }
    return (list, String(decoding: places, as: UTF8.self))
  }

  /// The logarithm to base 2, in sixteenths, by whole numbers alone: equal on every machine.
  private static func logarithm(_ value: Int) -> Int {
    guard value > 1 else { return 0 }
    let bits = Int.bitWidth - 1 - value.leadingZeroBitCount
    let fraction = bits >= 4 ? (value >> (bits - 4)) & 15 : (value << (4 - bits)) & 15
    return bits * 16 + fraction
  }
}
