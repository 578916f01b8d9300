extension ForestScorer {
  /// Finds each row's record for the features that categorical splits read.
  func fillRecords(_ input: (Int) -> ForestInput) {
    let rows = ForestPlan.tileRows
    let rounds = plan.forest.roundsInputs
    // The largest number that is not taken for category 0.
    let below = plan.forest.belowZeroIsZero ? -1 : (0.0).nextDown
    for (index, feature) in plan.categories.features.enumerated() {
      let offsets = recordOffsets + index * rows
      let direct = plan.categories.recordOf.base + feature.recordsStart
      let limit = Int32(feature.direct)
      switch input(feature.feature) {
      case .codes(let codes):
        for row in 0..<rows {
          let code = codes[row]
          let record =
            code < 0
            ? CategoryTable.missingRecord
            : code < limit ? direct[Int(code)] : feature.recordOfLarge(Int(code))
          offsets[row] = record
        }
      case .numbers(let numbers):
        for row in 0..<rows {
          let value = rounds ? Double(Float(numbers[row])) : numbers[row]
          if value > below, value < 2_147_483_648 {
            let code = Int32(value)
            offsets[row] = code < limit ? direct[Int(code)] : feature.recordOfLarge(Int(code))
          } else {
            offsets[row] = value.isNaN ? CategoryTable.missingRecord : CategoryTable.unlistedRecord
          }
        }
      }
    }
  }

  /// Transposes the blocks that a tree needs into byte columns.
  func load(_ loads: [CategoryTable.Load]) {
    let rows = ForestPlan.tileRows
    for load in loads {
      let feature = plan.categories.features[Int(load.feature)]
      let records = UnsafeRawPointer(plan.categories.records.base + feature.start + Int(load.block) * 16)
      let offsets = recordOffsets + Int(load.feature) * rows
      let target = UnsafeMutableRawPointer(columns + Int(load.column) * rows)
      for row in stride(from: 0, to: rows, by: 16) {
        ByteTransposition.run(records, width: feature.width, offsets + row, into: target + row)
      }
    }
  }
}
