package import Diagnostics

extension Diagnostic.Identifier {
  package static let webhookHost = Self("webhook-host")
  package static let webhookConnection = Self("webhook-connection")
  package static let webhookTime = Self("webhook-time")
  package static let webhookCertificate = Self("webhook-certificate")
  package static let webhookRefused = Self("webhook-refused")
  package static let webhookLater = Self("webhook-later")
}

/// Tells why a web-hook or a gateway has not taken a message, or may have, and repeats nothing of its address.
struct WebhookWords {
  /// CURLcodes that are told apart. **Source:** curl.h.
  enum Code {
    static let unsupported: Int32 = 1
    static let malformed: Int32 = 3
    static let noHost: Int32 = 6
    static let noConnection: Int32 = 7
    static let tooLong: Int32 = 28
    static let noTLS: Int32 = 35
    static let certificate: Int32 = 60
    static let authorities: Int32 = 77
  }

  private static let mostAnswer = 120

  /// As a person knows it: "the web-hook 'chat'".
  let name: String
  let address: String
  /// Which are told nowhere, whole or in pieces.
  let secrets: [String]

  /// The status, and the first line of what was said to it.
  func answer(_ result: CurlTransfer.Result) -> String {
    let text = String(decoding: result.body.prefix(4 * Self.mostAnswer), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first.map { HeaderText.oneLine(String($0)) } ?? ""
    guard !line.isEmpty, let told = told(line) else { return "HTTP \(result.answer)" }
    return "HTTP \(result.answer): \(told.prefix(Self.mostAnswer))"
  }

  /// The text; nil where a piece of the address or of a secret stands in it.
  private func told(_ text: String) -> String? {
    SecretMask(address: address, secrets).hides(text) ? nil : text
  }

  func uncertain(_ result: CurlTransfer.Result) -> DeliveryTrouble {
    if result.answer >= 500 {
      return DeliveryTrouble(
        .deliveryUncertain, "\(name) had all of the message and then an error of its own",
        expected: "a status of 200 to 299", answer: answer(result))
    }
    return DeliveryTrouble(
      .deliveryUncertain,
      result.code == Code.tooLong
        ? "\(name) had all of the message and gave no answer in time"
        : "the connection to \(name) ended after all of the message was handed over, before an answer",
      expected: "a status of 200 to 299", answer: told(result.reason))
  }

  func trouble(_ result: CurlTransfer.Result) -> DeliveryTrouble {
    if result.answer >= 200 { return refusal(result) }
    let reason = told(result.reason)
    switch result.code {
    case Code.noHost:
      return DeliveryTrouble(
        .webhookHost, about: .channel("url"), "the name of the host of \(name) is not known",
        expected: "a name that this machine can look up",
        next: "Mend 'url' of the channel, or look at this machine's network.")
    case Code.noConnection:
      return DeliveryTrouble(
        .webhookConnection, about: .channel("url"), "\(name) can't be connected to",
        expected: "a server that listens there",
        next: "Mend 'url' of the channel, or look at this machine's network.")
    case Code.tooLong:
      return DeliveryTrouble(
        .webhookTime, about: .channel("time_limit"), "\(name) took too long before all was sent",
        answer: reason, next: "Look at the server and the network, or raise 'time_limit' of the channel.")
    case Code.certificate, Code.authorities:
      return DeliveryTrouble(
        .webhookCertificate, about: .channel("ca"),
        "the certificate of \(name) is not that of its host, has expired, or is not signed by who is trusted",
        expected: "one for its host, valid today, signed by who is trusted", answer: reason,
        next: "Where your own authority signs it, name its certificate as 'ca' of the channel.")
    case Code.noTLS:
      return DeliveryTrouble(
        .webhookConnection, about: .channel("url"), "no TLS connection to \(name) could be made",
        expected: "TLS from the first byte", answer: reason, next: "Look at 'url': does its port speak https?"
      )
    case Code.unsupported, Code.malformed:
      return DeliveryTrouble(
        .webhookRefused, about: .channel("url"), "the address of \(name) can't be used", expected: "https://",
        next: "Mend 'url' of the channel.")
    default:
      return DeliveryTrouble(
        .webhookConnection, "the connection to \(name) was lost before all was sent",
        answer: reason ?? "error \(result.code) of libcurl", next: "Look at the server and the network.")
    }
  }

  /// What was answered that is no yes.
  private func refusal(_ result: CurlTransfer.Result) -> DeliveryTrouble {
    let answer = answer(result)
    let expected = "a status of 200 to 299"
    switch result.answer {
    case 300..<400:
      return DeliveryTrouble(
        .webhookRefused, about: .channel("url"), "\(name) redirects, which is not followed",
        expected: expected,
        answer: "HTTP \(result.answer)", next: "Write the address that it redirects to as 'url'.")
    case 401, 403:
      return DeliveryTrouble(
        .webhookRefused, "\(name) does not know us", expected: expected, answer: answer,
        next: "Look at where its secrets come from, and at 'url'.")
    case 408, 429, 500...:
      return DeliveryTrouble(
        .webhookLater, "\(name) says later", expected: expected, answer: answer,
        next: "It has taken nothing: run the command again later, which sends it to those who got nothing.")
    default:
      return DeliveryTrouble(
        .webhookRefused, "\(name) refuses the message", expected: expected, answer: answer,
        next: "Look at 'url' and 'template' of the channel; what it answered tells why.")
    }
  }
}
