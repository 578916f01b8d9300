import Delivery
import Diagnostics
import Workspace

extension Session {
  var channels: Channels { Channels(configuration) }

  /// **Throws:** `webhook-template` of a template that can't be read, or is none.
  func payload(of sms: Configuration.SMS) throws(Diagnostic) -> SMSPayload {
    switch sms.payload {
    case .template(let path): .template(try template(path, of: .sms))
    case .form(let fields): .form(fields)
    }
  }
}
