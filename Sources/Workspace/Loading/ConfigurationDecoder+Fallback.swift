import Diagnostics

extension ConfigurationDecoder {
  /// `fallback:` of a job; nil where it is absent or wrong.
  mutating func fallback(
    _ job: NodeMap, champion: ModelReference?, timeLimit: Double?
  ) -> Configuration.Fallback? {
    guard let node = job.node("fallback"),
      let map = reader.map(
        node, keys: ConfigurationSchema.fallback.keys, what: "'fallback' of \(job.what)",
        path: job.path(to: "fallback"))
    else { return nil }
    let unsureBelow = reader.value(map, "unsure_below", .probability)
    let after = reader.value(map, "after", .duration)
    if let after, let timeLimit, after >= timeLimit {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.valuePlace(of: map.path(to: "after")),
          "'after' of \(map.what) does not come before its 'time_limit'",
          next: "The run would end first: raise 'time_limit', or lower 'after'."))
    }
    let limit = reader.value(map, "max", .limit)
    var answer: Configuration.Fallback.Answer?
    switch kind(of: map, among: ["model", "value", "default_output"]) {
    case "model":
      let model = reader.value(map, "model", modelReference)
      if let model, model == champion {
        reader.report(
          Diagnostic(
            .yamlWrongValue, .configuration, at: reader.valuePlace(of: map.path(to: "model")),
            "\(map.what) is the job's own model \(quoted(model.description))", next: "Name another one."))
      }
      answer = model.map { .model($0) }
    case "value":
      let values = reader.dictionary(map, "value", .text)
      if map.isEmpty("value") {
        reader.reportEmpty(map, "value", expected: "output columns with what stands in them")
      }
      answer = values.map { .value($0) }
    case "default_output":
      answer = reader.value(map, "default_output", .alwaysTrue).map { _ in .defaultOutput }
    default: break
    }
    guard let answer else { return nil }
    return Configuration.Fallback(answer: answer, unsureBelow: unsureBelow, after: after, limit: limit)
  }
}

extension ValueParser where Value == Double {
  /// A probability that something can be below.
  fileprivate static var probability: ValueParser {
    ValueParser(expected: "a number above 0 and up to 1 such as 0.4") { text in
      guard let number = try? ValueParser.number.parse(text), number > 0, number <= 1 else { return nil }
      return number
    }
  }
}

extension ValueParser where Value == Bool {
  /// A flag that only says something when it is there.
  fileprivate static var alwaysTrue: ValueParser {
    ValueParser(expected: "true") { text throws(ValueMismatch) in
      guard try ValueParser.flag.parse(text) else {
        throw ValueMismatch(next: "Leave it out, and give model or value.")
      }
      return true
    }
  }
}
