import Foundation
import Models
import Tabular
import Testing

@testable import TreeModels

/// Random forests of every kind through the tiles, held against plain walks.
@Suite("Forest tiles")
struct ForestTests {
  /// What one case has of everything.
  struct Shape: Sendable, CustomTestStringConvertible {
    var leaves: ClosedRange<Int>
    var trees = 20
    var outputs = 1
    var thresholds = 40
    var categories = 0
    var precision = Forest.Precision.double
    var roundsInputs = false
    /// Whether each leaf has a value for every output.
    var isWide = false
    var testDescription: String {
      "\(leaves) leaves, \(outputs) outputs, \(thresholds) thresholds, \(categories) categories, \(precision)\(isWide ? ", wide" : "")"
    }
  }

  static let shapes = [
    Shape(leaves: 1...31), Shape(leaves: 2...2), Shape(leaves: 1...1, trees: 3),
    Shape(leaves: 1...31, outputs: 5),
    Shape(leaves: 200...256, trees: 4), Shape(leaves: 257...600, trees: 3, thresholds: 300),
    Shape(leaves: 1...31, thresholds: 254), Shape(leaves: 40...60, trees: 40, thresholds: 255),
    Shape(leaves: 40...60, trees: 60, thresholds: 256), Shape(leaves: 50...90, trees: 80, thresholds: 3000),
    Shape(leaves: 1...31, precision: .float, roundsInputs: true),
    Shape(leaves: 1...31, outputs: 3, precision: .float, roundsInputs: true),
    Shape(leaves: 1...31, categories: 20), Shape(leaves: 100...256, trees: 6, categories: 300),
    Shape(leaves: 300...700, trees: 4, outputs: 2, categories: 70_000),
    Shape(leaves: 2...60, trees: 60, outputs: 3, categories: 50, precision: .float),
    Shape(leaves: 2...60, trees: 30, categories: 50, precision: .float, roundsInputs: true),
    Shape(leaves: 1...40, trees: 21, outputs: 3, precision: .float, roundsInputs: true, isWide: true),
    Shape(leaves: 200...600, trees: 5, outputs: 4, categories: 30, isWide: true),
  ]

  @Test("gives the sums of plain walks, bit for bit", arguments: shapes)
  func sums(_ shape: Shape) throws {
    var generator = SplitMix(state: UInt64(shape.leaves.upperBound * 31 + shape.thresholds))
    let forest = randomForest(shape, &generator)
    for tree in forest.trees { #expect(tree.isSound) }
    let scorer = ForestScorer(try #require(ForestPlan(forest)))
    // Two tiles: blocks of categories that the first one loaded must not be taken for the second one's.
    for _ in 0..<2 {
      let rows = (0..<256).map { _ in (0..<forest.features).map { value($0, shape, &generator) } }
      let columns = UnsafeMutablePointer<Double>.allocate(capacity: 256 * forest.features)
      let codes = UnsafeMutablePointer<Int32>.allocate(capacity: 256)
      let margins = UnsafeMutablePointer<Double>.allocate(capacity: 256 * forest.outputs)
      defer {
        columns.deallocate()
        codes.deallocate()
        margins.deallocate()
      }
      for (row, values) in rows.enumerated() {
        for (feature, value) in values.enumerated() { columns[feature * 256 + row] = value }
        codes[row] = values[3].isNaN ? -1 : Int32(values[3])
      }
      scorer.score(
        { $0 == 3 ? .codes(UnsafePointer(codes)) : .numbers(UnsafePointer(columns + $0 * 256)) },
        into: margins)
      for (row, values) in rows.enumerated() {
        let got = (0..<forest.outputs).map { margins[$0 * 256 + row].bitPattern }
        #expect(got == forest.margins(of: values).map(\.bitPattern), "row \(row)")
      }
    }
  }

  @Test(
    "scores a model without a plan by plain walks",
    arguments: ["frame-4.6.0", "multiclass-4.6.0", "rf-4.6.0", "linear_frame-4.7.0"])
  func plain(name: String) throws {
    let fixture = LightGBMFixture(name: name, folder: LightGBMFixture.root.appending(path: name))
    let model = try fixture.model()
    let rows = try fixture.table("input.csv").rows
    let outputs = model.signature.outputs
    let scorer = LightGBMScorer(
      model,
      request: ScoreRequest(columns: Array(model.signature.inputs.indices), wanted: Set(outputs.indices)),
      plainly: true)
    let batch = makeBatch(model.signature, rows)
    let predictions = Predictions(outputs, capacity: batch.layout.capacity)
    predictions.reset(count: rows.count)
    try scorer.score(batch, into: predictions)
    let expected = try score(model, rows)
    for (index, output) in outputs.enumerated() where output.kind == .number {
      for row in rows.indices { #expect(predictions.numbers(index)[row] == expected[index][row]) }
    }
  }

  private func randomForest(_ shape: Shape, _ generator: inout SplitMix) -> Forest {
    let values = (0..<5).map { feature in
      (0..<shape.thresholds).map { index -> Double in
        if index == 0 { return Forest.tiny }
        if feature == 3 { return Double(index) + 0.5 }
        let value = Double(Int.random(in: -4000...4000, using: &generator)) / 512
        return shape.roundsInputs ? Double(Float(value).nextDown) : value
      }
    }
    var sets: [CategorySet] = []
    var trees: [Forest.Tree] = []
    let width = shape.isWide ? shape.outputs : 1
    for index in 0..<shape.trees * shape.outputs / width {
      let leaves = Int.random(in: shape.leaves, using: &generator)
      // Splits grow at random leaves, so that trees are as ragged as those grown leaf by leaf.
      var splits: [(feature: Int, rule: Forest.Rule, left: Int, right: Int)] = []
      while splits.count < leaves - 1 {
        let feature = Int.random(in: 0..<5, using: &generator)
        let new = splits.count
        if new > 0 {
          let leaf = Int.random(in: 0...new, using: &generator)
          for place in splits.indices {
            if splits[place].left == ~leaf { splits[place].left = new }
            if splits[place].right == ~leaf { splits[place].right = new }
          }
          splits.append((feature, rule(feature, values, shape, &sets, &generator), ~leaf, ~(new + 1)))
        } else {
          splits.append((feature, rule(feature, values, shape, &sets, &generator), ~0, ~1))
        }
      }
      trees.append(
        Forest.Tree(
          output: shape.isWide ? 0 : index % shape.outputs,
          splits: splits.map {
            Forest.Split(feature: $0.feature, rule: $0.rule, left: $0.left, right: $0.right)
          },
          leaves: (0..<leaves * width).map { _ in Double.random(in: -1...1, using: &generator) },
          width: width))
    }
    return Forest(
      features: 5, trees: trees, sets: sets,
      base: (0..<shape.outputs).map { _ in Double.random(in: -1...1, using: &generator) },
      precision: shape.precision, zero: Forest.tiny, roundsInputs: shape.roundsInputs,
      belowZeroIsZero: !shape.roundsInputs)
  }

  private func rule(
    _ feature: Int, _ values: [[Double]], _ shape: Shape, _ sets: inout [CategorySet],
    _ generator: inout SplitMix
  ) -> Forest.Rule {
    let left = Bool.random(using: &generator)
    if shape.categories > 0, feature >= 3 {
      let words = (shape.categories + 31) / 32
      // Sparse sets of large categories, dense ones of a few.
      let dense = shape.categories < 1000
      var set = [UInt32](repeating: 0, count: words)
      for word in set.indices where dense || word % 97 == 0 || word == words - 1 {
        set[word] = generator.nextWord()
      }
      sets.append(CategorySet(words: set))
      return .categories(set: sets.count - 1, missingLeft: left)
    }
    let missing: Forest.Missing = [.none, .zero, .nan][Int.random(in: 0..<3, using: &generator)]
    let threshold = values[feature].randomElement(using: &generator) ?? 0
    return .threshold(threshold, missing: missing, missingLeft: left)
  }

  private func value(_ feature: Int, _ shape: Shape, _ generator: inout SplitMix) -> Double {
    if feature >= 3 {
      let code = Double(Int.random(in: 0...max(shape.categories + 40, 300), using: &generator))
      if feature == 3 { return Int.random(in: 0..<8, using: &generator) == 0 ? .nan : code }
      let odd = [
        .nan, -1, -0.5, -1e-50, code.nextDown, code + 0.5, .infinity, -.infinity, 3e9, code, code, code,
      ]
      return odd.randomElement(using: &generator) ?? code
    }
    let specials = [
      .nan, 0, -0.0, Forest.tiny, -Forest.tiny, 1e-40, .infinity, -.infinity, 1e300, .leastNonzeroMagnitude,
    ]
    if Int.random(in: 0..<4, using: &generator) == 0 { return specials.randomElement(using: &generator) ?? 0 }
    return Double(Int.random(in: -4000...4000, using: &generator)) / 512
  }
}

extension Forest {
  fileprivate static let tiny = Double(Float(1e-35))
}

extension SplitMix {
  fileprivate mutating func nextWord() -> UInt32 { UInt32(truncatingIfNeeded: next()) }
}
