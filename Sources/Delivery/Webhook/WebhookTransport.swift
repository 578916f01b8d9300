package import Diagnostics
import Foundation

/// JSON posted to an address, each time over a connection of its own.
///
/// **Source:** RFC 9110 (status codes); the header `Idempotency-Key` as in the IETF's draft of that name. libcurl does
/// the protocol.
package final class WebhookTransport {
  /// CURLcodes that are told apart; another attempt won't change the first two and the last two.
  private enum Code {
    static let unsupported: Int32 = 1
    static let malformed: Int32 = 3
    static let noHost: Int32 = 6
    static let noConnection: Int32 = 7
    static let tooLong: Int32 = 28
    static let noTLS: Int32 = 35
    static let certificate: Int32 = 60
    static let authorities: Int32 = 77
  }

  /// A piece of an address that is shorter is no secret. **Units:** characters.
  private static let leastSecret = 6
  private static let mostAnswer = 120

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
  package init(
    address: String, key: String?, token: String? = nil, authorities: String? = nil, limit: Int = 30_000
  ) throws(Diagnostic) {
    self.address = address
    self.key = key
    self.token = token
    self.authorities = authorities
    self.limit = limit
    transfer = try CurlTransfer()
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
    transfer.set(.url, address)
    // HTTPS alone, in its version 1.1: a connection that is lost is not taken up again behind our back.
    transfer.set(.protocols, 1 << 1)
    transfer.set(.httpVersion, 2)
    transfer.set(.forbidReuse, 1)
    if let authorities { transfer.set(.caInfo, authorities) }
    transfer.set(.connectTimeoutMilliseconds, min(limit, 10_000))
    transfer.set(.timeoutMilliseconds, limit)
    transfer.set(.post, 1)
    transfer.set(.postFieldSize, body.count)
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
    transfer.set(.httpHeader, headers)
    return Self.outcome(transfer.perform(body), address: address, token: token)
  }

  /// - Parameters:
  ///   - result: of one attempt.
  ///   - address: of which nothing is repeated, as of the token.
  static func outcome(_ result: CurlTransfer.Result, address: String, token: String? = nil) -> DeliveryOutcome
  {
    let address = address + (token.map { "&" + $0 } ?? "")
    if result.answer >= 200 {
      let answer = self.answer(result, address)
      switch result.answer {
      case 200..<300: return .delivered(answer: answer)
      case 300..<400:
        return .refused(answer: "HTTP \(result.answer): it redirects, which is not followed")
      case 429, 500...: return .deferred(answer: answer)
      default: return .refused(answer: answer)
      }
    }
    let reason = masked(result.reason, address) ?? words(result.code)
    switch result.code {
    case Code.unsupported, Code.malformed, Code.certificate, Code.authorities:
      return .refused(answer: reason)
    default: return result.isAllTaken ? .uncertain(reason: reason) : .deferred(answer: reason)
    }
  }

  /// What went wrong, where libcurl's own words would name the host.
  private static func words(_ code: Int32) -> String {
    switch code {
    case Code.noHost: "the name of its host is not known"
    case Code.noConnection: "it can't be connected to"
    case Code.tooLong: "it took too long"
    case Code.noTLS: "no TLS connection could be made"
    case Code.certificate:
      "its certificate is not that of its host, has expired, or is not signed by who is trusted"
    default: "error \(code) of libcurl"
    }
  }

  /// The status, and the first line of what was said to it.
  private static func answer(_ result: CurlTransfer.Result, _ address: String) -> String {
    let text = String(decoding: result.body.prefix(4 * mostAnswer), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first.map { HeaderText.oneLine(String($0)) } ?? ""
    guard !line.isEmpty, let told = masked(line, address) else { return "HTTP \(result.answer)" }
    return "HTTP \(result.answer): \(told.prefix(mostAnswer))"
  }

  /// The text; nil where a piece of the address stands in it, which may be a secret.
  private static func masked(_ text: String, _ address: String) -> String? {
    let pieces = address.dropFirst("https://".count).split { "/?#&=".contains($0) }
    let secrets = pieces.filter { $0.count >= leastSecret }
    let lowered = text.lowercased()
    return secrets.contains { lowered.contains($0.lowercased()) } ? nil : text
  }
}
