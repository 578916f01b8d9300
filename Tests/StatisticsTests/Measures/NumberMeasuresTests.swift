import Statistics
import Testing

struct NumbersInput: Decodable, Sendable {
  let predictions, actuals, weights: [Number]?
  let generated: GeneratedRows?
  let weighted: Bool?

  var rows: (predictions: [Double], actuals: [Double], weights: [Double]?) {
    guard let generated else {
      return (predictions?.doubles ?? [], actuals?.doubles ?? [], weights?.doubles)
    }
    let made = generated.make()
    return (
      made.scores.map { 1 + $0 }, generated.second.make().scores.map { 1 + $0 },
      weighted == true ? made.weights : nil
    )
  }
}

@Suite("Measures of numbers")
struct NumberMeasuresTests {
  @Test(
    "equal scikit-learn's, or are refused for the reason",
    arguments: MeasureCase<NumbersInput>.load("numbers"))
  func measures(_ sample: MeasureCase<NumbersInput>) throws {
    let (f, y, w) = sample.input.rows
    func power(_ key: String) throws -> Double {
      let text = key.drop { $0 != "_" }.dropFirst()
      guard
        let power = ["m1": -1.0, "0": 0, "1": 1, "1_5": 1.5, "2": 2, "3": 3][String(text)]
      else { throw UnknownMeasure(key: key) }
      return power
    }
    sample.check(absolute: sample.name.contains("digits") ? 0 : 1e-14) { key in
      switch key {
      case "mae": return [try RowLosses.absolute(predictions: f, actuals: y).mean(weights: w)]
      case "rmse": return [try RowLosses.squared(predictions: f, actuals: y).rootMean(weights: w)]
      case "mape": return [try RowLosses.absolutePercentage(predictions: f, actuals: y).mean(weights: w)]
      case "smape": return [try RowLosses.symmetricPercentage(predictions: f, actuals: y).mean(weights: w)]
      case "median": return [try RowLosses.absolute(predictions: f, actuals: y).median(weights: w)]
      case "r2": return [try Determination.rSquared(predictions: f, actuals: y, weights: w)]
      case "explained": return [try Determination.explainedVariance(predictions: f, actuals: y, weights: w)]
      case "d2_absolute": return [try Determination.absolute(predictions: f, actuals: y, weights: w)]
      case "pinball_10":
        return [try RowLosses.pinball(predictions: f, actuals: y, level: 0.1).mean(weights: w)]
      case "pinball_90":
        return [try RowLosses.pinball(predictions: f, actuals: y, level: 0.9).mean(weights: w)]
      default: break
      }
      let power = try power(key)
      if key.hasPrefix("d2_") {
        return [try Determination.deviance(predictions: f, actuals: y, power: power, weights: w)]
      }
      let losses = try RowLosses.deviance(predictions: f, actuals: y, power: power)
      if power == 1 { #expect(try RowLosses.poissonDeviance(predictions: f, actuals: y) == losses) }
      if power == 2 { #expect(try RowLosses.gammaDeviance(predictions: f, actuals: y) == losses) }
      return [try losses.mean(weights: w)]
    }
  }

  @Test("levels and powers outside their range are refused")
  func refused() {
    for level in [0, 1, -0.5, Double.nan] {
      #expect(throws: Undefined.levelOutOfRange) {
        try RowLosses.pinball(predictions: [1], actuals: [1], level: level)
      }
    }
    for power in [0.5, Double.nan, .infinity] {
      #expect(throws: Undefined.parameterOutOfRange("the power")) {
        try RowLosses.deviance(predictions: [1], actuals: [1], power: power)
      }
    }
  }
}
