package import Diagnostics
import Foundation

/// JSON posted to an address, each time over a connection of its own.
///
/// **Source:** RFC 9110 (status codes); the header `Idempotency-Key` as in the IETF's draft of that name. libcurl does
/// the protocol.
package final class WebhookTransport {
  private let address: String
  private let key: String?
  private let token: String?
  private let authorities: String?
  private let limit: Int
  private let transfer: CurlTransfer

  /// - Parameters:
  ///   - address: Begins with `https://`; it is told nowhere.
  ///   - key: What payloads are signed with.
  ///   - token: Shown with each as `Authorization: Bearer`; it is told nowhere.
  ///   - authorities: A file with the certificates of who signs the server's, instead of the system's.
  ///   - limit: For one attempt. **Units:** milliseconds.
  ///
  /// **Throws:** `delivery-library`.
  package convenience init(
    address: String, key: String?, token: String? = nil, authorities: String? = nil, limit: Int = 30_000
  ) throws(Diagnostic) {
    try self.init(
      address: address, key: key, token: token, authorities: authorities, limit: limit,
      library: CurlLibrary.required())
  }

  init(
    address: String, key: String?, token: String? = nil, authorities: String? = nil, limit: Int = 30_000,
    library: CurlLibrary
  ) throws(Diagnostic) {
    self.address = address
    self.key = key
    self.token = token
    self.authorities = authorities
    self.limit = limit
    transfer = try CurlTransfer(library)
  }

  /// Makes one attempt.
  ///
  /// - Parameters:
  ///   - key: The same for the same message, so that who gets it twice knows.
  ///   - timestamp: That of the signature. **Units:** seconds since 1970.
  ///
  /// **Throws:** `delivery-library`.
  package func send(
    _ body: [UInt8], key identifier: String, at timestamp: Int64 = Int64(Date().timeIntervalSince1970)
  ) throws(Diagnostic) -> DeliveryOutcome {
    try transfer.begin()
    try transfer.set(.url, address)
    // HTTPS alone, in its version 1.1: a connection that is lost is not taken up again behind our back.
    try transfer.allow([.https])
    try transfer.set(.httpVersion, 2)
    try transfer.set(.forbidReuse, 1)
    if let authorities { try transfer.set(.caInfo, authorities) }
    try transfer.set(.connectTimeoutMilliseconds, min(limit, 10_000))
    try transfer.set(.timeoutMilliseconds, limit)
    try transfer.set(.post, 1)
    try transfer.set(.postFieldSize, body.count)
    var headers = [
      "Content-Type: application/json; charset=utf-8", "User-Agent: scorebook",
      // The body is small, so that nobody is asked first whether it may come.
      "Expect:", "Idempotency-Key: \(HeaderText.oneLine(identifier))",
    ]
    if let key {
      headers.append("Scorebook-Timestamp: \(timestamp)")
      headers.append(
        "Scorebook-Signature: " + WebhookSignature.text(timestamp: timestamp, body: body, key: key))
    }
    if let token { headers.append("Authorization: Bearer " + HeaderText.oneLine(token)) }
    try transfer.set(.httpHeader, headers)
    return Self.outcome(try transfer.perform(body), address: address, token: token)
  }

  /// - Parameters:
  ///   - result: of one attempt.
  ///   - address: of which nothing is repeated, as of the token.
  static func outcome(_ result: CurlTransfer.Result, address: String, token: String? = nil) -> DeliveryOutcome
  {
    let words = WebhookWords(address: address, secrets: token.map { [$0] } ?? [])
    if result.answer >= 200 {
      switch result.answer {
      case 200..<300: return .delivered(answer: words.answer(result))
      case 429, 500...: return .deferred(words.trouble(result))
      default: return .refused(words.trouble(result))
      }
    }
    switch result.code {
    case WebhookWords.Code.unsupported, WebhookWords.Code.malformed, WebhookWords.Code.certificate,
      WebhookWords.Code.authorities:
      return .refused(words.trouble(result))
    default:
      return result.isAllTaken ? .uncertain(words.uncertain(result)) : .deferred(words.trouble(result))
    }
  }
}
