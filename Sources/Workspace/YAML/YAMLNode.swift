package import Diagnostics

/// A value of a YAML file with its place: the raw text of scalars, no implicit typing.
///
/// `no`, `1.10` and `0012345` stay the text that was written; what they mean is for the key that holds them.
package struct YAMLNode: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    /// Nothing at all after the key or the dash.
    case empty
    case text(String)
    case list([YAMLNode])
    case map([YAMLEntry])
  }

  package let content: Content
  package let place: Diagnostic.Place

  package init(_ content: Content, at place: Diagnostic.Place) {
    self.content = content
    self.place = place
  }

  /// The raw text of a scalar.
  package var text: String? { if case .text(let text) = content { text } else { nil } }

  /// What messages call it, shortened: "the text 'x'", "a list", "a map", "nothing".
  package var found: String {
    switch content {
    case .empty: "nothing"
    case .text(let text): "the text \(quoted(text))"
    case .list: "a list"
    case .map: "a map"
    }
  }

  /// This map with the other's keys laid over it, map by map; anything else is replaced by the other whole.
  ///
  /// Each value keeps the place where it was written.
  package func merged(with other: YAMLNode) -> YAMLNode {
    guard case .map(let base) = content, case .map(let above) = other.content else { return other }
    var entries = base
    var positions: [String: Int] = [:]
    for (position, entry) in base.enumerated() { positions[entry.key] = position }
    for entry in above {
      if let position = positions[entry.key] {
        let value = entries[position].value.merged(with: entry.value)
        entries[position] = YAMLEntry(key: entry.key, place: entry.place, value: value)
      } else {
        entries.append(entry)
      }
    }
    return YAMLNode(.map(entries), at: place)
  }
}

/// A key of a map and what it holds.
package struct YAMLEntry: Sendable, Hashable {
  package let key: String
  /// Where the key stands.
  package let place: Diagnostic.Place
  package let value: YAMLNode

  package init(key: String, place: Diagnostic.Place, value: YAMLNode) {
    self.key = key
    self.place = place
    self.value = value
  }
}
