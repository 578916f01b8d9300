import Models

@testable import TreeModels

extension FuzzedParser {
  /// An XGBoost model in JSON.
  static let xgboostJSON = FuzzedParser("xgboost-json") { readXGBoost($0) }

  /// An XGBoost model in UBJSON.
  static let xgboostUBJSON = FuzzedParser("xgboost-ubjson") { readXGBoost($0) }

  /// What is read also scores, and a forest by the tiles as by the plain walk.
  private static func readXGBoost(_ bytes: [UInt8]) {
    guard let model = try? XGBoostFormat.open(bytes: bytes, name: "model") else { return }
    _ = model.boundaryValues(limit: 9)
    _ = try? XGBoostFormat.open(bytes: bytes, name: "model", options: .init(iterations: .best))
    OddRows.score(model)
    guard let forest = model.forest, let plan = model.plan else { return }
    TilesAgainstWalk.hold(
      features: forest.features, outputs: forest.outputs, boundaries: model.boundaryValues(limit: 6),
      tiles: { ForestScorer(plan).score($0, into: $1) }, plain: { forest.margins(of: $0) })
  }
}
