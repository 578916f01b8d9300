import TreeModels

/// Tiles of a forest held against the plain walk, over rows of odd values.
enum TilesAgainstWalk {
  /// **Shape:** `tiles` fills 256 margins of each output; `plain` gives the margins of one row.
  static func hold(
    features: Int, outputs: Int, boundaries: [[Double]],
    tiles: ((Int) -> ForestInput, UnsafeMutablePointer<Double>) -> Void, plain: ([Double]) -> [Double]
  ) {
    guard features <= 256, outputs <= 256 else { return }
    let values = OddRows.numbers + boundaries.flatMap { $0 }.prefix(40)
    let rows = ForestPlan.tileRows
    let columns = UnsafeMutablePointer<Double>.allocate(capacity: features * rows)
    let margins = UnsafeMutablePointer<Double>.allocate(capacity: outputs * rows)
    defer {
      columns.deallocate()
      margins.deallocate()
    }
    margins.initialize(repeating: 0, count: outputs * rows)
    for index in 0..<features * rows {
      (columns + index).initialize(to: values[(index &* 7 &+ index / rows) % values.count])
    }
    tiles({ .numbers(UnsafePointer(columns + $0 * rows)) }, margins)
    for row in stride(from: 0, to: rows, by: 17) {
      for (output, margin) in plain((0..<features).map { columns[$0 * rows + row] }).enumerated() {
        let tiled = margins[output * rows + row]
        precondition(
          tiled.bitPattern == margin.bitPattern || tiled.isNaN && margin.isNaN,
          "tiles and the plain walk disagree")
      }
    }
  }
}
