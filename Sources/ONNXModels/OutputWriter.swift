import Diagnostics
import Models
import Tabular

/// Puts what came out of a run into the predictions.
final class OutputWriter {
  private let plan: OutputPlan
  private let run: SessionRun
  private let wanted: [Bool]
  private let numberedClasses: [Int64: Int32]
  /// Keys of classes as bytes, in their order, for a search.
  private let namedClasses: [(key: [UInt8], index: Int32)]
  private var readers: [TensorReader?]
  private var bytes: [[UInt8]]
  private var offsets: [[Int]]

  init(_ plan: OutputPlan, run: SessionRun, wanted: Set<Int>) {
    self.plan = plan
    self.run = run
    self.wanted = plan.outputs.indices.map { wanted.contains($0) }
    let keys = plan.labels?.keys ?? []
    var numbered: [Int64: Int32] = [:]
    for (index, key) in keys.enumerated() { if let number = Int64(key) { numbered[number] = Int32(index) } }
    numberedClasses = numbered
    namedClasses = keys.enumerated().map { (Array($1.utf8), Int32($0)) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
    readers = plan.shapes.map { _ in nil }
    bytes = plan.shapes.map { _ in [] }
    offsets = plan.shapes.map { _ in [] }
  }

  /// Rows of the predictions from the first rows of the run.
  ///
  /// A number that is NaN, or a class that nobody knows, is no prediction: its row is refused.
  /// **Throws** where an output has another shape than in the trial.
  func write(_ rows: Range<Int>, _ predictions: Predictions) throws(Diagnostic) {
    do {
      try fetch()
    } catch {
      throw Diagnostic(
        .onnxOutput, .failure, "an output of the model can't be read", found: visible(error.message))
    }
    for (index, source) in plan.sources.enumerated() {
      switch source {
      case .number(let element): writeNumbers(index, element, rows, predictions)
      case .text(let element): writeTexts(index, element, rows, predictions)
      case .label, .best, .half: writeLabels(index, source, rows, predictions)
      }
    }
    for row in rows where predictions.status[row] != .scored { clear(row, predictions) }
  }

  /// No value for a row.
  func clear(_ row: Int, _ predictions: Predictions) {
    for (index, output) in plan.outputs.enumerated() {
      switch output.kind {
      case .number: predictions.numbers(index)[row] = .nan
      case .label: predictions.labels(index)[row] = -1
      case .text: predictions.slices(index)[row] = .missing
      }
    }
  }

  private func fetch() throws(RuntimeFailure) {
    for (index, shape) in plan.shapes.enumerated() {
      guard let output = try run.output(index), output.element == shape.element,
        output.dimensions.first == run.rows,
        output.dimensions.dropFirst().reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue })
          == shape.width
      else { throw RuntimeFailure(message: "'\(shape.name)' has another shape or type than at first") }
      if shape.element == .string {
        try run.strings(index, count: run.rows * shape.width, into: &bytes[index], &offsets[index])
      } else {
        readers[index] = TensorReader(try run.data(index), shape.element)
      }
    }
  }

  private func refuse(_ row: Int, _ predictions: Predictions) {
    if predictions.status[row] == .scored { predictions.status[row] = .refused }
  }

  private func writeNumbers(
    _ index: Int, _ element: OutputPlan.Element, _ rows: Range<Int>, _ predictions: Predictions
  ) {
    guard let reader = readers[element.output] else { return }
    let width = plan.shapes[element.output].width
    let target = predictions.numbers(index)
    for row in rows {
      let value = reader.number((row - rows.lowerBound) * width + element.column)
      // Also where nobody wants it: which rows are refused must not depend on the columns that are asked for.
      if value.isNaN { refuse(row, predictions) }
      if wanted[index] { target[row] = value }
    }
  }

  private func writeTexts(
    _ index: Int, _ element: OutputPlan.Element, _ rows: Range<Int>, _ predictions: Predictions
  ) {
    guard wanted[index] else { return }
    let width = plan.shapes[element.output].width
    let target = predictions.slices(index)
    bytes[element.output].withUnsafeBytes { bytes in
      for row in rows {
        let place = (row - rows.lowerBound) * width + element.column
        let range = offsets[element.output][place]..<offsets[element.output][place + 1]
        if let slice = predictions.text.append(UnsafeRawBufferPointer(rebasing: bytes[range])) {
          target[row] = slice
        } else {
          refuse(row, predictions)
        }
      }
    }
  }

  private func writeLabels(
    _ index: Int, _ source: OutputPlan.Source, _ rows: Range<Int>, _ predictions: Predictions
  ) {
    let target = predictions.labels(index)
    for row in rows {
      let label = label(source, row - rows.lowerBound)
      if label < 0 { refuse(row, predictions) }
      if wanted[index] { target[row] = label }
    }
  }

  /// The class of a row of the run; -1 for one that is not known.
  private func label(_ source: OutputPlan.Source, _ row: Int) -> Int32 {
    func number(_ element: OutputPlan.Element) -> Double {
      readers[element.output]?.number(row * plan.shapes[element.output].width + element.column) ?? .nan
    }
    switch source {
    case .half(let element): return number(element) > 0.5 ? 1 : 0
    case .best(let elements):
      var best = 0
      for index in elements.indices where number(elements[index]) > number(elements[best]) { best = index }
      return Int32(truncatingIfNeeded: best)
    case .label(let element):
      if let reader = readers[element.output] {
        return numberedClasses[Int64(bitPattern: reader.bits(row))] ?? -1
      }
      return named(element.output, row)
    case .number, .text: return -1
    }
  }

  private func named(_ output: Int, _ row: Int) -> Int32 {
    let range = offsets[output][row]..<offsets[output][row + 1]
    return bytes[output].withUnsafeBytes { bytes in
      let text = UnsafeRawBufferPointer(rebasing: bytes[range])
      var low = 0
      var high = namedClasses.count
      while low < high {
        let middle = (low + high) / 2
        if namedClasses[middle].key.lexicographicallyPrecedes(text) {
          low = middle + 1
        } else {
          high = middle
        }
      }
      guard low < namedClasses.count, namedClasses[low].key.elementsEqual(text) else { return -1 }
      return namedClasses[low].index
    }
  }
}
