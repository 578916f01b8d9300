import Diagnostics

/// Faults that a template brings to all pages of a layout, told once: the template has the fault, and no page of them.
///
/// What some pages of a layout have, and what stands in the Markdown of a page, is told page by page: somebody has to
/// mend each.
struct RepeatedFaults {
  /// So few pages have a fault of their own, whatever made them.
  private static let fewest = 3

  private struct Key: Hashable {
    let identifier: String
    let subject: String
  }

  /// What makes pages: a layout of its own, the template of those that lead on, or one that doesn't say its layout.
  private enum Maker: Hashable, Comparable {
    case layout(String), redirect, unnamed

    init(_ page: CheckedPage) {
      self = page.redirect != nil ? .redirect : page.layout.isEmpty ? .unnamed : .layout(page.layout)
    }

    /// Behind "all pages".
    var words: String {
      switch self {
      case .layout(let name): "with the layout '\(name)'"
      case .redirect: "that lead on"
      case .unnamed: "without the name of a layout"
      }
    }
  }

  private let makers: [String: Maker]
  private let sizes: [Maker: Int]

  /// What is told of the faults of pages, in their order.
  static func told(_ faults: [PageFault], pages: [String: CheckedPage]) -> [Diagnostic] {
    let repeated = RepeatedFaults(pages)
    var places: [Key: [Maker: Set<String>]] = [:]
    for fault in faults {
      guard let key = key(fault), let maker = repeated.makers[fault.page] else { continue }
      places[key, default: [:]][maker, default: []].insert(fault.page)
    }
    let whole = places.compactMapValues { repeated.whole($0) }
    var told: Set<Key> = []
    return faults.compactMap { fault in
      guard let key = key(fault), let maker = repeated.makers[fault.page], let makers = whole[key],
        makers.contains(maker)
      else { return fault.problem }
      return told.insert(key).inserted ? repeated.once(fault.problem, makers.sorted()) : nil
    }
  }

  private init(_ pages: [String: CheckedPage]) {
    makers = pages.mapValues { Maker($0) }
    sizes = makers.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// Nil of what a person wrote into one page.
  private static func key(_ fault: PageFault) -> Key? {
    guard fault.problem.place?.file == fault.page else { return nil }
    return Key(identifier: fault.problem.identifier.name, subject: fault.subject)
  }

  /// What makes pages that all have a fault; nil where these are few, or one of each kind.
  private func whole(_ places: [Maker: Set<String>]) -> Set<Maker>? {
    let whole = places.filter { $0.value.count == sizes[$0.key] }
    let counts = whole.values.map(\.count)
    guard counts.contains(where: { $0 > 1 }), counts.reduce(0, +) >= Self.fewest else { return nil }
    return Set(whole.keys)
  }

  /// The fault as its first page has it, with how many have it, and what makes them all.
  private func once(_ problem: Diagnostic, _ makers: [Maker]) -> Diagnostic {
    let count = makers.reduce(0) { $0 + (sizes[$1] ?? 0) }
    let all = listed(makers.map { "all pages \($0.words)" })
    return Diagnostic(
      problem.identifier, problem.kind, severity: problem.severity, at: problem.place,
      problem.summary + ", here and in \(count - 1) more pages", expected: problem.expected,
      found: problem.found,
      next: "It comes from a template, since \(all) have it." + (problem.next.map { " " + $0 } ?? ""))
  }
}
