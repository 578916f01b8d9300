import Diagnostics

extension ConfigurationDecoder {
  mutating func experiment(_ name: String, _ map: NodeMap) -> Configuration.Experiment? {
    let question = reader.required(map, "question", .text)
    let objective = reader.value(map, "objective", .text)
    let baseline = reader.required(map, "baseline", .text)
    let sources = reader.list(map, "import", .experimentSource)
    let seed = reader.value(map, "seed", .text)
    let tolerances = reader.dictionary(map, "tolerances", .tolerance) ?? [:]
    let directions = reader.dictionary(
      map, "directions", ValueParser<Configuration.KPI.Direction>.word)
    guard let question, let baseline else { return nil }
    return Configuration.Experiment(
      name: name, question: question, objective: objective, baseline: baseline, sources: sources ?? [],
      seed: seed, tolerances: tolerances, directions: directions ?? [:])
  }
}

extension ValueParser where Value == Double {
  /// How much worse still counts as no worse.
  fileprivate static var tolerance: ValueParser {
    ValueParser(expected: "a number from 0 such as 0.002") { text throws(ValueMismatch) in
      let value = try ValueParser.number.parse(text)
      guard value >= 0 else { throw ValueMismatch() }
      return value
    }
  }
}
