package import Diagnostics
import Workspace

/// What is known of a message after it was handed to a server or a program.
package enum DeliveryOutcome: Sendable, Hashable {
  /// Taken, with what was answered.
  case delivered(answer: String)
  /// Not taken, and it won't be: nothing was delivered.
  case refused(DeliveryTrouble)
  /// Not taken now: nothing was delivered, and it may be tried again.
  case deferred(DeliveryTrouble)
  /// All of it was handed over, and no answer came or none that tells: it may have been taken, or not.
  case uncertain(DeliveryTrouble)
  /// The same at one who knows a message that comes twice by its key, so that it may be tried again.
  case doubtful(DeliveryTrouble)
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
  package var waits: [Double] { Configuration.Channel.usualRetries }
}
