/// The runs of back-quotes of a line, read once, so that many that nothing closes don't each search what is left.
struct Backquotes {
  private let runs: [Range<Int>]
  /// The longest from each on.
  private let longest: [Int]
  private var next = 0

  init(_ text: [UInt8], _ line: Range<Int>) {
    var runs: [Range<Int>] = []
    var place = line.lowerBound
    while place < line.upperBound {
      let start = place
      while place < line.upperBound, text[place] == .backquote { place += 1 }
      if start < place { runs.append(start..<place) } else { place += 1 }
    }
    self.runs = runs
    var longest = runs.map(\.count)
    for index in longest.indices.dropLast().reversed() {
      longest[index] = max(longest[index], longest[index + 1])
    }
    self.longest = longest
  }

  /// Where the first so many in a row end, nil where none follow.
  mutating func end(of count: Int, from place: Int) -> Int? {
    while next < runs.count, runs[next].upperBound <= place { next += 1 }
    guard next < runs.count, longest[next] >= count else { return nil }
    while runs[next].upperBound - max(runs[next].lowerBound, place) < count {
      next += 1
      guard next < runs.count else { return nil }
    }
    return max(runs[next].lowerBound, place) + count
  }
}
