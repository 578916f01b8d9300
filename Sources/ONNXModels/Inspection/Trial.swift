/// Runs a model on a few made-up rows, to see what its outputs really are.
///
/// Declared shapes of outputs may be wrong, and some are not declared.
struct Trial {
  static let distinctRows = TrialRows.ordinary

  private let run: SessionRun
  private let names: [String]

  /// Loads the model and tries it.
  static func report(
    _ runtime: ONNXRuntime, _ bytes: [UInt8], _ inputs: InputPlan, outputs: [String]
  ) throws(TrialReport.Failure) -> TrialReport {
    let session: ONNXSession
    let run: SessionRun
    do {
      session = try runtime.session(bytes)
      run = try SessionRun(session, inputs, outputs: outputs, rows: inputs.rows)
    } catch {
      throw .init(stage: .load, message: error.message)
    }
    return try Trial(run: run, names: outputs).report(version: runtime.version)
  }

  private func report(version: String) throws(TrialReport.Failure) -> TrialReport {
    var rows: [[RunValues]] = []
    var sample = 0
    var failure = ""
    for row in 0..<Self.distinctRows {
      TrialRows.fill(run) { _ in row }
      do {
        try run.run()
      } catch {
        failure = error.message
        continue
      }
      if rows.isEmpty { sample = row }
      rows.append(try RunValues.read(run, names, rows: 1))
    }
    guard let first = rows.first else { throw .init(stage: .run, message: failure) }
    try RowIndependence.check(run.session, run.inputs, names, sample: sample, fallback: run)
    let outputs = first.indices.map { index in describe(names[index], rows.map { $0[index] }) }
    return TrialReport(
      version: version, outputs: outputs, together: together(rows),
      refusedRows: Self.distinctRows - rows.count, sampleRow: sample)
  }

  private func describe(_ name: String, _ rows: [RunValues]) -> TrialReport.Output {
    let (element, width) = (rows[0].element, rows[0].width)
    let isText = element == .string
    let single =
      width == 1 && !element.isFloating
      ? rows.map { row in
        isText ? String(decoding: row.texts[0], as: UTF8.self) : TensorReader.text(row.bits[0], element)
      } : []
    let (isDistribution, best) =
      element.isFloating && width > 1
      ? distribution(rows.map { row in (0..<width).map { TensorReader.number(row.bits[$0], element) } })
      : (false, [])
    let isUnit =
      element.isFloating
      && rows.allSatisfy { row in
        (0..<width).allSatisfy { !(abs(TensorReader.number(row.bits[$0], element) - 0.5) > 0.5) }
      }
    return .init(
      name: name, element: element, width: width, values: single, isDistribution: isDistribution,
      isUnit: isUnit, best: best)
  }

  private func together(_ rows: [[RunValues]]) -> TrialReport.Output? {
    let single = rows[0].indices.filter { rows[0][$0].element.isFloating && rows[0][$0].width == 1 }
    guard single.count > 1 else { return nil }
    let (isDistribution, best) = distribution(
      rows.map { row in single.map { TensorReader.number(row[$0].bits[0], row[$0].element) } })
    return .init(
      name: "", element: .float, width: single.count, values: [], isDistribution: isDistribution,
      isUnit: isDistribution, best: best)
  }

  /// Rows that hold NaN tell nothing.
  private func distribution(_ rows: [[Double]]) -> (Bool, [Int]) {
    let told = rows.filter { $0.allSatisfy { !$0.isNaN } }
    let fits = told.allSatisfy { row in
      row.allSatisfy { (0...1).contains($0) } && abs(row.reduce(0, +) - 1) < 1e-3
    }
    guard fits, !told.isEmpty else { return (false, []) }
    return (true, rows.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 })
  }
}
