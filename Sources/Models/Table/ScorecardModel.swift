package import Diagnostics
import Glibc

/// A scorecard, opened: points for each characteristic, added up, and turned into odds where it has a scale.
///
/// The reasons of a row are the characteristics that lost the most points, neutral − points, where neutral is the
/// most that can be reached unless the card states it; among equals the one that stands first.
///
/// margin = ln(odds) + ln(2) / points_to_double · (total − points); probability = 1 / (1 + exp(−margin)).
/// **Missing values:** worth what `missing` says; without it the row is refused as `missingInput`. A value
/// above the last bin, or in no category where there is no `other`, is refused as `invalidInput`.
package struct ScorecardModel: Model {
  package let card: Scorecard
  package let signature: Signature
  package var batchRows: Int { 256 }
  /// A scorecard is its own explanation; it holds no measure of importance.
  package var importance: [FeatureImportance] { [] }

  init(_ card: Scorecard) {
    self.card = card
    let inputs = card.characteristics.map { characteristic -> Input in
      let kind: Input.Kind =
        switch characteristic.rule {
        case .bins: .number
        case .categories(let categories, _): .category(categories.map(\.name))
        }
      return Input(name: characteristic.input, kind: kind, required: characteristic.missing == nil)
    }
    let task: Signature.Task =
      card.labels.map { .binary(negative: $0[0], positive: $0[1]) } ?? .regression
    let reasons = (0..<card.reasons).map { Output(name: OutputNames.reason($0 + 1), kind: .text) }
    signature = Signature(task: task, inputs: inputs, outputs: OutputNames.outputs(of: task) + reasons)
  }

  package var facts: [(name: String, value: String)] {
    let ranges = card.characteristics.map(\.pointsRange)
    var facts: [(name: String, value: String)] = [
      ("format", "scorecard"),
      ("characteristics", String(card.characteristics.count)),
      ("base points", ScorecardModel.text(card.basePoints)),
      ("lowest total", ScorecardModel.text(ranges.reduce(card.basePoints) { $0 + $1.lowerBound })),
      ("highest total", ScorecardModel.text(ranges.reduce(card.basePoints) { $0 + $1.upperBound })),
    ]
    if let scale = card.scale {
      facts.append(
        (
          "scale",
          "\(ScorecardModel.text(scale.points)) points are odds of \(ScorecardModel.text(scale.odds)), "
            + "\(ScorecardModel.text(scale.pointsToDouble)) more double them"
        ))
    }
    if card.reasons > 0 { facts.append(("reasons", String(card.reasons))) }
    return facts
  }

  package var remarks: [String] {
    var remarks: [String] = []
    if let scale = card.scale, scale.pointsToDouble < 0 {
      remarks.append("More points are lower odds: 'points_to_double' is negative.")
    }
    for characteristic in card.characteristics {
      let range = characteristic.pointsRange
      if range.lowerBound == range.upperBound {
        remarks.append("\(quoted(characteristic.input)) gives the same points whatever its value.")
      }
      if card.reasons > 0, let neutral = characteristic.neutral, neutral <= range.lowerBound {
        remarks.append(
          "\(quoted(characteristic.input)) is never a reason: it gives no less than its 'neutral'.")
      }
    }
    return remarks
  }

  package func boundaryValues(limit: Int) -> [[Double]] {
    card.characteristics.map { characteristic in
      guard case .bins(let bins) = characteristic.rule else { return [] }
      return TableBoundaries.values(around: bins.compactMap(\.upTo), limit: limit)
    }
  }

  package func makeScorer(_ request: ScoreRequest) throws(Diagnostic) -> any Scorer {
    ScorecardScorer(self, request)
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map { String($0) } ?? String(number)
  }
}

extension Scorecard.Scale {
  /// The natural logarithm of the odds that a total stands for.
  func margin(_ total: Double) -> Double { log(odds) + log(2) / pointsToDouble * (total - points) }
}

extension Scorecard.Characteristic {
  /// The least and the most points it gives.
  var pointsRange: ClosedRange<Double> {
    var points: [Double]
    switch rule {
    case .bins(let bins): points = bins.map(\.award.points)
    case .categories(let categories, let other):
      points = categories.map(\.award.points)
      if let other { points.append(other.points) }
    }
    if let missing { points.append(missing.points) }
    return (points.min() ?? 0)...(points.max() ?? 0)
  }
}
