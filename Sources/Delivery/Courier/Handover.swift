import Diagnostics

/// What is ready for one recipient, with the way that it goes.
package struct Handover {
  package let delivery: any PreparedDelivery
  /// Before who said "later" is asked again. **Units:** seconds.
  package let waits: [Double]
  /// Makes one attempt.
  let attempt: () throws(Diagnostic) -> DeliveryOutcome
}

extension Handover {
  package init(_ mail: PreparedMail, by transport: any MailTransport) {
    self.init(delivery: mail, waits: transport.waits) { () throws(Diagnostic) in
      try transport.send(mail.message, mail.bytes)
    }
  }
}

extension Handover {
  package init(_ delivery: any PreparedDelivery, by transport: WebhookTransport) {
    self.init(delivery: delivery, waits: transport.waits) { () throws(Diagnostic) in
      try transport.send(delivery.bytes, key: delivery.messageID)
    }
  }
}
