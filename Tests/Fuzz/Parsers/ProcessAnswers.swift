import Tabular

@testable import Models

extension FuzzedParser {
  /// A program's header and answers, all at once and piece by piece, which must give the same.
  ///
  /// **Shape:** the first byte chooses the form and the outputs, the second the size of the pieces.
  static let processAnswers = FuzzedParser("process-answers") { bytes in
    guard bytes.count > 2 else { return }
    let speech: ProcessPage.Speech = bytes[0] & 1 == 0 ? .csv : .jsonLines
    let all = [
      Output(name: "probability", kind: .number), Output(name: "class", kind: .label(["no", "yes", "ye"])),
      Output(name: "note", kind: .text),
    ]
    let outputs = bytes[0] & 2 == 0 ? all : [all[Int(bytes[0] >> 2) % 3]]
    let answer = bytes.dropFirst(2)
    let whole = read(answer, outputs, speech, pieces: answer.count)
    precondition(
      whole == read(answer, outputs, speech, pieces: Int(bytes[1]) + 1), "pieces are read in another way")
  }

  /// What was read, and how it ended; nil where it was refused.
  private static func read(
    _ answer: ArraySlice<UInt8>, _ outputs: [Output], _ speech: ProcessPage.Speech, pieces size: Int
  ) -> [String]? {
    let rows: [Int32] = [0, 1, 2, 4, 7, 9]
    let predictions = Predictions(outputs, capacity: 16)
    predictions.reset(count: 16)
    let answers = ProcessAnswers(outputs, speech: speech)
    let received = ProcessBuffer(capacity: 64)
    answers.beginHeader()
    // The program writes its header, and waits for rows.
    let header = answer.prefix { $0 != 0x0A }.count + 1
    guard feed(answer.prefix(header), size, received, { try answers.take(received, into: nil) }) == true
    else { return nil }
    return rows.withUnsafeBufferPointer { rows in
      guard let first = rows.baseAddress else { return nil }
      answers.beginBatch(first, count: rows.count, .init())
      let end = feed(
        answer.dropFirst(header), size, received, { try answers.take(received, into: predictions) })
      guard let end else { return nil }
      return ["\(end) \(answers.row)"] + rows.prefix(answers.row).map { cells(predictions, Int($0)) }
    }
  }

  /// Whether the answer was complete; nil where it was refused.
  private static func feed(
    _ bytes: ArraySlice<UInt8>, _ size: Int, _ received: ProcessBuffer, _ take: () throws -> Bool
  ) -> Bool? {
    var rest = bytes
    var isComplete = false
    while !rest.isEmpty {
      if isComplete { return nil }
      received.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
      do { isComplete = try take() } catch { return nil }
    }
    return isComplete
  }

  private static func cells(_ predictions: Predictions, _ row: Int) -> String {
    var text = "\(predictions.status[row])"
    guard predictions.status[row] == .scored else { return text }
    for (index, output) in predictions.outputs.enumerated() {
      switch output.kind {
      case .number:
        precondition(predictions.numbers(index)[row].isFinite, "a number that is none")
        text += " \(predictions.numbers(index)[row])"
      case .label(let labels): text += " \(labels[Int(predictions.labels(index)[row])])"
      case .text:
        let slice = predictions.slices(index)[row]
        text += slice.isMissing ? " -" : " \(Array(predictions.text.bytes(of: slice)))"
      }
    }
    return text
  }
}
