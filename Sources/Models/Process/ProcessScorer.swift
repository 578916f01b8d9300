package import Diagnostics
package import Tabular

/// Asks a program, batch by batch; starts it at the first one, and again where it died.
package final class ProcessScorer: Scorer {
  /// Starts after the first; then the model has failed for good.
  private static let restartLimit = 3
  /// A batch that was asked so often and killed it each time has failed.
  private static let deathLimit = 2

  private let model: ProcessModel
  private let writer: ProcessRows
  private let answers: ProcessAnswers
  /// Rows of the batch that are sent.
  private let sent: UnsafeMutablePointer<Int32>
  private var child: ProcessChild?
  private var starts = 0
  /// Of the program that failed last: how it went, and what it wrote to standard error, as it may be told.
  private var last: (death: String, complaint: String?, aside: String?)?

  /// How often the program had to be started again.
  package var restarts: Int? { max(starts - 1, 0) }
  /// The running program's process; nil before the first batch.
  package var process: Int32? { child?.identifier }

  init(_ model: ProcessModel, _ request: ScoreRequest) {
    self.model = model
    writer = ProcessRows(model.signature.inputs, columns: request.columns, speech: model.page.speaks)
    answers = ProcessAnswers(model.signature.outputs, speech: model.page.speaks)
    sent = .allocate(capacity: model.page.batch)
  }

  deinit { sent.deallocate() }

  package func score(_ batch: borrowing Batch, into predictions: Predictions) throws(Diagnostic) {
    precondition(batch.count <= predictions.capacity)
    predictions.count = batch.count
    writer.judge(batch, 0..<batch.count, into: predictions)
    let place = ProcessAnswers.Place(
      source: batch.source, firstRecord: batch.firstRecord, offsets: batch.recordOffsets)
    var row = 0
    while row < batch.count {
      var count = 0
      writer.buffer.removeAll()
      while row < batch.count, count < model.page.batch {
        if predictions.status[row] == .scored {
          sent[count] = Int32(truncatingIfNeeded: row)
          count += 1
          writer.append(row, batch)
        }
        row += 1
      }
      if count == 0 { return }
      writer.end()
      try ask(count, place, into: predictions)
    }
  }

  private func ask(
    _ count: Int, _ place: ProcessAnswers.Place, into predictions: Predictions
  ) throws(Diagnostic) {
    var deaths = 0
    while true {
      let child = try running(place)
      do throws(ProcessFault) {
        for index in 0..<count { predictions.status[Int(sent[index])] = .scored }
        answers.beginBatch(sent, count: count, place)
        return try child.exchange(
          writer.buffer.bytes, limit: model.page.batchLimit, answers, into: predictions)
      } catch {
        let failure = end(child, error) { why in
          Diagnostic(
            .processDied, at: place.source.isEmpty ? nil : .init(file: place.source),
            "the program died over a batch of \(count) rows, and again when it was asked once more: \(why)",
            found: "record \(answers.record(Int(sent[0]))) at the front of the batch", aside: child.aside)
        }
        if case .failed = error { throw failure }
        deaths += 1
        if deaths == ProcessScorer.deathLimit { throw failure }
      }
    }
  }

  /// The program, ready to be asked.
  private func running(_ place: ProcessAnswers.Place) throws(Diagnostic) -> ProcessChild {
    if let child { return child }
    try Interruption.check()
    guard starts <= ProcessScorer.restartLimit else {
      throw Diagnostic(
        .processRestarts, .failure, at: place.source.isEmpty ? nil : .init(file: place.source),
        "the program was started \(starts) times, and is not started again",
        found: last.map { "the last time \($0.death)" },
        next: last?.complaint ?? "One worker starts it at most \(starts) times: mend what it dies of.",
        aside: last?.aside)
    }
    starts += 1
    let child = try ProcessChild(model.page, files: model.files)
    self.child = child
    answers.beginHeader()
    let header = ProcessRows.header(model.signature, model.page.speaks)
    var fault: ProcessFault?
    header.withUnsafeBytes { bytes in
      do throws(ProcessFault) {
        try child.exchange(bytes, limit: model.page.startLimit, answers, into: nil)
      } catch {
        fault = ProcessScorer.ofStart(error)
      }
    }
    guard let fault else { return child }
    throw end(child, fault) { why in
      Diagnostic(
        .processStart, .failure, "the program did not start: \(why) before it wrote its header",
        next: child.advice)
    }
  }

  /// Whatever limit a program breaks before its header, it did not start.
  private static func ofStart(_ fault: ProcessFault) -> ProcessFault {
    guard case .failed(let failure) = fault,
      [.processTime, .processMemory, .processRows, .processTooMuch].contains(failure.identifier)
    else { return fault }
    return .failed(
      Diagnostic(
        .processStart, .failure, at: failure.place, failure.summary, expected: failure.expected,
        found: failure.found, next: failure.next, aside: failure.aside))
  }

  /// Lets go of a program that failed; what is told about it.
  private func end(_ child: ProcessChild, _ fault: ProcessFault, _ died: (String) -> Diagnostic) -> Diagnostic
  {
    child.isCondemned = true
    self.child = nil
    let failure: Diagnostic
    switch fault {
    case .died(let why):
      failure = died(why)
      last = (why, child.complaint, child.aside)
    case .failed(let told):
      failure = told
      last = (told.summary, child.complaint, child.aside)
    }
    return failure
  }
}
