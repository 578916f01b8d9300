/// Sample quantiles of sorted values.
enum Quantiles {
  /// Type 7: linear between the order statistics around q·(n − 1). Values not empty, 0 ≤ q ≤ 1.
  static func linear(_ sorted: [Double], _ q: Double) -> Double {
    let rank = q * Double(sorted.count - 1)
    let below = min(Int(rank), sorted.count - 1)
    let above = min(below + 1, sorted.count - 1)
    let part = rank - Double(below)
    return part == 0 ? sorted[below] : sorted[below] + (sorted[above] - sorted[below]) * part
  }
}
