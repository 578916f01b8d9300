import Diagnostics

/// Turns the lines of a header into values, and collects everything that is wrong with them.
struct LightGBMHeaderReader {
  let text: LightGBMText
  let values: [String: (line: Int, value: Range<Int>)]
  let lastLine: Int
  private var problems = Problems()

  init(text: LightGBMText, values: [String: (line: Int, value: Range<Int>)], lastLine: Int) {
    self.text = text
    self.values = values
    self.lastLine = lastLine
  }

  mutating func header() throws(Problems) -> LightGBMHeader {
    let version = version()
    let classes = count("num_class", 1...1_000_000) ?? 1
    let outputs =
      values["num_tree_per_iteration"] == nil
      ? classes : count("num_tree_per_iteration", 1...1_000_000) ?? classes
    if outputs != classes { malformed("num_tree_per_iteration", "does not agree with num_class") }
    let lastFeature = count("max_feature_idx", 0...10_000_000)
    let names = fields("feature_names").map { text.string($0) }
    let infos = fields("feature_infos").map { info($0) }
    if let lastFeature {
      if values["feature_names"] != nil, names.count != lastFeature + 1 {
        malformed("feature_names", "has \(names.count) names", expected: "\(lastFeature + 1) of them")
      }
      if values["feature_infos"] != nil, infos.count != lastFeature + 1 {
        malformed("feature_infos", "has \(infos.count) entries", expected: "\(lastFeature + 1) of them")
      }
    }
    var seen = Set<String>()
    for name in names where !seen.insert(name).inserted {
      malformed("feature_names", "has '\(name)' twice")
    }
    let objective = objective(classes: classes)
    let sizes = sizes()
    try problems.throwIfAny()
    return LightGBMHeader(
      version: version, outputs: outputs, objective: objective, averages: values["average_output"] != nil,
      featureNames: names, featureInfos: infos, treeSizes: sizes)
  }

  private mutating func version() -> LightGBMVersion {
    if let version = values["version"].flatMap({ LightGBMVersion(rawValue: text.string($0.value)) }) {
      return version
    }
    problems.add(
      Diagnostic(
        .lightgbmVersion, .configuration, at: text.place(values["version"]?.line),
        "this version of the LightGBM text format is not read", expected: "v2, v3 or v4",
        found: values["version"].map { text.quoted($0.value) } ?? "none",
        next: "Load the model with LightGBM 2.0 to 4.7 and save it again."))
    return .v4
  }

  private mutating func fields(_ key: String) -> [Range<Int>] {
    guard let entry = values[key] else {
      missing(key)
      return []
    }
    return text.fields(entry.value)
  }

  private mutating func count(_ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let entry = values[key] else {
      missing(key)
      return nil
    }
    guard let number = LightGBMNumber.integer(text.bytes, entry.value), range.contains(number) else {
      malformed(key, "is \(text.quoted(entry.value))", expected: "a whole number from \(range.lowerBound)")
      return nil
    }
    return number
  }

  private mutating func objective(classes: Int) -> LightGBMObjectiveLine {
    guard let entry = values["objective"] else { return .custom }
    do {
      return try LightGBMObjectiveLine.read(text, entry.value, classes: classes)
    } catch {
      switch error {
      case .unknown(let name):
        let near = nearestName(to: name, among: LightGBMObjectiveName.allCases.map(\.rawValue))
        problems.add(
          Diagnostic(
            .lightgbmUnsupported, .configuration, at: text.place(entry.line),
            "the objective \(text.quoted(entry.value)) is not known",
            expected: near.map { "'\($0)', or another objective of LightGBM 2.0 to 4.7" }
              ?? "an objective of LightGBM 2.0 to 4.7"))
      case .parameter(let name):
        malformed("objective", "has no '\(name)' that agrees with the model")
      }
      return .custom
    }
  }

  private mutating func sizes() -> [Int]? {
    guard let entry = values["tree_sizes"] else { return nil }
    var sizes: [Int] = []
    for field in text.fields(entry.value) {
      guard let size = LightGBMNumber.integer(text.bytes, field), size > 0 else {
        malformed("tree_sizes", "has \(text.quoted(field))", expected: "sizes in bytes")
        return nil
      }
      sizes.append(size)
    }
    return sizes
  }

  private func info(_ field: Range<Int>) -> LightGBMFeatureInfo {
    let bytes = text.bytes
    if bytes[field.lowerBound] == 0x5B, bytes[field.upperBound - 1] == 0x5D,
      let colon = bytes[field].firstIndex(of: 0x3A),
      let low = LightGBMNumber.double(bytes, field.lowerBound + 1..<colon),
      let high = LightGBMNumber.double(bytes, colon + 1..<field.upperBound - 1)
    {
      return .range(low, high)
    }
    var categories: [Int] = []
    for part in bytes[field].split(separator: 0x3A) {
      guard let category = LightGBMNumber.integer(bytes, part.startIndex..<part.endIndex) else {
        return .none
      }
      categories.append(category)
    }
    return .categories(categories)
  }

  private mutating func missing(_ key: String) {
    problems.add(
      Diagnostic(
        .lightgbmTruncated, .configuration, at: text.place(lastLine),
        "the header of the model has no '\(key)'", next: "Copy or save the file again."))
  }

  private mutating func malformed(_ key: String, _ what: String, expected: String? = nil) {
    problems.add(
      Diagnostic(
        .lightgbmMalformed, .configuration, at: text.place(values[key]?.line), "'\(key)' \(what)",
        expected: expected))
  }
}
