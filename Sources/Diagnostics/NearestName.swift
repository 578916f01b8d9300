/// The valid name nearest to what somebody wrote, for "did you mean".
///
/// Edit distance with transpositions, at most a third of the name's length, none for a single letter, and two among more
/// than 500 names, of which some are always alike; nil where nothing is near.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  NearestNames(candidates).name(nearestTo: name)
}

/// Valid names, for whoever looks for the nearest to many written ones.
package struct NearestNames: Sendable {
  private struct Candidate {
    let name: String
    let bytes: [UInt8]
    let letters: UInt64
    /// Its place in the order of names.
    let place: Int
  }

  /// By the number of their bytes.
  private let candidates: [Int: [Candidate]]
  private let mostSteps: Int

  package init(_ names: some Sequence<String>) {
    let all = names.sorted().enumerated().map { place, name in
      let bytes = Array(name.lowercased().utf8)
      return Candidate(name: name, bytes: bytes, letters: Self.letters(of: bytes), place: place)
    }
    candidates = Dictionary(grouping: all) { $0.bytes.count }
    mostSteps = all.count > 500 ? 2 : .max
  }

  /// As `nearestName` tells it; of two that are as near the first in the order of names.
  package func name(nearestTo name: String) -> String? {
    let written = Array(name.lowercased().utf8)
    let letters = Self.letters(of: written)
    // Every name of one letter is near to every other.
    var limit = written.count < 2 ? 0 : min(mostSteps, max(1, (written.count + 1) / 3))
    var best: Candidate?
    // Those of its own length first: as many letters as one is longer have to be put in at least.
    var difference = 0
    while difference <= limit {
      for length in Set([written.count - difference, written.count + difference]) {
        for candidate in candidates[length] ?? [] {
          // Each step takes one letter away that the other has not, and brings one that it has.
          let missing = (letters & ~candidate.letters).nonzeroBitCount
          let added = (candidate.letters & ~letters).nonzeroBitCount
          guard max(missing, added) <= limit,
            let distance = editDistance(written, candidate.bytes, atMost: limit),
            best.map({ distance < limit || candidate.place < $0.place }) ?? true
          else { continue }
          (best, limit) = (candidate, distance)
        }
      }
      difference += 1
    }
    return best?.name
  }

  /// Which letters a name has, some of them under one number.
  private static func letters(of bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 | 1 << UInt64($1 & 63) } }
}

/// What is said after a name that is not there: the one nearest to it, or which there are.
///
/// - Parameter place: what has none of the kind at all.
package func nameAdvice(
  for name: String, among candidates: some Collection<String>, in place: String = "The workspace"
) -> String {
  if let nearest = nearestName(to: name, among: candidates) { return "Did you mean '\(nearest)'?" }
  let known = candidates.sorted()
  switch known.count {
  case 0: return "\(place) has none."
  case 1: return "There is '\(known[0])'."
  default: return "There are \(known.joined(separator: ", "))."
  }
}

/// How many steps lead from one text to another; nil where it takes more than so many.
///
/// **Source:** restricted Damerau–Levenshtein (optimal string alignment) distance.
func editDistance(_ a: [UInt8], _ b: [UInt8], atMost limit: Int) -> Int? {
  // What both begin and end with takes no step.
  var start = 0
  while start < min(a.count, b.count), a[start] == b[start] { start += 1 }
  var (endA, endB) = (a.count, b.count)
  while endA > start, endB > start, a[endA - 1] == b[endB - 1] { (endA, endB) = (endA - 1, endB - 1) }
  let (a, b) = (a[start..<endA], b[start..<endB])
  let (rows, columns) = (a.count, b.count)
  if abs(rows - columns) > limit { return nil }
  if rows == 0 || columns == 0 { return max(rows, columns) }
  let width = columns + 1
  return withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * width) { steps in
    for j in 0..<width { steps[j] = j }
    var least = 0
    for i in 1...rows {
      let (row, last, beforeLast) = (i % 3 * width, (i + 2) % 3 * width, (i + 1) % 3 * width)
      let leastBefore = least
      // What lies further aside takes more steps than there may be.
      let (first, end) = (max(1, i - limit), min(columns, i + limit))
      steps[row + first - 1] = first == 1 ? i : limit + 1
      if end < columns { steps[row + end + 1] = limit + 1 }
      least = steps[row + first - 1]
      for j in first..<(end + 1) {
        let (own, other) = (a[start + i - 1], b[start + j - 1])
        var count = min(
          steps[last + j] + 1, steps[row + j - 1] + 1, steps[last + j - 1] + (own == other ? 0 : 1))
        if i > 1, j > 1, own == b[start + j - 2], a[start + i - 2] == other {
          count = min(count, steps[beforeLast + j - 2] + 1)
        }
        steps[row + j] = count
        least = min(least, count)
      }
      // Two rows, since a step may lead over one.
      if least > limit, leastBefore > limit { return nil }
    }
    let count = steps[rows % 3 * width + columns]
    return count > limit ? nil : count
  }
}
