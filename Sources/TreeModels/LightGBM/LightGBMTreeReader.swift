import Diagnostics

/// Reads one tree's lines, and checks each number before it is used as one.
struct LightGBMTreeReader {
  let text: LightGBMText
  let features: Int
  let output: Int
  let firstSet: Int
  let header: Int
  private let values: [String: (line: Int, value: Range<Int>)]

  /// The largest magnitude that LightGBM takes for 0: the float nearest to 1e-35.
  static let zero = Double(Float(1e-35))
  /// Leaves of one tree; LightGBM's own limit is 131,072.
  private static let leafLimit = 1 << 20

  init(
    _ text: LightGBMText, values: [String: (line: Int, value: Range<Int>)], header: Int, features: Int,
    output: Int, firstSet: Int
  ) {
    self.text = text
    self.values = values
    self.header = header
    self.features = features
    self.output = output
    self.firstSet = firstSet
  }

  func tree() throws(Diagnostic) -> LightGBMTree {
    let leafCount = try integer("num_leaves", 1...LightGBMTreeReader.leafLimit)
    let setCount = try integer("num_cat", 0...leafCount)
    let leaves = try leaves(leafCount)
    let shrinkage = values["shrinkage"].flatMap { LightGBMNumber.double(text.bytes, $0.value) } ?? 1
    guard leafCount > 1 else {
      return LightGBMTree(
        tree: Forest.Tree(output: output, splits: [], leaves: leaves), sets: [], gains: [],
        linear: try linear(leaves: leafCount), shrinkage: shrinkage)
    }
    let count = leafCount - 1
    let lefts = try integers("left_child", count, -leafCount...count - 1)
    let rights = try integers("right_child", count, -leafCount...count - 1)
    let features = try integers("split_feature", count, 0...self.features - 1)
    let thresholds = try thresholds(count)
    let types =
      values["decision_type"] == nil
      ? [Int](repeating: 0, count: count) : try integers("decision_type", count, -128...127)
    let sets = setCount > 0 ? try sets(setCount) : []
    let gains = try gains(count)

    var splits: [Forest.Split] = []
    splits.reserveCapacity(count)
    for index in 0..<count {
      splits.append(
        Forest.Split(
          feature: features[index],
          rule: try rule(type: types[index], threshold: thresholds[index], sets: sets.count),
          left: lefts[index], right: rights[index]))
    }
    let tree = Forest.Tree(output: output, splits: splits, leaves: leaves)
    guard tree.isSound else {
      throw malformed("left_child", "and 'right_child' do not form a tree")
    }
    return LightGBMTree(
      tree: tree, sets: sets, gains: gains, linear: try linear(leaves: leafCount), shrinkage: shrinkage)
  }

  /// Bit 0 of a decision type: categorical; bit 1: what is missing goes left; bits 2 and 3: missing type.
  private func rule(type: Int, threshold: Double, sets: Int) throws(Diagnostic) -> Forest.Rule {
    if type & 1 == 1 {
      guard threshold >= 0, threshold < Double(sets) else {
        throw malformed("threshold", "names a set of categories that is not there")
      }
      return .categories(set: firstSet + Int(threshold), missingLeft: false)
    }
    let missing: Forest.Missing
    switch type >> 2 & 3 {
    case 0: missing = .none
    case 1: missing = .zero
    case 2: missing = .nan
    default: throw malformed("decision_type", "has \(type)", expected: "a missing type from 0 to 2")
    }
    return .threshold(
      LightGBMTreeReader.flushed(threshold), missing: missing,
      missingLeft: missing == .none || type & 2 != 0)
  }

  /// The threshold that sends a value where LightGBM sends it, which takes tiny values for 0 first.
  static func flushed(_ threshold: Double) -> Double {
    if threshold >= 0, threshold < zero { return zero }
    if threshold < 0, threshold >= -zero { return (-zero).nextDown }
    return threshold
  }

  private func leaves(_ count: Int) throws(Diagnostic) -> [Double] {
    let leaves = try doubles("leaf_value", count)
    guard leaves.allSatisfy(\.isFinite) else {
      throw malformed("leaf_value", "has a value that is not finite", expected: "finite numbers")
    }
    return leaves
  }

  private func thresholds(_ count: Int) throws(Diagnostic) -> [Double] {
    let thresholds = try doubles("threshold", count)
    guard !thresholds.contains(where: \.isNaN) else {
      throw malformed("threshold", "has a value that is not a number", expected: "numbers")
    }
    return thresholds
  }

  private func gains(_ count: Int) throws(Diagnostic) -> [Float] {
    guard let entry = values["split_gain"] else { return [] }
    let fields = text.fields(entry.value)
    guard fields.count == count else { throw wrongCount("split_gain", fields.count, count) }
    return try fields.map { field throws(Diagnostic) in
      guard let gain = LightGBMNumber.fast(text.bytes, field) else { throw notANumber("split_gain", field) }
      return Float(gain)
    }
  }

  private func sets(_ count: Int) throws(Diagnostic) -> [CategorySet] {
    let boundaries = try integers("cat_boundaries", count + 1, 0...Int(Int32.max))
    guard let entry = values["cat_threshold"] else { throw missing("cat_threshold") }
    let fields = text.fields(entry.value)
    guard boundaries[0] == 0, zip(boundaries, boundaries.dropFirst()).allSatisfy({ $0 <= $1 }),
      boundaries[count] == fields.count
    else { throw malformed("cat_boundaries", "does not agree with 'cat_threshold'") }
    var words: [UInt32] = []
    words.reserveCapacity(fields.count)
    for field in fields {
      guard let number = LightGBMNumber.integer(text.bytes, field), let word = UInt32(exactly: number) else {
        throw notANumber("cat_threshold", field)
      }
      words.append(word)
    }
    let widest = zip(boundaries, boundaries.dropFirst()).map { $1 - $0 }.max() ?? 0
    guard widest <= 1 << 26 else { throw malformed("cat_threshold", "names categories beyond 2147483647") }
    return (0..<count).map { CategorySet(words: Array(words[boundaries[$0]..<boundaries[$0 + 1]])) }
  }
}

extension LightGBMTreeReader {
  /// Where a key's value stands; nil where the tree does not have it.
  func value(_ key: String) -> Range<Int>? { values[key]?.value }

  func entry(_ key: String) throws(Diagnostic) -> Range<Int> {
    guard let entry = values[key] else { throw missing(key) }
    return entry.value
  }

  func integer(_ key: String, _ range: ClosedRange<Int>) throws(Diagnostic) -> Int {
    let value = try entry(key)
    guard let number = LightGBMNumber.integer(text.bytes, value), range.contains(number) else {
      throw malformed(
        key, "is \(text.quoted(value))", expected: "\(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func integers(
    _ key: String, _ count: Int, _ range: ClosedRange<Int>
  ) throws(Diagnostic) -> [Int] {
    let fields = text.fields(try entry(key))
    guard fields.count == count else { throw wrongCount(key, fields.count, count) }
    return try fields.map { field throws(Diagnostic) in
      guard let number = LightGBMNumber.integer(text.bytes, field) else { throw notANumber(key, field) }
      guard range.contains(number) else {
        throw malformed(
          key, "has \(text.quoted(field))", expected: "\(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }

  func doubles(_ key: String, _ count: Int) throws(Diagnostic) -> [Double] {
    let fields = text.fields(try entry(key))
    guard fields.count == count else { throw wrongCount(key, fields.count, count) }
    return try fields.map { field throws(Diagnostic) in
      guard let number = LightGBMNumber.double(text.bytes, field) else { throw notANumber(key, field) }
      return number
    }
  }

  func missing(_ key: String) -> Diagnostic {
    Diagnostic(.lightgbmTree, .configuration, at: text.place(header), "the tree has no '\(key)'")
  }

  func wrongCount(_ key: String, _ found: Int, _ expected: Int) -> Diagnostic {
    malformed(key, "has \(found) values", expected: "\(expected) of them")
  }

  func notANumber(_ key: String, _ field: Range<Int>) -> Diagnostic {
    malformed(key, "has \(text.quoted(field))", expected: "a number")
  }

  func malformed(_ key: String, _ what: String, expected: String? = nil) -> Diagnostic {
    Diagnostic(
      .lightgbmTree, .configuration, at: text.place(values[key]?.line ?? header),
      "'\(key)' of the tree \(what)",
      expected: expected)
  }
}
