import Diagnostics
import Foundation

/// Faults that many pages have alike, told once: what made these pages has the fault, and no page of them.
struct RepeatedFaults {
  /// So many pages have a fault of their own; on more it is told once.
  private static let fewest = 3

  private struct Key: Hashable {
    let identifier: String
    let summary: String
  }

  private let pages: [String: CheckedPage]
  private var affected: [Key: Set<String>] = [:]

  /// What is told of the faults of pages, in their order.
  static func told(_ faults: [(page: String, problem: Diagnostic)], pages: [String: CheckedPage])
    -> [Diagnostic]
  {
    var repeated = RepeatedFaults(pages: pages)
    for fault in faults {
      if let key = key(fault) { repeated.affected[key, default: []].insert(fault.page) }
    }
    var told: Set<Key> = []
    return faults.compactMap { fault in
      guard let key = key(fault), let places = repeated.affected[key], places.count >= fewest else {
        return fault.problem
      }
      return told.insert(key).inserted ? repeated.once(fault.problem, places) : nil
    }
  }

  private init(pages: [String: CheckedPage]) { self.pages = pages }

  /// What is equal of a fault on pages of several folders and lengths; nil of what a person wrote into one page.
  private static func key(_ fault: (page: String, problem: Diagnostic)) -> Key? {
    guard fault.problem.place?.file == fault.page else { return nil }
    return Key(
      identifier: fault.problem.identifier.name,
      summary: fault.problem.summary.replacing(#/of line \d+/#, with: "").replacing("../", with: ""))
  }

  /// The fault as its first page has it, with how many have it, and which layouts make them all.
  private func once(_ problem: Diagnostic, _ places: Set<String>) -> Diagnostic {
    let layouts = Dictionary(
      grouping: pages.values.compactMap { page in page.layout.map { ($0, page.path) } }
    ) {
      $0.0
    }
    let whole = layouts.filter { _, members in
      members.count > 1 && members.allSatisfy { places.contains($0.1) }
    }
    .keys.sorted()
    let next = problem.next ?? ""
    return Diagnostic(
      problem.identifier, problem.kind, severity: problem.severity, at: problem.place,
      problem.summary + Self.elsewhere(places.subtracting([problem.place?.file ?? ""])),
      expected: problem.expected,
      found: problem.found,
      next: whole.isEmpty
        ? next
        : "It comes from a template, since all pages with the layout \(listed(whole.map { "'\($0)'" })) have it. "
          + next)
  }

  /// So many pages are named; of more, how many there are.
  private static let mostNamed = 5

  private static func elsewhere(_ pages: Set<String>) -> String {
    let named = pages.sorted().prefix(mostNamed).map { "'\($0)'" }.joined(separator: ", ")
    let rest = pages.count - mostNamed
    return ", here and in \(named)" + (rest > 0 ? " and \(rest) more" : "")
  }
}
