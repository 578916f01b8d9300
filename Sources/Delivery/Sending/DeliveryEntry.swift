import Book
import Processes

/// What is told of one message of the book.
package struct DeliveryEntry: Encodable, Sendable, Hashable {
  package enum State: String, Encodable, Sendable, Hashable {
    case sent, failed, uncertain
    /// It is being handed over just now.
    case sending
  }

  package let report: String
  package let period: String
  package let recipient: String
  package let audience: String
  package let channel: String
  package let attempt: Int
  package let state: State
  /// When that was known, or when it began. RFC 3339.
  package let at: String
  package let answer: String
  package let messageID: String
  /// The commands that settle it, first for one that has arrived, then for one that has not; empty where nothing is to
  /// be settled.
  package let settledBy: [String]

  /// - Parameters:
  ///   - here: Who looks: a process of another host can't be seen.
  ///   - day: That by which `--as-of` names a period; nil where that is not known.
  ///   - showsAddress: Whether the recipient is told whole.
  init(
    _ record: DeliveryRecord, seenFrom here: ProcessIdentity, day: (String) -> String?, showsAddress: Bool
  ) {
    let (state, reason) = record.standing(seenFrom: here)
    report = record.report
    period = record.period
    recipient = showsAddress ? record.recipient : AddressMask.shortened(record.recipient)
    audience = record.audience
    channel = record.channel
    attempt = record.attempt
    self.state = state
    at = record.endedAt ?? record.beganAt
    answer = showsAddress ? reason : AddressMask.shortened(record.recipient, in: reason)
    messageID = record.messageID
    guard state == .uncertain else {
      settledBy = []
      return
    }
    let day = day(record.period).map { " --as-of \($0)" } ?? ""
    // A pipeline is no report that an audience could be sent.
    let audience = Self.isOfPipeline(record.report) ? "" : " --to \(record.audience)"
    // What is shown whole can be typed: the channel of a web-hook always is.
    let whom = recipient == record.recipient ? ShellWord.quoted(recipient) : "ADDRESS"
    settledBy = ["sent", "again"].map {
      "scorebook report send \(record.report)\(day)\(audience) --recipient \(whom) --resolve \($0)"
    }
  }

  /// Whether it tells of a pipeline that failed, which is not sent again.
  package var isOfPipeline: Bool { Self.isOfPipeline(report) }

  private static func isOfPipeline(_ report: String) -> Bool { report.hasPrefix("pipeline/") }
}

extension DeliveryRecord {
  /// How it stands, with what was answered, or why nobody knows. A process that has ended without telling leaves its
  /// mail unknown; so does one of another host, which can't be seen from here.
  func standing(seenFrom here: ProcessIdentity) -> (DeliveryEntry.State, reason: String) {
    switch state {
    case .sent: return (.sent, answer)
    case .failed: return (.failed, answer)
    case .uncertain: return (.uncertain, answer)
    case .sending:
      switch process.isAlive(seenFrom: here) {
      case true: return (.sending, "since \(beganAt)")
      case false: return (.uncertain, "the program ended while it was handed over")
      case nil: return (.uncertain, "it was being handed over on \(process.host) since \(beganAt)")
      }
    }
  }
}
