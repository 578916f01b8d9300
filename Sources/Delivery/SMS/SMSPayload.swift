package import Diagnostics
package import Workspace

/// What a call of a gateway says, ready for numbers and texts.
package enum SMSPayload: Sendable, Hashable {
  case template(PayloadTemplate)
  case form([Configuration.SMS.Field])

  /// The body but for its secrets, which are put behind it when it is sent.
  ///
  /// **Throws:** `webhook-template` where what comes of a template is no JSON.
  package func bytes(_ sms: SMSText, to number: String) throws(Diagnostic) -> [UInt8] {
    switch self {
    case .template(let template): return try template.bytes(sms, to: number)
    case .form(let fields):
      return FormEncoding.bytes(
        fields.compactMap { field in
          switch field.value {
          case .number: (field.name, number)
          case .text: (field.name, sms.text)
          case .written(let text): (field.name, text)
          case .secret: nil
          }
        })
    }
  }

  /// The same for a person, the values as they are, secrets left out.
  package func preview(_ sms: SMSText, to number: String) throws(Diagnostic) -> String {
    switch self {
    case .template: return String(decoding: try bytes(sms, to: number), as: UTF8.self)
    case .form(let fields):
      return fields.map { field in
        switch field.value {
        case .number: "\(field.name): \(number)"
        case .text: "\(field.name): \(sms.text)"
        case .written(let text): "\(field.name): \(text)"
        case .secret: "\(field.name): (a secret)"
        }
      }.joined(separator: "\n")
    }
  }
}
