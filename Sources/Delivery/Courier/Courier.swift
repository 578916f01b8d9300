package import Book
package import Diagnostics
import Glibc
import Workspace

/// Hands prepared mails over, each once: the book knows of a mail before its server does.
package struct Courier {
  /// How things stand with a recipient before anything is done.
  package enum Standing {
    /// Nothing was delivered yet; `sent` mails of this period were before.
    case open(sent: Int, newest: Int)
    /// The newest mail has arrived.
    case sent(DeliveryRecord, sent: Int)
    /// Nobody knows whether the newest mail has arrived.
    case unknown(DeliveryRecord, reason: String)
    /// Another process is at it.
    case busy(DeliveryRecord)
  }

  /// What came of a mail.
  package enum Result {
    case sent(answer: String)
    /// Nothing was delivered.
    case failed(DeliveryTrouble)
    /// It may have been delivered.
    case uncertain(DeliveryTrouble)
  }

  let book: Book
  let report: String
  let period: String
  let now: () -> String
  /// Waits so many seconds; throws where a signal came.
  let wait: (Double) throws(Diagnostic) -> Void

  /// - Parameters:
  ///   - now: RFC 3339.
  ///   - wait: Waits so many seconds; throws where a signal came.
  package init(
    book: Book, report: String, period: String, now: @escaping () -> String,
    wait: @escaping (Double) throws(Diagnostic) -> Void
  ) {
    self.book = book
    self.report = report
    self.period = period
    self.now = now
    self.wait = wait
  }

  /// Waits until a signal comes or the time is over.
  package static func pause(_ seconds: Double) throws(Diagnostic) {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while clock.now < end {
      try Interruption.check()
      usleep(50_000)
    }
  }

  /// How things stand with a recipient.
  package func standing(of recipient: String) throws(Diagnostic) -> Standing {
    let records = try book.deliveries(report: report, period: period).filter { $0.recipient == recipient }
    let sent = records.count { $0.state == .sent }
    guard let newest = records.last else { return .open(sent: 0, newest: 0) }
    switch newest.standing(seenFrom: .current()) {
    case (.failed, _): return .open(sent: sent, newest: newest.attempt)
    case (.sent, _): return .sent(newest, sent: sent)
    case (.sending, _): return .busy(newest)
    case (.uncertain, let reason): return .unknown(newest, reason: reason)
    }
  }

  /// Enters what a person knows of a mail of which nobody knew.
  package func resolve(_ record: DeliveryRecord, hasArrived: Bool, by user: String) throws(Diagnostic) {
    try book.end(
      record, hasArrived ? .sent : .failed,
      answer: (hasArrived ? "said to have arrived" : "said not to have arrived") + " by \(user)"
        + (record.answer.isEmpty ? "" : "; before that: \(record.answer)"),
      at: now())
  }

  /// - Parameter newest: The number of the recipient's newest attempt.
  ///
  /// **Throws:** `book-delivery-taken` where somebody else is at it, and `command-interrupted` before anything is handed
  /// over.
  package func deliver(
    _ handover: Handover, after newest: Int
  ) throws(Diagnostic) -> Result {
    try Interruption.check()
    let mail = handover.delivery
    let record = try book.begin(
      DeliveryRecord(
        report: report, period: period, recipient: mail.recipient, audience: mail.audience.name,
        channel: mail.audience.channel, messageID: mail.messageID, digest: mail.digest, beganAt: now(),
        process: .current()), after: newest)
    let result: Result
    var doubt: DeliveryTrouble?
    do throws(Diagnostic) {
      result = try handedOver(handover, &doubt)
    } catch {
      // Thrown before anything was handed over, or between two attempts of which one may have arrived.
      try book.end(
        record, doubt == nil ? .failed : .uncertain, answer: doubt?.description ?? error.summary, at: now())
      throw error
    }
    switch result {
    case .sent(let answer): return kept(result, of: record, .sent, answer)
    case .failed(let trouble):
      try book.end(record, .failed, answer: trouble.description, at: now())
      return result
    case .uncertain(let trouble): return kept(result, of: record, .uncertain, trouble.description)
    }
  }

  /// Enters what may have arrived. Where the book can't be told it still says that this process hands it over, so that
  /// the next one knows no more than that.
  private func kept(
    _ result: Result, of record: DeliveryRecord, _ state: DeliveryRecord.State, _ answer: String
  ) -> Result {
    do throws(Diagnostic) {
      try book.end(record, state, answer: answer, at: now())
      return result
    } catch {
      return .uncertain(
        DeliveryTrouble(
          .deliveryUncertain,
          "\(state == .sent ? "it was taken" : "it may have been taken"), and the book can't be told"
            + " (\(error.summary))", expected: "a book that can be written", answer: answer))
    }
  }

  /// What is being handed over is not cut off by a signal: it would leave a mail of which nobody knows.
  ///
  /// - Parameter doubt: What one attempt was answered that may have arrived: no later "no" takes that back.
  private func handedOver(
    _ handover: Handover, _ doubt: inout DeliveryTrouble?
  ) throws(Diagnostic) -> Result {
    var pauses = handover.waits[...]
    while true {
      let outcome = try Interruption.holding { () throws(Diagnostic) in
        try handover.attempt()
      }
      switch outcome {
      case .delivered(let answer): return .sent(answer: answer)
      case .refused(let trouble): return doubt.map { .uncertain($0) } ?? .failed(trouble)
      case .uncertain(let trouble): return .uncertain(trouble)
      case .doubtful(let trouble):
        doubt = trouble
        guard let pause = pauses.popFirst() else { return .uncertain(trouble) }
        try wait(pause)
      case .deferred(let trouble):
        guard let pause = pauses.popFirst() else {
          return doubt.map { .uncertain($0) } ?? .failed(trouble)
        }
        try wait(pause)
      }
    }
  }
}
