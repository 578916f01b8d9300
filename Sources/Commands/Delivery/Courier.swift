import Book
import Delivery
import Diagnostics
import Glibc
import Workspace

/// Hands prepared mails over, each once: the book knows of a mail before its server does.
struct Courier {
  /// What came of a mail.
  enum Result {
    case sent(answer: String)
    /// It was sent before.
    case stands(DeliveryRecord)
    /// Nothing was delivered.
    case failed(answer: String)
    /// It may have been delivered.
    case uncertain(reason: String)
  }

  let book: Book
  let report: String
  let period: String
  let now: () -> String
  /// Waits so many seconds; throws where a signal came.
  let wait: (Double) throws(Diagnostic) -> Void

  /// Waits until a signal comes or the time is over.
  static func pause(_ seconds: Double) throws(Diagnostic) {
    let end = Host.seconds() + seconds
    while Host.seconds() < end {
      try Interruption.check()
      usleep(50_000)
    }
  }

  /// The newest attempt at a recipient, with what is known of it: one whose process has ended without telling is not
  /// known to have arrived.
  func newest(for recipient: String) throws(Diagnostic) -> DeliveryRecord? {
    guard
      var record = try book.deliveries(report: report, period: period).last(where: {
        $0.recipient == recipient
      })
    else { return nil }
    if record.state == .sending, record.process.isAlive(seenFrom: .current()) == false {
      record.state = .uncertain
      record.answer = "the program ended while it was handed over"
      try book.end(record, .uncertain, answer: record.answer, at: now())
    }
    return record
  }

  /// - Parameters:
  ///   - again: Sends also what was sent.
  ///
  /// **Throws:** `book-delivery-taken` where somebody else is at it, what the transport throws, and
  /// `command-interrupted`.
  func deliver(_ mail: PreparedMail, by transport: any MailTransport, again: Bool) throws(Diagnostic)
    -> Result
  {
    let known = try newest(for: mail.message.to.address)
    switch known?.state {
    case .sent where !again:
      if let known { return .stands(known) }
    case .uncertain:
      return .uncertain(reason: known?.answer ?? "")
    case .sending:
      throw Diagnostic(
        .bookDeliveryTaken, .notNow,
        "somebody else sends '\(report)' of \(period) to \(mail.message.to.address) just now",
        next: "Run it once more: it then tells what came of it.")
    default: break
    }
    let bytes = mail.message.bytes
    let record = try book.begin(
      DeliveryRecord(
        report: report, period: period, recipient: mail.message.to.address, audience: mail.audience.name,
        channel: mail.audience.channel, messageID: mail.message.messageID,
        digest: ContentDigest.sha256(bytes),
        beganAt: now(), process: .current()), after: known?.attempt ?? 0)
    let outcome: DeliveryOutcome
    do throws(Diagnostic) {
      outcome = try handedOver(mail.message, bytes, transport)
    } catch {
      // Thrown before anything was handed over.
      try book.end(record, .failed, answer: error.summary, at: now())
      throw error
    }
    switch outcome {
    case .delivered(let answer):
      try book.end(record, .sent, answer: answer, at: now())
      return .sent(answer: answer)
    case .refused(let answer), .deferred(let answer):
      try book.end(record, .failed, answer: answer, at: now())
      return .failed(answer: answer)
    case .uncertain(let reason):
      try book.end(record, .uncertain, answer: reason, at: now())
      return .uncertain(reason: reason)
    }
  }

  private func handedOver(
    _ message: MailMessage, _ bytes: [UInt8], _ transport: any MailTransport
  ) throws(Diagnostic) -> DeliveryOutcome {
    for pause in transport.waits {
      let outcome = try transport.send(message, bytes)
      guard case .deferred = outcome else { return outcome }
      try wait(pause)
    }
    return try transport.send(message, bytes)
  }
}
