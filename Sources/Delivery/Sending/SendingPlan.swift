import Book
import Diagnostics

/// What is to be done for one recipient, by what the book knows and what a person asks for.
enum SendingPlan {
  case hand(sent: Int, newest: Int)
  case tell(RecipientOutcome.Word, String, id: String?)
  case nothing
}

extension Courier {
  /// Settles, too, what a person says of a mail of which nobody knew.
  ///
  /// - Parameter user: Who says so.
  func plan(
    for recipient: Recipient, _ options: SendingOptions, by user: String
  ) throws(Diagnostic) -> SendingPlan {
    switch try standing(of: recipient.key) {
    case .open(let sent, let newest):
      if options.resolution == .sent { return .tell(.skipped, "nothing waits to be settled", id: nil) }
      return .hand(sent: sent, newest: newest)
    case .sent(let record, let sent):
      if options.again, options.resolution == nil { return .hand(sent: sent, newest: record.attempt) }
      return .tell(.stands, "sent at \(record.endedAt ?? record.beganAt)", id: record.messageID)
    case .busy(let record):
      return .tell(
        .busy, "another scorebook sends it since \(record.beganAt); run this once more", id: record.messageID)
    case .unknown(let record, let reason):
      guard let resolution = options.resolution, !options.isDry else {
        return .tell(
          .uncertain, "not sent again: of \(record.beganAt) nobody knows (\(reason)). \(advice)",
          id: record.messageID)
      }
      try resolve(record, hasArrived: resolution == .sent, by: user)
      if resolution == .sent { return .tell(.resolved, "it has arrived", id: record.messageID) }
      guard case .open(let sent, let newest) = try standing(of: recipient.key) else { return .nothing }
      return .hand(sent: sent, newest: newest)
    }
  }

  /// What a person does about a mail of which nobody knows.
  var advice: String {
    "Ask the recipient; 'scorebook report deliveries \(report) --uncertain' has the commands that settle it."
  }
}
