/// Runs a model on a few made-up rows, to see what its outputs really are.
///
/// Declared shapes of outputs may be wrong, and some are not declared.
struct Trial {
  static let distinctRows = 8

  private let run: SessionRun
  private let document: ONNXDocument
  private let names: [String]

  /// Loads the model and tries it.
  static func report(
    _ runtime: ONNXRuntime, _ bytes: [UInt8], _ inputs: InputPlan, _ document: ONNXDocument, outputs: [String]
  ) throws(TrialReport.Failure) -> TrialReport {
    let session: ONNXSession
    let run: SessionRun
    do {
      session = try runtime.session(bytes)
      run = try SessionRun(session, inputs, outputs: outputs, rows: inputs.rows)
    } catch {
      throw .init(stage: .load, message: error.message)
    }
    return try Trial(run: run, document: document, names: outputs).report(version: runtime.version)
  }

  /// What came out of one run, by output: for each trial row the values' bytes or texts.
  private struct Values: Equatable {
    let element: ElementType
    let width: Int
    /// **Shape:** rows × width; bit patterns of numbers, texts otherwise.
    var bits: [UInt64] = []
    var texts: [[UInt8]] = []

    func row(_ row: Int) -> ([UInt64], [[UInt8]]) {
      (
        Array(bits.dropFirst(row * width).prefix(width)), Array(texts.dropFirst(row * width).prefix(width))
      )
    }
  }

  private func report(version: String) throws(TrialReport.Failure) -> TrialReport {
    var mixed: [Values]?
    var failure = ""
    // All of them in turn, as real rows come; then each alone.
    do {
      mixed = try outputs { $0 % Self.distinctRows }
    } catch let error where error.stage == .run {
      failure = error.message
    }
    var rows: [[Values]] = []
    var refused = 0
    for row in 0..<Self.distinctRows {
      do throws(TrialReport.Failure) {
        let alone = try outputs { _ in row }
        rows.append(alone)
        try compare(mixed, row, alone)
      } catch {
        guard error.stage == .run else { throw error }
        failure = error.message
        refused += 1
      }
    }
    guard let first = rows.first else { throw .init(stage: .run, message: failure) }
    let outputs = first.indices.map { index in describe(names[index], rows.map { $0[index] }) }
    return TrialReport(
      version: version, outputs: outputs, together: together(rows), refusedRows: refused)
  }

  private func compare(_ mixed: [Values]?, _ row: Int, _ alone: [Values]) throws(TrialReport.Failure) {
    // A batch of one row has no others.
    guard let mixed, run.rows >= Self.distinctRows else { return }
    for (index, values) in mixed.enumerated() where values.row(row) != alone[index].row(row) {
      throw .init(stage: .rows, message: names[index])
    }
  }

  /// Runs rows of the trial: row r of the batch is trial row `number(r)`.
  private func outputs(_ number: (Int) -> Int) throws(TrialReport.Failure) -> [Values] {
    do {
      fill(number)
      try run.run()
    } catch {
      throw .init(stage: .run, message: error.message)
    }
    var list: [Values] = []
    for (index, name) in names.enumerated() {
      do throws(RuntimeFailure) {
        guard let output = try run.output(index) else {
          throw RuntimeFailure(message: "\(name)\u{1F}no tensor of numbers or texts")
        }
        guard output.dimensions.first == run.rows else {
          throw RuntimeFailure(
            message: "\(name)\u{1F}a tensor of the shape \(output.dimensions) for \(run.rows) rows")
        }
        var width = 1
        for size in output.dimensions.dropFirst() {
          guard size > 0, size <= ONNXDocument.Limit.columns / width else {
            throw RuntimeFailure(message: "\(name)\u{1F}\(size) values for a row")
          }
          width *= size
        }
        list.append(try values(index, output.element, width))
      } catch {
        throw .init(stage: .output, message: error.message)
      }
    }
    return list
  }

  private func values(_ index: Int, _ element: ElementType, _ width: Int) throws(RuntimeFailure) -> Values {
    var values = Values(element: element, width: width)
    let count = min(run.rows, Self.distinctRows) * width
    if element == .string {
      var bytes: [UInt8] = []
      var offsets: [Int] = []
      try run.strings(index, count: run.rows * width, into: &bytes, &offsets)
      values.texts = (0..<count).map { Array(bytes[offsets[$0]..<offsets[$0 + 1]]) }
    } else {
      let reader = TensorReader(try run.data(index), element)
      values.bits = (0..<count).map { reader.bits($0) }
    }
    return values
  }

  private func describe(_ name: String, _ rows: [Values]) -> TrialReport.Output {
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

  private func together(_ rows: [[Values]]) -> TrialReport.Output? {
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

extension Trial {
  private static let numbers: [Double] = [0, 1, -1, 0.5, 3, -2.5, 10, 100]
  private static let words = ["", "a", "the order has not arrived", "1", "refund", "Ä", "true", "yes no"]

  /// Small and ordinary values: whole numbers may be indices.
  private func fill(_ number: (Int) -> Int) {
    for (tensor, buffer) in zip(run.inputs.tensors, run.buffers) {
      for row in 0..<run.rows {
        let trial = number(row)
        for column in 0..<tensor.width {
          let seed = trial == 0 ? 0 : (trial + column * 3) % Self.distinctRows
          let place = row * tensor.width + column
          switch tensor.element {
          case .float:
            buffer.storeBytes(of: Float(Self.numbers[seed]), toByteOffset: place * 4, as: Float.self)
          case .double: buffer.storeBytes(of: Self.numbers[seed], toByteOffset: place * 8, as: Double.self)
          case .string:
            buffer.storeBytes(
              of: TrialWords.shared.pointers[seed], toByteOffset: place * 8, as: UnsafePointer<CChar>?.self)
          default: TensorWriter(buffer, tensor.element).store(Double(seed % 2), at: place)
          }
        }
      }
    }
  }

  /// Texts that C can read, for good.
  private final class TrialWords: @unchecked Sendable {  // Never changed after init.
    static let shared = TrialWords()
    let pointers: [UnsafePointer<CChar>?]

    private init() {
      pointers = Trial.words.map { word in
        let bytes = word.utf8CString
        let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { (memory + index).initialize(to: byte) }
        return UnsafePointer(memory)
      }
    }
  }
}
