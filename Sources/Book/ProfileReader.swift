/// Reads a profile in the very form in which `RecordJSON` writes one, many times as fast as any JSON; of a large book this
/// is what takes longest.
///
/// What is in any other form is nil, and read as JSON then: keys in another order, spaces, escapes, figures that are no
/// numbers.
enum ProfileReader {
  static func profile(_ text: String) -> Profile? { RecordText.read(text) { $0.profile() } }
}

extension RecordText {
  fileprivate mutating func profile() -> Profile? {
    guard take("{") else { return nil }
    var bands: [Double]?
    if take("\"bands\":") {
      guard let found = numbers(), take(",") else { return nil }
      bands = found
    }
    guard take("\"inputs\":"), let inputs = list({ $0.column() }), take(",\"outputs\":"),
      let outputs = list({ $0.column() }), take(",\"rows\":"), let rows = integer(), take("}")
    else { return nil }
    return Profile(rows: rows, inputs: inputs, outputs: outputs, bands: bands)
  }

  private mutating func column() -> ColumnProfile? {
    guard take("{") else { return nil }
    return take("\"categories\":") ? category() : number()
  }

  private mutating func number() -> ColumnProfile? {
    guard take("\"count\":"), let count = integer(), take(",\"histogram\":{\"counts\":"),
      let counts = list({ $0.integer() }), take(",\"edges\":"), let edges = numbers(),
      take("},\"kind\":\"number\",")
    else { return nil }
    var figures: [Double?] = []
    for key: StaticString in ["\"maximum\":", "\"mean\":", "\"minimum\":"] {
      guard take(key) else {
        figures.append(nil)
        continue
      }
      guard let figure = double(), take(",") else { return nil }
      figures.append(figure)
    }
    guard take("\"missing\":"), let missing = integer(), take(",\"name\":"), let name = string(),
      take(",\"quantiles\":"), let quantiles = numbers()
    else { return nil }
    var deviation: Double?
    if take(",\"standard_deviation\":") {
      deviation = double()
      if deviation == nil { return nil }
    }
    guard take("}") else { return nil }
    return .number(
      NumberProfile(
        name: name, count: count, missing: missing, mean: figures[1], standardDeviation: deviation,
        minimum: figures[2], maximum: figures[0], quantiles: quantiles,
        histogram: .init(edges: edges, counts: counts)))
  }

  private mutating func category() -> ColumnProfile? {
    guard take("{") else { return nil }
    var categories: [CategoryProfile.Category] = []
    while !take("}") {
      guard categories.isEmpty || take(","), let label = string(), take(":"), let count = integer() else {
        return nil
      }
      categories.append(.init(label: label, count: count))
    }
    guard take(",\"count\":"), let count = integer(), take(",\"kind\":\"category\",\"missing\":"),
      let missing = integer(), take(",\"name\":"), let name = string(), take(",\"unseen\":"),
      let unseen = integer(), take("}")
    else { return nil }
    return .category(
      CategoryProfile(name: name, count: count, missing: missing, unseen: unseen, categories: categories))
  }
}
