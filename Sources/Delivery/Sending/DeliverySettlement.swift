package import Book
package import Diagnostics

/// Enters what a person knows of messages of which nobody knew, by what the book knows of them alone: scorebook.yaml may
/// name their recipients no more.
package struct DeliverySettlement {
  private let book: Book
  private let report: String
  private let user: String
  private let now: () -> String

  /// - Parameters:
  ///   - report: Its name, or `pipeline/NAME`.
  ///   - user: Who says so.
  ///   - now: RFC 3339.
  package init(book: Book, report: String, user: String, now: @escaping () -> String) {
    self.book = book
    self.report = report
    self.user = user
    self.now = now
  }

  /// What waits of the newest period of which anything does.
  ///
  /// - Parameters:
  ///   - recipients: Addresses, numbers or channels as a person writes them; empty for all.
  ///   - isMeant: Whether a period is one of those that a person means.
  package func waiting(
    for recipients: [String] = [], seenFrom here: ProcessIdentity = .current(),
    isMeant: (_ period: String) -> Bool = { _ in true }
  ) throws(Diagnostic) -> [DeliveryRecord] {
    let keys = Set(recipients.map(Recipient.key))
    let records = try book.deliveries(report: report).filter {
      isMeant($0.period) && (keys.isEmpty || keys.contains($0.recipient))
    }
    // Of a recipient and period, the last attempt comes last.
    let newest = Dictionary(records.map { ([$0.period, $0.recipient], $0) }, uniquingKeysWith: { $1 })
    let waiting = newest.values.filter { $0.standing(seenFrom: here).0 == .uncertain }
    let period = waiting.max { ($0.beganAt, $0.period) < ($1.beganAt, $1.period) }?.period
    return waiting.filter { $0.period == period }.sorted { $0.recipient < $1.recipient }
  }

  /// Settles one of these.
  ///
  /// - Parameter isDry: Changes nothing, and tells how it stands.
  package func settle(
    _ record: DeliveryRecord, as resolution: SendingOptions.Resolution, isDry: Bool = false
  ) throws(Diagnostic) -> RecipientOutcome {
    let courier = Courier(book: book, report: report, period: record.period, now: now) { _ in }
    let detail: String
    if isDry {
      detail = "nothing is settled by a dry run: \(record.standing(seenFrom: .current()).reason)"
    } else {
      try courier.resolve(record, hasArrived: resolution == .sent, by: user)
      detail =
        resolution == .sent
        ? "that of \(record.period) has arrived"
        : "that of \(record.period) has not arrived; it is not sent again by this command"
    }
    return RecipientOutcome(
      report: report, period: record.period, audience: record.audience, recipient: record.recipient,
      outcome: isDry ? .uncertain : .resolved, detail: detail, messageID: record.messageID, preview: nil,
      problem: nil)
  }
}
