extension ForestScorer {
  /// Fills the numeric byte columns.
  func fillRanks(_ input: (Int) -> ForestInput) {
    for feature in plan.ranks.features {
      let values = numbers(input(feature.feature))
      let thresholds = plan.ranks.thresholds.base + feature.start
      if feature.steps <= 8 {
        fillBytes(feature, values, thresholds)
      } else {
        fillSlices(feature, values, thresholds)
      }
    }
  }

  /// The values as the splits compare them; copied only where they lie otherwise.
  private func numbers(_ input: ForestInput) -> UnsafePointer<Double> {
    let rows = ForestPlan.tileRows
    switch input {
    case .numbers(let numbers):
      guard plan.forest.roundsInputs else { return numbers }
      for row in 0..<rows { values[row] = Double(Float(numbers[row])) }
    case .codes(let codes):
      for row in 0..<rows { values[row] = codes[row] < 0 ? .nan : Double(codes[row]) }
    }
    return UnsafePointer(values)
  }

  /// A feature with at most 255 thresholds: one column for each key.
  private func fillBytes(
    _ feature: RankTable.Feature, _ values: UnsafePointer<Double>, _ thresholds: UnsafePointer<Double>
  ) {
    let rows = ForestPlan.tileRows
    guard let first = feature.groups.first else { return }
    let ranked = columns + first.first * rows
    RankSearch.bytes(values, thresholds, steps: feature.steps, into: ranked)
    // The first column is patched last: the others start from it.
    for group in feature.groups.dropFirst() {
      let column = columns + group.first * rows
      column.update(from: ranked, count: rows)
      patch(column, group.key, rankOfZero: feature.rankOfZero, values)
    }
    patch(ranked, first.key, rankOfZero: feature.rankOfZero, values)
  }

  private func patch(
    _ column: UnsafeMutablePointer<Int8>, _ key: RankTable.Key, rankOfZero: Int,
    _ values: UnsafePointer<Double>
  ) {
    let rows = ForestPlan.tileRows
    switch key.missing {
    case .nan:
      // NaN ranks 0, and that is left already.
      if key.left { return }
      replaceNaN(column, by: .max, values)
    case .none:
      replaceNaN(column, by: Int8(truncatingIfNeeded: rankOfZero - 128), values)
    case .zero:
      let zero = plan.forest.zero
      let byte: Int8 = key.left ? .min : .max
      for row in 0..<rows {
        let value = values[row]
        column[row] = value.magnitude > zero ? column[row] : byte
      }
    }
  }

  private func replaceNaN(
    _ column: UnsafeMutablePointer<Int8>, by byte: Int8, _ values: UnsafePointer<Double>
  ) {
    let rows = ForestPlan.tileRows
    let tile = UnsafeRawPointer(values)
    var seen = SIMD4<Int64>(repeating: 0)
    for group in 0..<rows / 4 {
      let four = tile.loadUnaligned(fromByteOffset: group * 32, as: SIMD4<Double>.self)
      seen |= unsafeBitCast(four .!= four, to: SIMD4<Int64>.self)
    }
    guard seen != SIMD4(repeating: 0) else { return }
    for row in 0..<rows where values[row].isNaN { column[row] = byte }
  }

  /// A feature with more thresholds than a byte counts: several columns for each key.
  private func fillSlices(
    _ feature: RankTable.Feature, _ values: UnsafePointer<Double>, _ thresholds: UnsafePointer<Double>
  ) {
    let rows = ForestPlan.tileRows
    let zero = plan.forest.zero
    RankSearch.ranks(values, thresholds, steps: feature.steps, into: ranks)
    for group in feature.groups {
      let missing: Int32 =
        switch group.key.missing {
        case .none: Int32(feature.rankOfZero)
        case .zero, .nan: group.key.left ? 0 : .max
        }
      let isZero = group.key.missing == .zero
      for (index, slice) in group.slices.enumerated() {
        let column = columns + (group.first + index) * rows
        let start = Int32(slice * 255)
        for row in 0..<rows {
          let value = values[row]
          let gone = isZero ? !(value.magnitude > zero) : value.isNaN
          let rank = gone ? missing : ranks[row]
          column[row] = Int8(truncatingIfNeeded: min(max(rank &- start, 0), 255) &- 128)
        }
      }
    }
  }
}
