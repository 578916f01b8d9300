import Models

@testable import TreeModels

extension FuzzedParser {
  /// A LightGBM model: what is read also scores, by the tiles as by the plain walk.
  static let lightgbmText = FuzzedParser("lightgbm-text") { bytes in
    guard let model = try? LightGBMFormat.open(bytes: bytes, name: "model.txt") else { return }
    _ = model.boundaryValues(limit: 9)
    let features = model.forest.features
    guard features <= 256, model.forest.outputs <= 256 else { return }
    let special = [0, -0.0, .nan, .infinity, -.infinity, 1, -1, 0.5, 1e-36, 3e9, -0.5, 7]
    let values = special + model.boundaryValues(limit: 6).flatMap { $0 }.prefix(40)
    let columns = UnsafeMutablePointer<Double>.allocate(capacity: features * 256)
    let margins = UnsafeMutablePointer<Double>.allocate(capacity: model.forest.outputs * 256)
    defer {
      columns.deallocate()
      margins.deallocate()
    }
    margins.initialize(repeating: 0, count: model.forest.outputs * 256)
    for index in 0..<features * 256 {
      (columns + index).initialize(to: values[(index &* 7 &+ index / 256) % values.count])
    }
    LightGBMMargins(model).score({ .numbers(UnsafePointer(columns + $0 * 256)) }, rows: 256, into: margins)
    for row in stride(from: 0, to: 256, by: 17) {
      let plain = model.margins(of: (0..<features).map { columns[$0 * 256 + row] })
      for (output, margin) in plain.enumerated() {
        let tiled = margins[output * 256 + row]
        precondition(
          tiled.bitPattern == margin.bitPattern || tiled.isNaN && margin.isNaN,
          "tiles and the plain walk disagree")
      }
    }
  }
}
