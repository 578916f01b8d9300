/// Tries whether a row's result depends on the rows beside it: made-up rows of many scales, each alone, in pairs and
/// among others, at every place of a run.
///
/// What it finds is certain; that it finds nothing is no proof, which is why a run looks at its own rows too.
struct RowIndependence {
  /// Rows of a run where the file leaves it open: what one row does to another does not need many.
  private static let rows = 16
  /// Runs of rows in an arbitrary order.
  private static let mixtures = 12

  private let run: SessionRun
  private let names: [String]
  /// Whether a row must give the same bits at every place.
  private let isFree: Bool

  /// **Throws** with the name of an output of which a row has another value beside other rows.
  static func check(
    _ session: ONNXSession, _ inputs: InputPlan, _ names: [String], sample: Int, fallback: SessionRun
  ) throws(TrialReport.Failure) {
    let isFree = inputs.tensors.allSatisfy { $0.fixedRows == nil }
    var run = fallback
    if isFree, fallback.rows > rows,
      let small = try? SessionRun(session, inputs, outputs: names, rows: rows)
    {
      TrialRows.fill(small) { _ in sample }
      if (try? small.run()) != nil { run = small }
    }
    try RowIndependence(run: run, names: names, isFree: isFree).check()
  }

  private func check() throws(TrialReport.Failure) {
    var alone: [(row: Int, values: [RunValues])] = []
    for row in 0..<TrialRows.count {
      guard let values = try values({ _ in row }) else { continue }
      if let again = try self.values({ _ in row }) { try compareAgain(values, again) }
      if isFree { try comparePlaces(values) }
      alone.append((row, values))
    }
    guard run.rows > 1, alone.count > 1 else { return }
    for turn in 0..<alone.count {
      let partner = (turn * 7 + 3) % alone.count
      try compare(alone) { $0 % 2 == 0 ? turn : partner }
    }
    for turn in 0..<Self.mixtures {
      try compare(alone) { ($0 * (2 * turn + 1) + turn * 11 + $0 * $0) % alone.count }
    }
  }

  /// nil where ONNX Runtime does not run these rows.
  private func values(_ number: (Int) -> Int) throws(TrialReport.Failure) -> [RunValues]? {
    TrialRows.fill(run, number)
    do { try run.run() } catch { return nil }
    return try RunValues.read(run, names, rows: run.rows)
  }

  private func compareAgain(_ values: [RunValues], _ again: [RunValues]) throws(TrialReport.Failure) {
    for index in names.indices {
      for place in 0..<run.rows where !again[index].equals(place, values[index], place) {
        throw .init(stage: .again, message: names[index])
      }
    }
  }

  private func comparePlaces(_ values: [RunValues]) throws(TrialReport.Failure) {
    for (index, output) in values.enumerated() {
      for place in 1..<max(run.rows, 1) where !output.equals(place, output, 0) {
        throw .init(stage: .rows, message: names[index])
      }
    }
  }

  /// Rows that went through alone, together: each must give at its place what it gave there alone.
  private func compare(
    _ alone: [(row: Int, values: [RunValues])], _ choice: (Int) -> Int
  ) throws(TrialReport.Failure) {
    guard let mixed = try values({ alone[choice($0)].row }) else {
      throw .init(stage: .rows, message: names[0])
    }
    for index in names.indices {
      for place in 0..<run.rows
      where !mixed[index].equals(place, alone[choice(place)].values[index], place) {
        throw .init(stage: .rows, message: names[index])
      }
    }
  }
}
