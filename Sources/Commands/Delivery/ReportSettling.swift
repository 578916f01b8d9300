import Book
import Delivery
import Diagnostics
import Workspace

/// Settles by the book alone what `report send --resolve` is told of messages whose recipients scorebook.yaml may name no
/// more, and of those of pipelines.
struct ReportSettling {
  let session: Session
  /// Of a report, or `pipeline/NAME`.
  let name: String
  let resolution: SendingOptions.Resolution
  let isDry: Bool

  /// - Parameter report: nil where scorebook.yaml has none of that name.
  ///
  /// - Returns: The recipients that were named and are left for whoever sends the report.
  /// **Throws:** `command-unknown-name` of a name that the book does not know either.
  func settle(
    _ choice: ReportSending.Choice, of report: Configuration.Report?, told: (RecipientOutcome) -> Void
  ) throws -> [String] {
    guard let existing = try session.existingBook(), report == nil || !choice.recipients.isEmpty else {
      if report == nil { throw session.unknown("report", name, \.reports) }
      return choice.recipients
    }
    let known = Set(try existing.deliveries(report: name).map(\.recipient))
    if report == nil, known.isEmpty { throw session.unknown("report", name, \.reports) }
    let settlement = DeliverySettlement(
      book: isDry ? existing : try session.book(), report: name, user: Host.user, now: Host.now)
    var left: [String] = []
    for recipient in choice.recipients.isEmpty ? [nil] : choice.recipients.map(Optional.some) {
      let isNamed = recipient.map { self.isNamed($0, by: report, choice.audiences) } ?? false
      // One that is to get it once more is sent it by whoever sends the report.
      if let recipient, isNamed, resolution == .again {
        left.append(recipient)
        continue
      }
      let waiting = try settlement.waiting(for: recipient.map { [$0] } ?? []) { period in
        choice.asOf == nil || DeliveredPeriod.day(of: period) == choice.asOf?.description
      }
      for record in waiting { told(try settlement.settle(record, as: resolution, isDry: isDry)) }
      if !waiting.isEmpty { continue }
      if let recipient, isNamed || !known.contains(Recipient.key(recipient)), report != nil {
        left.append(recipient)
      } else {
        session.tell("\(recipient ?? name): nothing waits to be settled")
      }
    }
    return left
  }

  private func isNamed(
    _ recipient: String, by report: Configuration.Report?, _ audiences: [String]
  ) -> Bool {
    guard let report else { return false }
    let names = audiences.isEmpty ? report.sendings.map(\.audience) : audiences
    // Of an audience that is not there any more, nobody is named.
    let recipients = try? Recipients(
      of: report, in: session.configuration, audiences: names, triggers: nil)
    return recipients?.all.contains { $0.isNamed(recipient) } ?? false
  }
}
