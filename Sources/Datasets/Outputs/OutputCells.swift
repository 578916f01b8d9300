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
    case constantNumber(Double)
    case null
  }

  /// Column after column, for one variant after the other where any column differs between them.
  private let cells: [Cells]
  /// Of each row; nil where no column differs between variants.
  private let variants: UnsafePointer<UInt8>?
  /// What stands in their place where the fallback answered; empty where no column differs.
  private let fallbackCells: [Cells]
  /// The champion's; nil where no column differs.
  private let status: UnsafePointer<RowStatus>?
  private let kinds: [OutputColumn.Kind]
  private let names: [[[UInt8]]]
  private let cuts: [[Double]]
  private let constants: [[UInt8]]
  private let number = ByteScratch(capacity: 64)

  init(
    _ columns: [OutputColumn], _ batch: borrowing Batch, _ predictions: [Predictions], _ labels: OutputLabels
  ) {
    var maker = Maker()
    let variantCount = columns.map(\.value.answers.champion.variantCount).max() ?? 1
    cells = (0..<variantCount).flatMap { variant in
      columns.map { maker.cells($0.value.answers.champion.of(variant), batch, predictions, labels) }
    }
    variants = variantCount > 1 ? UnsafePointer(batch.variants) : nil
    let differs = columns.contains { if case .either = $0.value { true } else { false } }
    fallbackCells =
      differs
      ? (0..<variantCount).flatMap { variant in
        columns.map { maker.cells($0.value.answers.fallback.of(variant), batch, predictions, labels) }
      } : []
    status = differs ? UnsafePointer(predictions[0].status) : nil
    kinds = columns.map(\.kind)
    names = maker.names
    cuts = maker.cuts
    constants = maker.constants
  }

  /// Finds cells and keeps what they point to.
  private struct Maker {
    var names: [[[UInt8]]] = []
    var cuts: [[Double]] = []
    var constants: [[UInt8]] = []

    mutating func cells(
      _ value: OutputColumn.Value, _ batch: borrowing Batch, _ predictions: [Predictions],
      _ labels: OutputLabels
    ) -> Cells {
      switch value {
      case .input(let index):
        switch batch.layout.columns[index].storage {
        case .number: return .numbers(batch.numbers(index))
        case .category(let categories):
          names.append(labels.bytes(of: categories, input: index))
          return .codes(batch.codes(index), names.count - 1)
        case .text: return .texts(batch.slices(index), batch.textBase)
        }
      case .prediction(let model, let output):
        let values = predictions[model]
        switch values.outputs[output].kind {
        case .number: return .numbers(values.numbers(output))
        case .label(let classes):
          names.append(labels.bytes(of: classes, model: model, output: output))
          return .codes(values.labels(output), names.count - 1)
        case .text:
          // The bytes stay where they are: nobody appends while a batch is encoded.
          return .texts(values.slices(output), UnsafeRawPointer(values.text.base))
        }
      case .band(let model, let output, let points):
        cuts.append(points)
        return .band(predictions[model].numbers(output), cuts.count - 1)
      case .constant(let text):
        constants.append(Array(text.utf8))
        return .constantText(constants.count - 1)
      case .constantInteger(let integer): return .constantInteger(Int64(integer))
      case .constantNumber(let number): return .constantNumber(number)
      case .null, .either, .variants: return .null
      }
    }
  }

  @inline(__always)
  private func cell(_ column: Int, _ row: Int) -> Cells {
    let place = variants.map { Int($0[row]) * kinds.count + column } ?? column
    if let status, status[row] == .replaced { return fallbackCells[place] }
    return cells[place]
  }

  /// Whether the cell has no value.
  func isMissing(_ column: Int, _ row: Int) -> Bool {
    switch cell(column, row) {
    case .numbers(let numbers), .band(let numbers, _): numbers[row].isNaN
    case .codes(let codes, let place): codes[row] < 0 || Int(codes[row]) >= names[place].count
    case .texts(let slices, let base): slices[row].isMissing || base == nil && slices[row].length > 0
    case .constantText, .constantInteger, .constantNumber: false
    case .null: true
    }
  }

  @inline(__always)
  func emit(_ column: Int, _ row: Int, into sink: some CellSink) {
    switch cell(column, row) {
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
    case .constantNumber(let value): emit(value, kinds[column], into: sink)
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

extension OutputColumn.Value {
  /// What stands where the champion answered, and where the fallback did.
  fileprivate var answers: (champion: Self, fallback: Self) {
    if case .either(let champion, let fallback) = self { (champion, fallback) } else { (self, self) }
  }

  fileprivate var variantCount: Int { if case .variants(let values) = self { values.count } else { 1 } }

  /// What stands where the row belongs to a variant.
  fileprivate func of(_ variant: Int) -> Self {
    if case .variants(let values) = self { values[variant] } else { self }
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
