/// Walks tiles of 256 rows through a forest; the scratch memory of one worker.
///
/// Nothing is allocated after `init`.
package final class ForestScorer {
  let plan: ForestPlan
  private static let rows = ForestPlan.tileRows
  /// Byte columns of the tile.
  let columns: UnsafeMutablePointer<Int8>
  /// Results of steps.
  let slots: UnsafeMutablePointer<UInt8>
  let ranks: UnsafeMutablePointer<Int32>
  let values: UnsafeMutablePointer<Double>
  /// By feature of the category table: where each row's record starts.
  let recordOffsets: UnsafeMutablePointer<Int32>
  let positions: UnsafeMutablePointer<UInt32>
  private let floatSums: UnsafeMutablePointer<Float>

  package init(_ plan: ForestPlan) {
    self.plan = plan
    let rows = ForestScorer.rows
    columns = ForestScorer.byteColumns(max(plan.columns, 1), of: Int8.self)
    slots = ForestScorer.byteColumns(plan.slots, of: UInt8.self)
    ranks = .allocate(capacity: rows)
    ranks.initialize(repeating: 0, count: rows)
    values = .allocate(capacity: rows)
    values.initialize(repeating: 0, count: rows)
    let records = max(plan.categories.features.count, 1) * rows
    recordOffsets = .allocate(capacity: records)
    recordOffsets.initialize(repeating: 0, count: records)
    positions = .allocate(capacity: rows)
    positions.initialize(repeating: 0, count: rows)
    let sums = plan.isWide ? plan.forest.outputs * rows : rows
    floatSums = .allocate(capacity: sums)
    floatSums.initialize(repeating: 0, count: sums)
  }

  /// Columns of a tile, aligned for 16 rows at a time.
  private static func byteColumns<Byte: FixedWidthInteger>(
    _ count: Int, of type: Byte.Type
  ) -> UnsafeMutablePointer<Byte> {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: count * rows, alignment: 64)
    return bytes.initializeMemory(as: type, repeating: 0, count: count * rows)
  }

  deinit {
    columns.deallocate()
    slots.deallocate()
    ranks.deallocate()
    values.deallocate()
    recordOffsets.deallocate()
    positions.deallocate()
    floatSums.deallocate()
  }

  /// The margins of a tile.
  ///
  /// **Shape:** `input(f)` gives 256 readable values of feature f, whatever those of rows that are not there
  /// hold; `margins` takes 256 values for each output.
  package func score(
    _ input: (_ feature: Int) -> ForestInput, into margins: UnsafeMutablePointer<Double>
  ) {
    fillRanks(input)
    fillRecords(input)
    let forest = plan.forest
    let rows = ForestScorer.rows
    switch forest.precision {
    case .double:
      for output in 0..<forest.outputs {
        (margins + output * rows).update(repeating: forest.base[output], count: rows)
      }
      for stage in plan.stages { run(stage) { output in margins + output * rows } }
    case .float:
      scoreFloat(into: margins)
    }
  }

  /// Stages are ordered by output, so that one column of `Float` sums is enough where each has only one.
  private func scoreFloat(into margins: UnsafeMutablePointer<Double>) {
    let forest = plan.forest
    let rows = ForestScorer.rows
    if plan.isWide {
      for output in 0..<forest.outputs {
        (floatSums + output * rows).update(repeating: Float(forest.base[output]), count: rows)
      }
      for stage in plan.stages { run(stage) { output in floatSums + output * rows } }
      for place in 0..<forest.outputs * rows { margins[place] = Double(floatSums[place]) }
      return
    }
    var stage = plan.stages.startIndex
    for output in 0..<forest.outputs {
      floatSums.update(repeating: Float(forest.base[output]), count: rows)
      while stage < plan.stages.endIndex, plan.stages[stage].outputs.lowerBound == output {
        run(plan.stages[stage]) { _ in floatSums }
        stage += 1
      }
      for row in 0..<rows { margins[output * rows + row] = Double(floatSums[row]) }
    }
  }

  @inline(__always)
  private func run<Sum: BinaryFloatingPoint>(
    _ stage: ForestPlan.Stage, sums: (Int) -> UnsafeMutablePointer<Sum>
  ) {
    switch stage {
    case .small(let trees, let outputs):
      for tree in trees {
        if !tree.loads.isEmpty { load(tree.loads) }
        evaluate(tree)
      }
      for (place, output) in outputs.enumerated() { add(trees, place: place, to: sums(output)) }
    case .large(let tree, let outputs):
      if !tree.loads.isEmpty { load(tree.loads) }
      walk(tree) { row, leaf in
        for (place, output) in outputs.enumerated() {
          sums(output)[row] += Sum(plan.nodeLeaves.base[tree.place.leaf(leaf, place)])
        }
      }
    case .constant(let values, let outputs):
      for (place, output) in outputs.enumerated() {
        let sums = sums(output)
        for row in 0..<ForestScorer.rows { sums[row] += Sum(values[place]) }
      }
    }
  }
}

extension ForestPlan.Stage {
  /// The margins it adds to.
  var outputs: Range<Int> {
    switch self {
    case .small(_, let outputs), .large(_, let outputs), .constant(_, let outputs): outputs
    }
  }
}
