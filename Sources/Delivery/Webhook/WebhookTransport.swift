package import Diagnostics
import Foundation

/// JSON or a form posted to an address, each time over a connection of its own.
///
/// **Source:** RFC 9110 (status codes); the header `Idempotency-Key` as in the IETF's draft of that name. libcurl does
/// the protocol.
package final class WebhookTransport {
  /// What a body is.
  package enum Content: Sendable, Hashable {
    case json
    /// A form, whose secrets are put behind what is sent; they are told nowhere.
    case form(secrets: [Secret])
  }

  /// A field of a form that nobody may know.
  package struct Secret: Sendable, Hashable {
    let name: String
    let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  private let name: String
  private let address: String
  private let content: Content
  private let key: String?
  private let knowsKeys: Bool
  private let access: WebhookAccess?
  private let authorities: String?
  private let limit: Int
  private let transfer: CurlTransfer
  /// Waits before one that said "later" is asked again. **Units:** seconds.
  let waits: [Double]

  /// - Parameters:
  ///   - name: How a person knows it: "the web-hook 'chat'".
  ///   - address: Begins with `https://`; it is told nowhere.
  ///   - key: What payloads are signed with.
  ///   - knowsKeys: Whether who gets it looks at `Idempotency-Key`, so that what may have arrived is tried again.
  ///   - authorities: A file with the certificates of who signs the server's, instead of the system's.
  ///   - limit: For one attempt. **Units:** milliseconds.
  ///   - waits: Before one that said "later" is asked again. **Units:** seconds.
  ///
  /// **Throws:** `delivery-library`.
  package convenience init(
    _ name: String, address: String, content: Content = .json, key: String?, knowsKeys: Bool,
    access: WebhookAccess? = nil,
    authorities: String? = nil, limit: Int = 30_000, waits: [Double]
  ) throws(Diagnostic) {
    try self.init(
      name, address: address, content: content, key: key, knowsKeys: knowsKeys, access: access,
      authorities: authorities, limit: limit, waits: waits, library: CurlLibrary.required())
  }

  init(
    _ name: String, address: String, content: Content, key: String?, knowsKeys: Bool, access: WebhookAccess?,
    authorities: String?, limit: Int, waits: [Double], library: CurlLibrary
  ) throws(Diagnostic) {
    self.name = name
    self.address = address
    self.content = content
    self.key = key
    self.knowsKeys = knowsKeys
    self.access = access
    self.authorities = authorities
    self.limit = limit
    self.waits = waits
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
    _ payload: [UInt8], key identifier: String, at timestamp: Int64 = Int64(Date().timeIntervalSince1970)
  ) throws(Diagnostic) -> DeliveryOutcome {
    let body = payload + behind(payload)
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
      "Content-Type: \(mediaType)", "User-Agent: scorebook",
      // The body is small, so that nobody is asked first whether it may come.
      "Expect:", "Idempotency-Key: \(HeaderText.oneLine(identifier))",
    ]
    if let key {
      headers.append("Scorebook-Timestamp: \(timestamp)")
      headers.append(
        "Scorebook-Signature: " + WebhookSignature.text(timestamp: timestamp, body: body, key: key))
    }
    if let access { headers.append("Authorization: " + access.header) }
    try transfer.set(.httpHeader, headers)
    return Self.outcome(
      try transfer.perform(body), WebhookWords(name: name, address: address, secrets: secrets),
      knowsKeys: knowsKeys)
  }

  private var mediaType: String {
    switch content {
    case .json: "application/json; charset=utf-8"
    case .form: FormEncoding.mediaType
    }
  }

  /// The secrets of a form.
  private func behind(_ payload: [UInt8]) -> [UInt8] {
    guard case .form(let secrets) = content, !secrets.isEmpty else { return [] }
    return (payload.isEmpty ? [] : Array("&".utf8)) + FormEncoding.bytes(secrets.map { ($0.name, $0.value) })
  }

  /// Also as they travel, since who answers may repeat what came.
  private var secrets: [String] {
    var fields: [Secret] = []
    if case .form(let secrets) = content { fields = secrets }
    return (access?.secrets ?? []) + fields.flatMap { [$0.value, FormEncoding.encoded($0.value)] }
  }

  /// What a status says of a message that was handed over whole. "Too slow", "too many" and "not available" take nothing
  /// in. Another error of the server's own, or of a gateway before it, may come after the message was passed on.
  ///
  /// - Parameters:
  ///   - result: of one attempt.
  ///   - knowsKeys: Whether who gets it looks at `Idempotency-Key`.
  static func outcome(
    _ result: CurlTransfer.Result, _ words: WebhookWords, knowsKeys: Bool
  ) -> DeliveryOutcome {
    if result.answer >= 200 {
      switch result.answer {
      case 200..<300: return .delivered(answer: words.answer(result))
      case 408, 429, 503: return .deferred(words.trouble(result))
      case 500...:
        guard result.isAllTaken else { return .deferred(words.trouble(result)) }
        return knowsKeys ? .doubtful(words.uncertain(result)) : .uncertain(words.uncertain(result))
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
