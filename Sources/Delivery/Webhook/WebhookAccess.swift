import Foundation

/// What a web-hook or a gateway knows us by; it is told nowhere.
package enum WebhookAccess: Sendable, Hashable {
  case token(String)
  case password(String, user: String)

  /// The value of the header `Authorization`.
  ///
  /// **Source:** RFC 6750 (Bearer) and 7617 (Basic, in UTF-8).
  var header: String {
    switch self {
    case .token(let token): "Bearer " + HeaderText.oneLine(token)
    case .password(let password, let user): "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }
  }

  /// What must not be repeated, whoever says it.
  var secrets: [String] {
    switch self {
    case .token(let token): [token]
    case .password(let password, let user):
      [password, Data("\(user):\(password)".utf8).base64EncodedString()]
    }
  }
}
