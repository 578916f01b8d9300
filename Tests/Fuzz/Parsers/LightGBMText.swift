import Models

@testable import TreeModels

extension FuzzedParser {
  /// A LightGBM model: what is read also scores, by the tiles as by the plain walk.
  static let lightgbmText = FuzzedParser("lightgbm-text") { bytes in
    guard let model = try? LightGBMFormat.open(bytes: bytes, name: "model.txt") else { return }
    _ = model.boundaryValues(limit: 9)
    TilesAgainstWalk.hold(
      features: model.forest.features, outputs: model.forest.outputs,
      boundaries: model.boundaryValues(limit: 6),
      tiles: { LightGBMMargins(model).score($0, rows: ForestPlan.tileRows, into: $1) },
      plain: { model.margins(of: $0) })
  }
}
