import Statistics
import Testing

struct ConfusionInput: Decodable, Sendable {
  let classes: Int?
  let actual, predicted: [Int]?
  let weights: [Number]?
  let generated: GeneratedRows?
  let weighted: Bool?

  func matrix() throws(Undefined) -> ConfusionMatrix {
    guard let generated else {
      return try ConfusionMatrix(
        actual: actual ?? [], predicted: predicted ?? [], classes: classes ?? 0, weights: weights?.doubles)
    }
    let made = generated.make()
    return try ConfusionMatrix(
      actual: made.scores.map { Int(4 * $0) }, predicted: generated.second.make().scores.map { Int(4 * $0) },
      classes: 4, weights: weighted == true ? made.weights : nil)
  }
}

struct ClassesInput: Decodable, Sendable {
  let classes: Int
  let values: [Number]
  let actual: [Int]
  let weights: [Number]?
}

struct ProfitInput: Decodable, Sendable {
  let scores: [Number]
  let outcomes: [Bool]
  let profits: [Double]
}

@Suite("Measures of decisions")
struct DecisionMeasuresTests {
  @Test(
    "of a confusion matrix equal scikit-learn's, or name the class that has none",
    arguments: MeasureCase<ConfusionInput>.load("confusion"))
  func confusion(_ sample: MeasureCase<ConfusionInput>) throws {
    let found = Result { () throws(Undefined) in try sample.input.matrix() }
    sample.check { key in
      let matrix = try found.get()
      switch key {
      case "accuracy": return [matrix.accuracy]
      case "balanced_accuracy": return [try matrix.balancedAccuracy()]
      case "matthews": return [try matrix.matthewsCorrelation()]
      case "cells": return matrix.cells
      default: break
      }
      let words = key.split(separator: "_").map(String.init)
      if words[0] == "kappa", let disagreement = ConfusionMatrix.Disagreement(rawValue: words[1]) {
        return [try matrix.cohenKappa(disagreement)]
      }
      let measures: [String: ConfusionMatrix.ClassMeasure] = [
        "precision": .precision, "recall": .recall, "specificity": .specificity, "f1": .f(beta: 1),
        "f2": .f(beta: 2), "f05": .f(beta: 0.5),
      ]
      guard let measure = measures[words[0]] else { throw UnknownMeasure(key: key) }
      if let number = Int(words[1]) { return [try matrix.value(measure, of: number)] }
      guard let averaging = ConfusionMatrix.Averaging(rawValue: words[1]),
        let rule = words.count == 2 ? .refused : ConfusionMatrix.UndefinedClasses(rawValue: words[2])
      else { throw UnknownMeasure(key: key) }
      return [try matrix.average(measure, averaging, undefined: rule)]
    }
  }

  @Test(
    "of several classes equal scikit-learn's", arguments: MeasureCase<ClassesInput>.load("classes"))
  func classes(_ sample: MeasureCase<ClassesInput>) throws {
    let input = sample.input
    let weights = input.weights?.doubles
    sample.check { key in
      let scores = try ClassScores(values: input.values.doubles, classes: input.classes)
      switch key {
      case "log_loss": return [try RowLosses.logLoss(scores, actual: input.actual).mean(weights: weights)]
      case "brier": return [try RowLosses.brier(scores, actual: input.actual).mean(weights: weights)]
      default: break
      }
      let words = key.split(separator: "_").map(String.init)
      if words[0] == "top", let k = Int(words[1]) {
        return [1 - (try RowLosses.topMiss(scores, actual: input.actual, k: k).mean(weights: weights))]
      }
      guard let average = ClassScores.AreaAverage(rawValue: words[1]) else { throw UnknownMeasure(key: key) }
      return words[0] == "rest"
        ? [try scores.areaOneVersusRest(actual: input.actual, average: average, weights: weights)]
        : [try scores.areaOneVersusOne(actual: input.actual, average: average, weights: weights)]
    }
  }

  @Test(
    "profit by threshold equals a look at every threshold, and so does the best",
    arguments: MeasureCase<ProfitInput>.load("profit"))
  func profit(_ sample: MeasureCase<ProfitInput>) throws {
    let input = sample.input
    sample.check { key in
      let values = try OutcomeValues(
        truePositive: input.profits[0], falsePositive: input.profits[1], trueNegative: input.profits[2],
        falseNegative: input.profits[3])
      let ranked = try RankedOutcomes(scores: input.scores.doubles, outcomes: input.outcomes)
      switch key {
      case "curve":
        let curve = try ranked.profitCurve(values)
        #expect(curve.first?.x == 0 && curve.last?.x == 1 && curve.first?.threshold == .infinity)
        #expect(curve.dropFirst().map(\.threshold) == ranked.scores)
        let thin = try ranked.profitCurve(values, limit: 5)
        #expect(thin.count <= 5 && thin.first == curve.first && thin.last == curve.last)
        return curve.map(\.y)
      case "best": return [try ranked.bestThreshold(values).profit]
      case "threshold": return [try ranked.bestThreshold(values).threshold]
      case "taken":
        let best = try ranked.bestThreshold(values)
        return [Double(best.truePositives), Double(best.falsePositives)]
      case "calibrated": return [try values.calibratedThreshold()]
      default: throw UnknownMeasure(key: key)
      }
    }
  }

  @Test("counts near the largest integers do not overflow")
  func largeCounts() throws {
    let million = 3_000_000_000
    let matrix = try ConfusionMatrix(counts: [[million, 1], [million / 3, million]])
    // By mpmath in 40 digits.
    expectClose(try matrix.matthewsCorrelation(), 0.749_999_999_666_666_67)
    expectClose(try ConfusionMatrix(counts: [[.max, 0], [0, .max]]).matthewsCorrelation(), 1)
    expectClose(try ConfusionMatrix(counts: [[0, .max], [.max, 0]]).matthewsCorrelation(), -1)
    #expect(try ConfusionMatrix(counts: [[.max, 0], [0, .max]]).cohenKappa() == 1)
  }

  @Test("what is no confusion matrix, measure or class is refused")
  func refused() throws {
    #expect(throws: Undefined.parameterOutOfRange("the number of classes")) {
      try ConfusionMatrix(counts: [[1]])
    }
    #expect(throws: Undefined.lengthsDiffer(2, 1)) { try ConfusionMatrix(counts: [[1, 2], [1]]) }
    #expect(throws: Undefined.negativeCount(at: 2)) { try ConfusionMatrix(counts: [[1, 2], [-1, 3]]) }
    #expect(throws: Undefined.noObservations) { try ConfusionMatrix(counts: [[0, 0], [0, 0]]) }
    #expect(throws: Undefined.parameterOutOfRange("the number of classes")) {
      try ConfusionMatrix(actual: [0], predicted: [0], classes: 1 << 20)
    }
    #expect(throws: Undefined.parameterOutOfRange("the threshold")) {
      try ConfusionMatrix(scores: [1], outcomes: [true], threshold: .nan)
    }
    #expect(throws: Undefined.notANumber(at: 1)) {
      try ConfusionMatrix(scores: [1, .nan], outcomes: [true, false], threshold: 0.5)
    }
    let matrix = try ConfusionMatrix(counts: [[1, 2], [3, 4]])
    #expect(throws: Undefined.parameterOutOfRange("the class")) { try matrix.value(.precision, of: 2) }
    #expect(throws: Undefined.parameterOutOfRange("beta")) { try matrix.value(.f(beta: 0)) }
    #expect(throws: Undefined.parameterOutOfRange("beta")) { try matrix.value(.f(beta: .nan)) }
    #expect(throws: Undefined.parameterOutOfRange("beta")) {
      try matrix.average(.f(beta: -1), .macro, undefined: .zero)
    }
    #expect(throws: Undefined.parameterOutOfRange("the number of classes")) {
      try ClassScores(values: [1], classes: 1)
    }
    #expect(throws: Undefined.lengthsDiffer(5, 3)) { try ClassScores(values: [1, 2, 3, 4, 5], classes: 3) }
    let scores = try ClassScores(values: [0.2, 0.8, 0.5, 0.5], classes: 2)
    #expect(scores.predicted == [1, 0])
    #expect(throws: Undefined.parameterOutOfRange("k")) {
      try RowLosses.topMiss(scores, actual: [0, 1], k: 0)
    }
    #expect(throws: Undefined.notANumber(at: 1)) {
      try OutcomeValues(truePositive: 1, falsePositive: .nan)
    }
    let ranked = try RankedOutcomes(scores: [1, 2], outcomes: [true, false])
    #expect(throws: Undefined.overflow) {
      try ranked.bestThreshold(OutcomeValues(truePositive: 1.7e308, falsePositive: 1.7e308))
    }
  }

  @Test("cumulative gain runs from none to all")
  func cumulativeGain() throws {
    let ranked = try RankedOutcomes(scores: [3, 2, 2, 1], outcomes: [true, false, true, false])
    let curve = try ranked.cumulativeGainCurve()
    #expect(curve.map(\.x) == [0, 0.25, 0.75, 1] && curve.map(\.y) == [0, 0.5, 1, 1])
    #expect(throws: Undefined.oneClass) {
      try RankedOutcomes(scores: [1], outcomes: [false]).cumulativeGainCurve()
    }
    let best = try ranked.separation()
    #expect(best.threshold == 3 && best.statistic == 0.5)
    #expect(best.truePositiveRate == 0.5 && best.falsePositiveRate == 0)
  }
}
