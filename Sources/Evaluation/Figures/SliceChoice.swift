import Book

/// Which values of a column are slices of their own, and which are told as one.
struct SliceChoice {
  /// By slice: a code, what is missing, or the rest; values in the order of their labels.
  private(set) var codes: [Int] = []
  /// By code plus 2, the place in `codes`.
  private(set) var marks: [UInt16] = []

  private static let missing = Int(LabelCodes.missing)
  private static let other = -2

  /// In two passes over the codes of the rows.
  init(_ evaluated: EvaluatedRows, _ labels: [String]) {
    let all = evaluated.marked((0..<UInt16(labels.count + 2)).map { $0 })
    var counts = [Int](repeating: 0, count: labels.count + 2)
    var keys = FewKeys(count: labels.count + 2)
    all.forEachChunk { chunk in
      for (row, mark) in chunk.marks.enumerated() {
        counts[Int(mark)] += 1
        keys.add(chunk.clusters[row], at: Int(mark))
      }
    }
    func rows(_ code: Int) -> Int { counts[code + 2] }
    let large = (-2..<labels.count).filter { keys.isEnough(at: $0 + 2) }
    let named = large.filter { $0 >= 0 }.sorted { (rows($1), labels[$0]) < (rows($0), labels[$1]) }
      .prefix(Slicing.mostSlices)
    var kept = Set(named)
    var smallest = named.last
    if large.contains(Self.missing) {
      kept.insert(Self.missing)
      if rows(Self.missing) < smallest.map(rows) ?? .max { smallest = Self.missing }
    }
    // The others are all rows less the slices with figures: few keys among them would lie open to subtraction. Each
    // slice has enough keys, so that one more makes them enough.
    var outside = FewKeys(count: 1)
    all.forEachChunk { chunk in
      for (row, mark) in chunk.marks.enumerated() where !kept.contains(Int(mark) - 2) {
        outside.add(chunk.clusters[row], at: 0)
      }
    }
    if let smallest, outside.count(at: 0) > 0, !outside.isEnough(at: 0) { kept.remove(smallest) }
    func isPresent(_ code: Int) -> Bool { kept.contains(code) && rows(code) > 0 }
    codes = (0..<labels.count).filter(isPresent).sorted { labels[$0] < labels[$1] }
    if isPresent(Self.missing) { codes.append(Self.missing) }
    let hasOther = (-2..<labels.count).contains { !kept.contains($0) && rows($0) > 0 }
    if hasOther { codes.append(Self.other) }
    marks = [UInt16](repeating: UInt16(max(0, codes.count - 1)), count: labels.count + 2)
    for (place, code) in codes.enumerated() { marks[code + 2] = UInt16(place) }
  }

  /// What a slice is called, by its place.
  func title(_ place: Int, _ labels: [String]) -> (kind: SliceRecord.Kind, label: String) {
    let code = codes[place]
    if code >= 0 { return (.value, labels[code]) }
    return (code == Self.missing ? .missing : .other, "")
  }
}

/// For each of some places the first few keys that were seen there: so many as tell whether they are enough.
private struct FewKeys {
  private var seen: [[Int32]]

  init(count: Int) { seen = [[Int32]](repeating: [], count: count) }

  mutating func add(_ key: Int32, at place: Int) {
    if seen[place].count < Slicing.fewestKeys, !seen[place].contains(key) { seen[place].append(key) }
  }

  func count(at place: Int) -> Int { seen[place].count }
  func isEnough(at place: Int) -> Bool { seen[place].count >= Slicing.fewestKeys }
}
