import Models
import Tabular

/// Where the cells of an output's columns lie for one batch; made anew for each batch, once.
///
/// A number in a text column becomes decimal text, without a point where it is whole: a key read as a number
/// keeps its face. A number in an integer column becomes an integer where it is one.
struct OutputCells {
  /// Holds no array, so that looking at a cell counts no references.
  private enum Cells {
    case numbers(UnsafePointer<Double>)
    /// The second is the column's place in `names`.
    case codes(UnsafePointer<Int32>, Int)
    case texts(UnsafePointer<TextSlice>, UnsafeRawPointer?)
    /// The second is the column's place in `cuts`.
    case band(UnsafePointer<Double>, Int)
    /// The column's place in `constants`.
    case constantText(Int)
    case constantInteger(Int64)
    case null
  }

  private let cells: [Cells]
  private let kinds: [OutputColumn.Kind]
  private let names: [[[UInt8]]]
  private let cuts: [[Double]]
  private let constants: [[UInt8]]
  private let number = ByteScratch(capacity: 64)

  init(
    _ columns: [OutputColumn], _ batch: borrowing Batch, _ predictions: [Predictions], _ labels: OutputLabels
  ) {
    kinds = columns.map(\.kind)
    var cells: [Cells] = []
    var names: [[[UInt8]]] = []
    var cuts: [[Double]] = []
    var constants: [[UInt8]] = []
    cells.reserveCapacity(columns.count)
    for column in columns {
      switch column.value {
      case .input(let index):
        switch batch.layout.columns[index].storage {
        case .number: cells.append(.numbers(batch.numbers(index)))
        case .category(let categories):
          cells.append(.codes(batch.codes(index), names.count))
          names.append(labels.bytes(of: categories, input: index))
        case .text: cells.append(.texts(batch.slices(index), batch.textBase))
        }
      case .prediction(let model, let output):
        let values = predictions[model]
        switch values.outputs[output].kind {
        case .number: cells.append(.numbers(values.numbers(output)))
        case .label(let classes):
          cells.append(.codes(values.labels(output), names.count))
          names.append(labels.bytes(of: classes, model: model, output: output))
        case .text:
          // The bytes stay where they are: nobody appends while a batch is encoded.
          cells.append(.texts(values.slices(output), UnsafeRawPointer(values.text.base)))
        }
      case .band(let model, let output, let points):
        cells.append(.band(predictions[model].numbers(output), cuts.count))
        cuts.append(points)
      case .constant(let text):
        cells.append(.constantText(constants.count))
        constants.append(Array(text.utf8))
      case .constantInteger(let integer): cells.append(.constantInteger(Int64(integer)))
      case .null: cells.append(.null)
      }
    }
    self.cells = cells
    self.names = names
    self.cuts = cuts
    self.constants = constants
  }

  /// Whether the cell has no value.
  func isMissing(_ column: Int, _ row: Int) -> Bool {
    switch cells[column] {
    case .numbers(let numbers), .band(let numbers, _): numbers[row].isNaN
    case .codes(let codes, let place): codes[row] < 0 || Int(codes[row]) >= names[place].count
    case .texts(let slices, let base): slices[row].isMissing || base == nil && slices[row].length > 0
    case .constantText, .constantInteger: false
    case .null: true
    }
  }

  @inline(__always)
  func emit(_ column: Int, _ row: Int, into sink: some CellSink) {
    switch cells[column] {
    case .numbers(let numbers):
      emit(numbers[row], kinds[column], into: sink)
    case .texts(let slices, let base):
      let slice = slices[row]
      if slice.isMissing { return sink.null() }
      let start = base.map { $0 + Int(slice.start) }
      sink.text(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(slice.length)))
    case .codes(let codes, let place):
      let code = Int(codes[row])
      if code < 0 || code >= names[place].count { return sink.null() }
      names[place][code].withUnsafeBytes { sink.text($0) }
    case .band(let numbers, let place):
      if numbers[row].isNaN { return sink.null() }
      var part: Int64 = 1
      for cut in cuts[place] where cut <= numbers[row] { part += 1 }
      emit(Double(part), kinds[column], into: sink)
    case .constantText(let place): constants[place].withUnsafeBytes { sink.text($0) }
    case .constantInteger(let integer):
      if kinds[column] == .text { emit(Double(integer), .text, into: sink) } else { sink.integer(integer) }
    case .null: sink.null()
    }
  }

  @inline(__always)
  private func emit(_ value: Double, _ kind: OutputColumn.Kind, into sink: some CellSink) {
    if value.isNaN { return sink.null() }
    if kind == .real { return sink.real(value) }
    let integer = value.magnitude <= 9_007_199_254_740_992 ? Int64(exactly: value) : nil
    if kind == .integer {
      if let integer { sink.integer(integer) } else { sink.real(value) }
      return
    }
    number.removeAll()
    if let integer { number.append(integer: integer) } else { number.append(number: value) }
    sink.text(number.bytes)
  }
}

/// Bytes of category names and labels, made once for an encoder.
final class OutputLabels {
  private struct Key: Hashable {
    let model: Int
    let output: Int
  }
  private var known: [Key: [[UInt8]]] = [:]

  func bytes(of names: [String], input: Int) -> [[UInt8]] { bytes(of: names, model: -1, output: input) }

  func bytes(of names: [String], model: Int, output: Int) -> [[UInt8]] {
    let key = Key(model: model, output: output)
    if let bytes = known[key] { return bytes }
    let bytes = names.map { Array($0.utf8) }
    known[key] = bytes
    return bytes
  }
}
