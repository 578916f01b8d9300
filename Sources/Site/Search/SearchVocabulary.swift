import Glibc

/// Words by numbers: the bytes of each are kept once, and it is told by a small number from then on.
struct SearchVocabulary {
  /// A vocabulary that holds the words that tell nothing of a page, before all others.
  static let ofStopWords: SearchVocabulary = {
    var vocabulary = SearchVocabulary()
    for var word in SearchWords.stopWords { _ = word.withUTF8 { vocabulary.number(of: $0) } }
    vocabulary.stopWords = vocabulary.count
    return vocabulary
  }()

  /// The bytes of all words, one behind the other, and where each begins.
  private var bytes: [UInt8] = []
  private var starts: [Int] = [0]
  private var hashes: [UInt64] = []
  /// The numbers of words by their hashes, -1 where there is none; a power of two of them.
  private var slots: [Int32] = Array(repeating: -1, count: 256)
  private var stopWords = 0
  /// Not to be guessed, so that nobody can write words that all meet in one place. Numbers don't depend on it.
  private let seed = UInt64.random(in: .min ... .max)

  /// How many words there are; they are numbered from 0.
  var count: Int { starts.count - 1 }

  func isStopWord(_ number: Int) -> Bool { number < stopWords }

  /// The number of a word, which is a new one where the word is.
  mutating func number(of word: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = hash(word)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if hashes[number] == hash, isWord(number, word) { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(count)
    bytes.append(contentsOf: word)
    starts.append(bytes.count)
    hashes.append(hash)
    if count * 2 > slots.count { grow() }
    return count - 1
  }

  func length(_ number: Int) -> Int { starts[number + 1] - starts[number] }

  func withWord<Value>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[starts[number]..<starts[number + 1]]))
    }
  }

  /// The numbers of all words, in the order in which a script compares texts.
  var sorted: [Int] {
    bytes.withUnsafeBufferPointer { bytes in
      let keys = (0..<count).map { number in
        var key: UInt64 = 0
        for place in starts[number]..<min(starts[number] + 8, starts[number + 1]) {
          key |= UInt64(Self.rank(bytes[place])) << UInt64(8 * (7 - (place - starts[number])))
        }
        return (first: key, number: number)
      }
      return keys.sorted { a, b in
        if a.first != b.first { return a.first < b.first }
        let (one, other) = (starts[a.number]..<starts[a.number + 1], starts[b.number]..<starts[b.number + 1])
        return bytes[one].dropFirst(8).lexicographicallyPrecedes(bytes[other].dropFirst(8)) {
          Self.rank($0) < Self.rank($1)
        }
      }.map(\.number)
    }
  }

  /// A script compares units of UTF-16. UTF-8 has the same order, but for what lies beyond the first plane: that stands
  /// before U+E000 there, since surrogates do.
  private static func rank(_ byte: UInt8) -> UInt8 { byte == 0xEE || byte == 0xEF ? byte + 8 : byte }

  private func isWord(_ number: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard length(number) == word.count, let start = word.baseAddress else { return word.isEmpty }
    return bytes.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { memcmp($0 + starts[number], start, word.count) == 0 } ?? false
    }
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 4)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  private func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let word = UnsafeRawBufferPointer(word)
    var hash = seed ^ UInt64(word.count)
    var place = 0
    while place + 8 <= word.count {
      hash = Self.fold(hash ^ word.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    var rest: UInt64 = 0
    while place < word.count {
      rest = rest << 8 | UInt64(word[place])
      place += 1
    }
    return Self.fold(hash ^ rest)
  }

  private static func fold(_ number: UInt64) -> UInt64 {
    let product = number.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
