/// The valid name nearest to what somebody wrote, for "did you mean".
///
/// Edit distance with transpositions, at most a third of the name's length, none for a single letter; nil where nothing
/// is near.
/// **Source:** restricted Damerau–Levenshtein (optimal string alignment) distance.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let written = Array(name.lowercased().utf8)
  // Every name of one letter is near to every other.
  let limit = written.count < 2 ? 0 : max(1, (written.count + 1) / 3)
  var best: (distance: Int, name: String)?
  for candidate in candidates.sorted() {
    let other = Array(candidate.lowercased().utf8)
    // As many letters as one is longer have to be put in at least.
    guard abs(other.count - written.count) <= limit else { continue }
    let distance = editDistance(written, other)
    guard distance <= limit else { continue }
    if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
  }
  return best?.name
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

func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      let cost = a[i - 1] == b[j - 1] ? 0 : 1
      row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        row[j] = min(row[j], beforeLast[j - 2] + 1)
      }
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
