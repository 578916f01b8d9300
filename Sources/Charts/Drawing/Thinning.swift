/// Fewer points that draw the same line.
enum Thinning {
  /// Of the points over each unit of width the first, the lowest, the highest and the last: no peak is lost.
  ///
  /// **Shape:** points in ascending order of x. **Missing values:** a gap stays one.
  static func line(_ points: [(x: Double, y: Double)?], width: Double) -> [(x: Double, y: Double)?] {
    guard Double(points.count) > 4 * width else { return points }
    var result: [(x: Double, y: Double)?] = []
    var column: [(x: Double, y: Double)] = []
    func flush() {
      guard let first = column.first, let last = column.last else { return }
      let ys = column.map(\.y)
      guard column.count > 4, let low = ys.indices.min(by: { ys[$0] < ys[$1] }),
        let high = ys.indices.max(by: { ys[$0] < ys[$1] })
      else {
        result += column
        column = []
        return
      }
      result.append(first)
      for place in [min(low, high), max(low, high)] where place > 0 && place < column.count - 1 {
        result.append(column[place])
      }
      result.append(last)
      column = []
    }
    for point in points {
      guard let point else {
        flush()
        if let last = result.last, last != nil { result.append(nil) }
        continue
      }
      if let first = column.first, point.x.rounded(.down) != first.x.rounded(.down) { flush() }
      column.append(point)
    }
    flush()
    return result
  }
}
