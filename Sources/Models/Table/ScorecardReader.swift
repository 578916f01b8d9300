import Diagnostics
import Yams

/// Decodes a scorecard from YAML nodes.
struct ScorecardReader {
  static let keys = ["labels", "base_points", "scale", "reasons", "characteristics"]
  private static let characteristicLimit = 10_000
  private static let reasonLimit = 20

  private var yaml: YAMLReader

  init(file: String) {
    yaml = YAMLReader(file: file, key: .scorecardKey, value: .scorecardValue)
  }

  /// **Throws:** every mistake in the file at once.
  mutating func read(_ bytes: [UInt8]) throws(Problems) -> Scorecard {
    var card: Scorecard?
    if let root = yaml.root(bytes, syntax: .scorecardSyntax) { card = scorecard(root) }
    try yaml.problems.throwIfAny()
    guard let card else { throw yaml.problems }
    return card
  }

  private mutating func scorecard(_ root: Node) -> Scorecard? {
    guard let top = yaml.mapping(root, of: "the file", keys: ["scorecard"]) else { return nil }
    guard let node = top["scorecard"] else {
      yaml.add(.scorecardKey, at: root.mark, "the file has no 'scorecard'")
      return nil
    }
    guard let values = yaml.mapping(node, of: "'scorecard'", keys: ScorecardReader.keys) else { return nil }
    var labels: [String]?
    if let node = values["labels"] { labels = self.labels(node) }
    var base: Double? = 0
    if let node = values["base_points"] { base = yaml.number(node, of: "'base_points'") }
    var scale: Scorecard.Scale?
    if let node = values["scale"] { scale = self.scale(node) }
    if (values["labels"] == nil) != (values["scale"] == nil) {
      let there = values["labels"] == nil ? "scale" : "labels"
      yaml.add(
        .scorecardScale, at: values[there]?.mark, "'\(there)' stands alone",
        expected: "'labels' and 'scale' together, or neither")
    }
    guard let list = values["characteristics"] else {
      yaml.add(.scorecardKey, at: node.mark, "'scorecard' has no 'characteristics'")
      return nil
    }
    guard let nodes = yaml.sequence(list, of: "'characteristics'") else { return nil }
    if nodes.isEmpty { yaml.add(.scorecardValue, at: list.mark, "'characteristics' is empty") }
    if nodes.count > ScorecardReader.characteristicLimit {
      yaml.add(
        .scorecardValue, at: list.mark, "'characteristics' is too long",
        expected: "at most \(ScorecardReader.characteristicLimit)")
      return nil
    }
    let reasons = reasons(values["reasons"], characteristics: nodes)
    var seen: [String: Int] = [:]
    var characteristics: [Scorecard.Characteristic] = []
    for node in nodes {
      guard let characteristic = characteristic(node) else { continue }
      if let line = seen[characteristic.input] {
        yaml.add(
          .scorecardInput, at: node.mark, "the input '\(characteristic.input)' has two characteristics",
          found: "the first one in line \(line)")
      }
      seen[characteristic.input] = node.mark?.line ?? 0
      characteristics.append(characteristic)
    }
    guard let base else { return nil }
    return Scorecard(
      labels: labels, basePoints: base, scale: scale, characteristics: characteristics, reasons: reasons)
  }

  /// How many reasons; a `neutral` says something only beside them.
  private mutating func reasons(_ node: Node?, characteristics: [Node]) -> Int {
    guard let node else {
      for case let mapping? in characteristics.map(\.mapping) {
        guard let neutral = mapping["neutral"] else { continue }
        yaml.add(
          .scorecardReasons, at: neutral.mark, "'neutral' stands without 'reasons'",
          expected: "'reasons' beside 'characteristics'")
      }
      return 0
    }
    guard let number = yaml.number(node, of: "'reasons'") else { return 0 }
    let most = min(ScorecardReader.reasonLimit, characteristics.count)
    guard let reasons = Int(exactly: number), reasons >= 1, reasons <= max(most, 1) else {
      yaml.add(
        .scorecardReasons, at: node.mark, "'reasons' does not fit",
        expected: "a whole number from 1 to \(most), one for a characteristic at most", found: "\(number)")
      return 0
    }
    return reasons
  }

  private mutating func labels(_ node: Node) -> [String]? {
    guard let nodes = yaml.sequence(node, of: "'labels'") else { return nil }
    var labels: [String] = []
    for node in nodes {
      if let label = yaml.text(node, of: "a label") { labels.append(label) }
    }
    guard labels.count == 2, labels[0] != labels[1] else {
      yaml.add(
        .scorecardValue, at: node.mark, "'labels' does not fit",
        expected: "two different labels, negative first")
      return nil
    }
    return labels
  }

  private mutating func scale(_ node: Node) -> Scorecard.Scale? {
    let keys = ["points", "odds", "points_to_double"]
    guard let values = yaml.mapping(node, of: "'scale'", keys: keys) else { return nil }
    var numbers: [Double] = []
    for key in keys {
      guard let value = values[key] else {
        yaml.add(.scorecardKey, at: node.mark, "'scale' has no '\(key)'")
        continue
      }
      guard let number = yaml.number(value, of: "'\(key)'") else { continue }
      if key == "odds", number <= 0 {
        yaml.add(.scorecardScale, at: value.mark, "'odds' is not above 0", found: "\(number)")
      }
      if key == "points_to_double", number == 0 {
        yaml.add(.scorecardScale, at: value.mark, "'points_to_double' is 0")
      }
      numbers.append(number)
    }
    guard numbers.count == keys.count else { return nil }
    return Scorecard.Scale(points: numbers[0], odds: numbers[1], pointsToDouble: numbers[2])
  }

  private mutating func characteristic(_ node: Node) -> Scorecard.Characteristic? {
    let keys = ["input", "bins", "categories", "missing", "other", "neutral"]
    guard let values = yaml.mapping(node, of: "a characteristic", keys: keys) else { return nil }
    var missing: Scorecard.Award?
    if let node = values["missing"] { missing = award(node, of: "'missing'") }
    var other: Scorecard.Award?
    if let node = values["other"] { other = award(node, of: "'other'") }
    var neutral: Double?
    if let node = values["neutral"] { neutral = yaml.number(node, of: "'neutral'") }
    var rule: Scorecard.Rule?
    switch (values["bins"], values["categories"]) {
    case (let bins?, nil):
      rule = self.bins(bins).map { .bins($0) }
      if let node = values["other"] {
        yaml.add(
          .scorecardBins, at: node.mark, "'other' stands beside 'bins'",
          expected: "a last bin without 'up_to'")
      }
    case (nil, let categories?):
      rule = self.categories(categories).map { .categories($0, other: other) }
    case (nil, nil):
      yaml.add(.scorecardBins, at: node.mark, "the characteristic has neither 'bins' nor 'categories'")
    case (_?, let categories?):
      yaml.add(.scorecardBins, at: categories.mark, "the characteristic has both 'bins' and 'categories'")
    }
    guard let inputNode = values["input"] else {
      yaml.add(.scorecardKey, at: node.mark, "the characteristic has no 'input'")
      return nil
    }
    guard let input = yaml.text(inputNode, of: "'input'") else { return nil }
    if input.isEmpty { yaml.add(.scorecardInput, at: inputNode.mark, "'input' is empty") }
    return rule.map {
      Scorecard.Characteristic(input: input, rule: $0, missing: missing, neutral: neutral)
    }
  }

  private mutating func bins(_ node: Node) -> [Scorecard.Bin]? {
    guard let nodes = yaml.sequence(node, of: "'bins'") else { return nil }
    if nodes.isEmpty { yaml.add(.scorecardBins, at: node.mark, "'bins' is empty") }
    var bins: [Scorecard.Bin] = []
    var last = -Double.infinity
    for (index, node) in nodes.enumerated() {
      guard let values = yaml.mapping(node, of: "a bin", keys: ["up_to", "points", "reason"]) else {
        continue
      }
      let award = award(values, at: node, of: "the bin")
      var upTo: Double?
      if let bound = values["up_to"] {
        upTo = yaml.number(bound, of: "'up_to'")
        if let upTo {
          if upTo <= last {
            yaml.add(
              .scorecardBins, at: bound.mark, "the bins do not ascend", expected: "more than \(last)",
              found: "\(upTo)")
          }
          last = upTo
        }
      } else if index < nodes.count - 1 {
        yaml.add(.scorecardBins, at: node.mark, "a bin before the last has no 'up_to'")
      }
      if let award { bins.append(Scorecard.Bin(upTo: upTo, award: award)) }
    }
    return bins
  }

  private mutating func categories(_ node: Node) -> [Scorecard.Category]? {
    guard let mapping = node.mapping else {
      yaml.add(
        .scorecardValue, at: node.mark, "'categories' is not a mapping", expected: "'category: points'")
      return nil
    }
    if mapping.isEmpty { yaml.add(.scorecardBins, at: node.mark, "'categories' is empty") }
    var categories: [Scorecard.Category] = []
    var seen = Set<String>()
    for (key, value) in mapping {
      guard let name = yaml.text(key, of: "a category") else { continue }
      // Keys that YAML tells apart by type, 1 and "1", are one text here.
      if !seen.insert(name).inserted {
        yaml.add(.scorecardInput, at: key.mark, "the category '\(name)' is there twice")
      }
      var award: Scorecard.Award?
      if value.mapping != nil {
        award = self.award(value, of: "'\(name)'")
      } else if let points = yaml.number(value, of: "the points of '\(name)'") {
        award = Scorecard.Award(points: points, reason: nil)
      }
      if let award { categories.append(Scorecard.Category(name: name, award: award)) }
    }
    return categories
  }

  private mutating func award(_ node: Node, of what: String) -> Scorecard.Award? {
    guard let values = yaml.mapping(node, of: what, keys: ["points", "reason"]) else { return nil }
    return award(values, at: node, of: what)
  }

  private mutating func award(_ values: [String: Node], at node: Node, of what: String) -> Scorecard.Award? {
    var reason: String?
    if let node = values["reason"] { reason = yaml.text(node, of: "'reason'") }
    guard let points = values["points"] else {
      yaml.add(.scorecardKey, at: node.mark, "\(what) has no 'points'")
      return nil
    }
    return yaml.number(points, of: "'points'").map { Scorecard.Award(points: $0, reason: reason) }
  }
}
