extension ColumnProfile: Codable {
  private enum Key: String, CodingKey { case kind }
  private enum Kind: String, Codable { case number, category }

  package init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .kind) {
    case .number: self = .number(try NumberProfile(from: decoder))
    case .category: self = .category(try CategoryProfile(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .number(let column):
      try container.encode(Kind.number, forKey: .kind)
      try column.encode(to: encoder)
    case .category(let column):
      try container.encode(Kind.category, forKey: .kind)
      try column.encode(to: encoder)
    }
  }
}

extension CategoryProfile: Codable {
  private enum CodingKeys: String, CodingKey { case name, count, missing, unseen, categories }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      count: try container.decode(Int.self, forKey: .count),
      missing: try container.decode(Int.self, forKey: .missing),
      unseen: try container.decodeIfPresent(Int.self, forKey: .unseen) ?? 0,
      categories: try container.decode([String: Int].self, forKey: .categories)
        .map { Category(label: $0.key, count: $0.value) })
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(count, forKey: .count)
    try container.encode(missing, forKey: .missing)
    try container.encode(unseen, forKey: .unseen)
    // Labels that differ only in how their characters are composed count as one.
    let counts = Dictionary(categories.map { ($0.label, $0.count) }, uniquingKeysWith: +)
    try container.encode(counts, forKey: .categories)
  }
}
