import Diagnostics

/// Finds terms that must mean a level of an input, and are spelt as none of them.
///
/// `colour=rde` and `colour[rde]` mean a level where `colour` has levels; `clour=red` does where that is nearly the
/// spelling of one; `colourrde` and `colour_rde` where what follows the input is nearly one of its levels. Anything
/// else is the name of a number.
struct MisspeltLevels {
  /// Comparisons that a file is worth.
  private static let limit = 1 << 20

  private let levels: [String: [String]]
  /// Whether names are compared that are not the same.
  private let isNear: Bool

  init(_ levels: [String: [String]], terms: Int) {
    self.levels = levels
    let count = levels.values.reduce(levels.count) { $0 + $1.count }
    isNear = count.multipliedReportingOverflow(by: terms).partialValue <= Self.limit && count <= Self.limit
  }

  /// The input that is meant, and the term that may be; nil for the name of a number.
  func find(_ term: String) -> (input: String, term: String?)? {
    if let parts = Self.parts(term) {
      let input = levels[parts.input] != nil ? parts.input : near(parts.input, levels.keys)
      guard let input, let known = levels[input] else { return nil }
      let level = known.contains(parts.level) ? parts.level : near(parts.level, known)
      // Another input that is only nearly one of ours must have nearly one of its levels, too.
      guard input == parts.input || level != nil else { return nil }
      return (input, level.map { input + parts.before + $0 + parts.after })
    }
    guard isNear, term.utf8.count < 200 else { return nil }
    for (input, known) in levels.sorted(by: { $0.key < $1.key }) where term.hasPrefix(input) {
      for before in ["_", ""] {
        let rest = String(term.dropFirst(input.count))
        guard rest.hasPrefix(before) else { continue }
        let level = String(rest.dropFirst(before.count))
        guard level.count >= 3, let found = near(level, known) else { continue }
        return (input, input + before + found)
      }
    }
    return nil
  }

  private func near(_ name: String, _ candidates: some Sequence<String>) -> String? {
    isNear && name.utf8.count < 200 ? nearestName(to: name, among: candidates) : nil
  }

  /// Input and level of a term that parts them with signs that names seldom have.
  static func parts(_ term: String) -> (input: String, before: String, level: String, after: String)? {
    if let place = term.firstIndex(of: "="), place != term.startIndex {
      return (String(term[..<place]), "=", String(term[term.index(after: place)...]), "")
    }
    guard term.last == "]", let place = term.firstIndex(of: "["), place != term.startIndex else { return nil }
    let inside = String(term[term.index(after: place)...].dropLast())
    return inside.hasPrefix("T.")
      ? (String(term[..<place]), "[T.", String(inside.dropFirst(2)), "]")
      : (String(term[..<place]), "[", inside, "]")
  }
}
