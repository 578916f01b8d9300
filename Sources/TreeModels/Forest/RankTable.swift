/// The thresholds of a forest by feature, and the byte columns that stand for a row's values.
///
/// A value is replaced by its rank, the number of distinct thresholds below it, so that `x <= t[k]` exactly
/// when `rank <= k`. A column holds `clamp(rank - 255 * slice, 0, 255)` less 128, so that one signed byte
/// comparison decides; threshold k is code k % 255 of slice k / 255. What is missing becomes 0 or 255 in the
/// column of its missing type and direction, and costs nothing at the nodes.
struct RankTable: Sendable {
  /// How a column treats what is missing.
  struct Key: Sendable, Hashable {
    let missing: Forest.Missing
    let left: Bool
  }

  /// The columns of one key of one feature: slice `slices[i]` of the ranks in column `first + i`.
  struct Group: Sendable {
    let key: Key
    let first: Int
    let slices: [Int]

    func adding(_ slice: Int) -> Group { Group(key: key, first: first, slices: slices + [slice]) }
  }

  /// One feature that numeric splits read.
  struct Feature: Sendable {
    let feature: Int
    /// Where its thresholds start in the table, `1 << steps` less one of them, filled up with infinity.
    let start: Int
    let count: Int
    let steps: Int
    /// The rank of 0, which `Missing.none` gives to NaN.
    let rankOfZero: Int
    let groups: [Group]
  }

  /// Where a split finds its byte: it goes right where column > code.
  struct Address: Sendable {
    let column: Int
    let code: Int8
  }

  let thresholds: FixedTable<Double>
  let features: [Feature]
  let columns: Int
  private let sorted: [[Double]]
  private let columnOf: [ColumnKey: Int]

  private struct ColumnKey: Hashable {
    let feature: Int
    let key: Key
    let slice: Int
  }

  init(_ forest: Forest) {
    var sorted = [[Double]](repeating: [], count: forest.features)
    for tree in forest.trees {
      for split in tree.splits {
        if case .threshold(let threshold, _, _) = split.rule { sorted[split.feature].append(threshold) }
      }
    }
    for feature in sorted.indices { sorted[feature] = RankTable.distinct(sorted[feature]) }

    var used = Set<ColumnKey>()
    for tree in forest.trees {
      for split in tree.splits {
        guard case .threshold(let threshold, let missing, let left) = split.rule else { continue }
        let rank = RankTable.rank(of: threshold, in: sorted[split.feature])
        used.insert(
          ColumnKey(feature: split.feature, key: Key(split: missing, left: left), slice: rank / 255))
      }
    }
    let ordered = used.sorted { a, b in
      (a.feature, a.key.order, a.slice) < (b.feature, b.key.order, b.slice)
    }

    var columnOf: [ColumnKey: Int] = [:]
    for (column, key) in ordered.enumerated() { columnOf[key] = column }
    var groups = [[Group]](repeating: [], count: forest.features)
    for (column, key) in ordered.enumerated() {
      if let last = groups[key.feature].last, last.key == key.key {
        groups[key.feature][groups[key.feature].count - 1] = last.adding(key.slice)
      } else {
        groups[key.feature].append(Group(key: key.key, first: column, slices: [key.slice]))
      }
    }
    var thresholds: [Double] = []
    var features: [Feature] = []
    for (feature, values) in sorted.enumerated() where !values.isEmpty {
      let steps = Int.bitWidth - values.count.leadingZeroBitCount
      features.append(
        Feature(
          feature: feature, start: thresholds.count, count: values.count, steps: steps,
          rankOfZero: RankTable.rank(of: 0, in: values), groups: groups[feature]))
      thresholds += values
      thresholds += [Double](repeating: .infinity, count: (1 << steps) - 1 - values.count)
    }
    self.thresholds = FixedTable(thresholds)
    self.features = features
    self.columns = ordered.count
    self.sorted = sorted
    self.columnOf = columnOf
  }

  func address(feature: Int, threshold: Double, missing: Forest.Missing, left: Bool) -> Address {
    let rank = RankTable.rank(of: threshold, in: sorted[feature])
    let key = ColumnKey(feature: feature, key: Key(split: missing, left: left), slice: rank / 255)
    return Address(column: columnOf[key] ?? 0, code: Int8(truncatingIfNeeded: rank % 255 - 128))
  }

  /// Number of thresholds below the value.
  static func rank(of value: Double, in sorted: [Double]) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func distinct(_ values: [Double]) -> [Double] {
    var result: [Double] = []
    for value in values.sorted() where result.last != value { result.append(value) }
    return result
  }
}

extension RankTable.Key {
  /// The direction says nothing where nothing is missing.
  init(split missing: Forest.Missing, left: Bool) {
    self.init(missing: missing, left: missing == .none || left)
  }

  var order: Int { Int(missing.rawValue) * 2 + (left ? 0 : 1) }
}
