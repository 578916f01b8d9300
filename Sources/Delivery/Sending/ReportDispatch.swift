import Diagnostics
import Workspace

/// Hands one report of one period to its recipients, one after the other, and tells of each what came of it.
package struct ReportDispatch {
  private let report: String
  private let channels: Channels
  private let maker: any MessageMaker
  /// Nil where there is no book, and nothing is handed over.
  private let courier: Courier?
  /// Who says what came of a mail of which nobody knew.
  private let user: String

  package init(
    report: String, channels: Channels, maker: any MessageMaker, courier: Courier?, user: String
  ) {
    self.report = report
    self.channels = channels
    self.maker = maker
    self.courier = courier
    self.user = user
  }

  /// **Throws:** before anything is sent, what is wrong with secrets, templates, pictures and the book;
  /// `command-interrupted` between two mails.
  package func send(
    to recipients: Recipients, _ options: SendingOptions, told: (RecipientOutcome) -> Void
  ) throws {
    for skipped in recipients.skipped {
      told(outcome(skipped.audience, skipped.recipient, .skipped, skipped.why))
    }
    let plans = try recipients.all.map { recipient in
      try courier?.plan(for: recipient, options, by: user) ?? .hand(sent: 0, newest: 0)
    }
    let all = zip(recipients.all, plans)
    // What can go wrong without a server goes wrong before the first message.
    var ways = OpenChannels(channels)
    var audiences: Set<String> = []
    for (recipient, plan) in all {
      guard case .hand(let sent, _) = plan else { continue }
      switch recipient.way {
      case .mail:
        // The others of an audience get the same but for names.
        guard audiences.insert(recipient.audience.name).inserted else { break }
        try maker.prepare(recipient.audience)
        _ = try delivery(for: recipient, sent: sent)
      case .webhook, .sms: _ = try delivery(for: recipient, sent: sent)
      }
      if !options.isDry { try ways.open(for: recipient) }
    }
    var closed: [String: DeliveryTrouble] = [:]
    for (recipient, plan) in all {
      switch plan {
      case .nothing: continue
      case .tell(let word, let detail, let id):
        told(outcome(recipient.audience.name, recipient.name, word, detail, id: id))
      case .hand(let sent, let newest):
        if let trouble = closed[recipient.audience.channel] {
          told(
            outcome(
              recipient.audience.name, recipient.name, .failed, "not tried: \(trouble)",
              problem: trouble.diagnostic(in: channels.configuration, for: recipient)))
          continue
        }
        let delivery: any PreparedDelivery
        do throws(Diagnostic) {
          delivery = try self.delivery(for: recipient, sent: sent)
        } catch {
          told(
            outcome(
              recipient.audience.name, recipient.name, .failed, "not made: \(error.summary)", problem: error))
          continue
        }
        if options.isDry {
          told(preview(delivery, recipient))
        } else if let courier, let handover = ways.handover(of: delivery, to: recipient) {
          try Interruption.check()
          told(try hand(handover, by: courier, to: recipient, after: newest, &closed))
        } else {
          // Whoever is to be sent something had a channel opened above; nobody is passed over in silence.
          let why = "its channel is not open, so that nothing was handed over"
          told(outcome(recipient.audience.name, recipient.name, .failed, why))
        }
      }
    }
  }

  private func delivery(
    for recipient: Recipient, sent: Int
  ) throws(Diagnostic) -> any PreparedDelivery {
    switch recipient.way {
    case .mail(let from, let to):
      try maker.mail(for: recipient.audience, from: from, to: to, sent: sent, reason: recipient.reason)
    case .webhook(let webhook): try maker.call(for: recipient.audience, by: webhook, sent: sent)
    case .sms(let sms, let number):
      try maker.message(for: recipient.audience, to: number, by: sms, sent: sent)
    }
  }

  /// One recipient's trouble is not the others', but where a server lets nobody in: each further login that it refuses
  /// might lock the account, and each further wait would be for the same.
  private func hand(
    _ handover: Handover, by courier: Courier, to recipient: Recipient, after newest: Int,
    _ closed: inout [String: DeliveryTrouble]
  ) throws(Diagnostic) -> RecipientOutcome {
    let word: RecipientOutcome.Word
    let detail: String
    var problem: Diagnostic?
    do throws(Diagnostic) {
      switch try courier.deliver(handover, after: newest) {
      case .sent(let answer): (word, detail) = (.sent, answer)
      case .failed(let trouble):
        (word, detail) = (.failed, trouble.description)
        if trouble.isOfAll { closed[recipient.audience.channel] = trouble }
        problem = trouble.diagnostic(in: channels.configuration, for: recipient)
      case .uncertain(let trouble):
        (word, detail) = (.uncertain, "\(trouble). \(courier.advice)")
        problem = trouble.diagnostic(in: channels.configuration, for: recipient).advising(courier.advice)
      }
    } catch {
      if error.identifier == .commandInterrupted { throw error }
      (word, detail) = (error.kind == .notNow ? .busy : .failed, error.description)
      problem = error
    }
    return outcome(
      recipient.audience.name, recipient.name, word, detail, id: handover.delivery.messageID,
      problem: problem)
  }

  private func preview(_ delivery: any PreparedDelivery, _ recipient: Recipient) -> RecipientOutcome {
    let count = delivery.bytes.count
    let size = count < 1000 ? "\(count) bytes" : "\((count + 999) / 1000) kB"
    let because = recipient.reason.map { ", because of: \($0)" } ?? ""
    return outcome(
      recipient.audience.name, recipient.name, .wouldSend,
      "“\(delivery.subject)”, \(size), by \(recipient.audience.channel)\(because)", id: delivery.messageID,
      preview: delivery.preview)
  }

  private func outcome(
    _ audience: String, _ recipient: String?, _ word: RecipientOutcome.Word, _ detail: String,
    id: String? = nil, preview: String? = nil, problem: Diagnostic? = nil
  ) -> RecipientOutcome {
    RecipientOutcome(
      report: report, period: maker.period, audience: audience, recipient: recipient, outcome: word,
      detail: detail, messageID: id, preview: preview, problem: problem)
  }
}
