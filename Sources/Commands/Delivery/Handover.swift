import Delivery
import Diagnostics

/// What is ready for one recipient, with the way that it goes.
struct Handover {
  let delivery: any PreparedDelivery
  /// Before who said "later" is asked again. **Units:** seconds.
  let waits: [Double]
  /// Makes one attempt.
  let attempt: () throws(Diagnostic) -> DeliveryOutcome
}

extension Handover {
  init(_ mail: PreparedMail, by transport: any MailTransport) {
    self.init(delivery: mail, waits: transport.waits) { () throws(Diagnostic) in
      try transport.send(mail.message, mail.bytes)
    }
  }
}
