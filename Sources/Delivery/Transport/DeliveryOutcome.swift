package import Diagnostics

/// What is known of a message after it was handed to a server or a program.
package enum DeliveryOutcome: Sendable, Hashable {
  /// Taken, with what was answered.
  case delivered(answer: String)
  /// Not taken, and it won't be: nothing was delivered.
  case refused(answer: String)
  /// Not taken now: nothing was delivered, and it may be tried again.
  case deferred(answer: String)
  /// All of it was handed over and no answer came: it may have been taken, or not.
  case uncertain(reason: String)
}

/// A way for mail to travel.
package protocol MailTransport {
  /// Waits before who said "later" is asked again, one after the other. **Units:** seconds.
  var waits: [Double] { get }

  /// Hands one message to one recipient's way; `bytes` is what travels.
  ///
  /// **Throws:** what keeps every message from travelling: a library, a program or a folder that is not there.
  func send(_ message: MailMessage, _ bytes: [UInt8]) throws(Diagnostic) -> DeliveryOutcome
}

extension MailTransport {
  package var waits: [Double] { [2, 8, 30] }
}
