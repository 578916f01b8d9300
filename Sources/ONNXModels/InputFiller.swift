import Models
import Tabular

/// Puts columns of a batch into the input tensors; nothing is allocated but room for longer texts.
final class InputFiller {
  private let plan: InputPlan
  private let run: SessionRun
  private let columns: [Int]
  /// Texts of the rows at hand, each ended by a zero byte, as C wants them.
  private var text: UnsafeMutablePointer<CChar>
  private var capacity = 1 << 12

  init(_ plan: InputPlan, run: SessionRun, columns: [Int]) {
    self.plan = plan
    self.run = run
    self.columns = columns
    text = .allocate(capacity: capacity)
    text.initialize(repeating: 0, count: capacity)
  }

  deinit { text.deallocate() }

  /// Rows of the batch, then the last one again until the tensors are full.
  ///
  /// A row that lacks a whole number, or has one that its tensor can't hold, gets its status; 0 stands in for it.
  func fill(_ batch: borrowing Batch, _ rows: Range<Int>, _ predictions: Predictions) {
    reserve(batch, rows)
    var end = 1
    for (tensor, buffer) in zip(plan.tensors, run.buffers) {
      for column in 0..<tensor.width {
        let input = tensor.first + column
        let source = columns[input]
        switch tensor.element {
        case .float:
          let numbers = batch.numbers(source)
          let target = buffer.assumingMemoryBound(to: Float.self) + column
          for row in rows { target[(row - rows.lowerBound) * tensor.width] = Float(numbers[row]) }
        case .double:
          let numbers = batch.numbers(source)
          let target = buffer.assumingMemoryBound(to: Double.self) + column
          for row in rows { target[(row - rows.lowerBound) * tensor.width] = numbers[row] }
        case .string:
          fillText(batch, source, rows, predictions, input, tensor.width, column, buffer, &end)
        default:
          fillWhole(batch.numbers(source), rows, predictions, input, tensor, column, buffer)
        }
      }
      repeatLast(tensor, buffer, rows.count)
    }
  }

  private func fillWhole(
    _ numbers: UnsafePointer<Double>, _ rows: Range<Int>, _ predictions: Predictions, _ input: Int,
    _ tensor: InputPlan.Tensor, _ column: Int, _ buffer: UnsafeMutableRawPointer
  ) {
    let writer = TensorWriter(buffer, tensor.element)
    for row in rows {
      let stored = writer.store(numbers[row], at: (row - rows.lowerBound) * tensor.width + column)
      if !stored { refuse(row, numbers[row].isNaN ? .missingInput : .invalidInput, input, predictions) }
    }
  }

  private func fillText(
    _ batch: borrowing Batch, _ source: Int, _ rows: Range<Int>, _ predictions: Predictions, _ input: Int,
    _ width: Int, _ column: Int, _ buffer: UnsafeMutableRawPointer, _ end: inout Int
  ) {
    let slices = batch.slices(source)
    let pointers = buffer.assumingMemoryBound(to: UnsafePointer<CChar>?.self)
    for row in rows {
      let place = (row - rows.lowerBound) * width + column
      let slice = slices[row]
      guard !slice.isMissing, slice.length > 0, let base = batch.textBase else {
        // The zero byte that the text begins with: an empty text.
        pointers[place] = UnsafePointer(text)
        continue
      }
      let length = Int(slice.length)
      let start = text + end
      UnsafeMutableRawPointer(start).copyMemory(from: base + Int(slice.start), byteCount: length)
      start[length] = 0
      pointers[place] = UnsafePointer(start)
      end += length + 1
      // A text ends for C at its first zero byte; it must not be cut in silence.
      var position = 0
      while position < length, start[position] != 0 { position += 1 }
      if position < length { refuse(row, .invalidInput, input, predictions) }
    }
  }

  private func refuse(_ row: Int, _ status: RowStatus, _ input: Int, _ predictions: Predictions) {
    guard predictions.status[row] == .scored else { return }
    predictions.status[row] = status
    predictions.blame[row] = Int32(truncatingIfNeeded: input)
  }

  private func repeatLast(_ tensor: InputPlan.Tensor, _ buffer: UnsafeMutableRawPointer, _ count: Int) {
    let bytes = tensor.width * tensor.element.width
    let last = buffer + (count - 1) * bytes
    for row in count..<max(count, run.rows) {
      (buffer + row * bytes).copyMemory(from: last, byteCount: bytes)
    }
  }

  /// Makes room for the texts first: pointers to them must not move.
  private func reserve(_ batch: borrowing Batch, _ rows: Range<Int>) {
    var needed = 1
    for tensor in plan.tensors where tensor.element == .string {
      for column in 0..<tensor.width {
        let slices = batch.slices(columns[tensor.first + column])
        for row in rows where !slices[row].isMissing { needed += Int(slices[row].length) + 1 }
      }
    }
    guard needed > capacity else { return }
    text.deallocate()
    capacity = max(needed, capacity * 2)
    text = .allocate(capacity: capacity)
    text.initialize(repeating: 0, count: capacity)
  }

  /// For rows without a result: the first number that is missing, where one is, else the model's own refusal.
  func blameMissing(_ batch: borrowing Batch, _ rows: Range<Int>, _ predictions: Predictions) {
    for row in rows where predictions.status[row] == .refused && predictions.blame[row] < 0 {
      for (index, input) in plan.inputs.enumerated() where input.storage == .number {
        guard batch.numbers(columns[index])[row].isNaN else { continue }
        predictions.status[row] = .missingInput
        predictions.blame[row] = Int32(truncatingIfNeeded: index)
        break
      }
    }
  }
}
