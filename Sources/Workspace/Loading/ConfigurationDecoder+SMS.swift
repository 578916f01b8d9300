import Diagnostics

extension ConfigurationDecoder {
  mutating func sms(_ map: NodeMap) -> Configuration.SMS? {
    let address = address(map)
    let template = reader.required(map, "template", .dataPath(glob: false))
    let token = map.has("token") ? secret(map, "token") : nil
    let authorities = reader.value(map, "ca", .dataPath(glob: false))
    let timeLimit = reader.value(map, "time_limit", .duration) ?? 30
    guard let address, let template, !map.has("token") || token != nil else { return nil }
    return .init(
      address: address, template: template, token: token, authorities: authorities, timeLimit: timeLimit)
  }

  /// An audience with numbers of telephones; an SMS has room for a line, or for little more.
  mutating func smsAudience(
    _ name: String, _ channel: String, _ map: NodeMap
  ) -> Configuration.Audience? {
    refuse(["from", "unsubscribe", "attach"], in: map, of: "sms")
    if !map.has("to") {
      reader.reportMissing(map, "to", expected: "a list, each item a number such as \"+49301234567\"")
    }
    let to = reader.list(map, "to", .telephone)
    if map.isEmpty("to") { reader.reportEmpty(map, "to", expected: "at least one number") }
    let detail = reader.required(map, "detail", .smsDetail)
    guard let to, let detail else { return nil }
    return .init(
      name: name, channel: channel, from: nil, to: to, detail: detail, attachments: [], unsubscribe: nil)
  }
}

extension ValueParser where Value == String {
  /// **Source:** ITU-T E.164: at most 15 digits, the first not 0.
  fileprivate static var telephone: ValueParser {
    ValueParser(expected: "a number with its country, such as \"+49301234567\", in quotes") { text in
      let digits = text.dropFirst().utf8
      let isNumber =
        text.hasPrefix("+") && (6...15).contains(digits.count) && digits.first != 0x30
        && digits.allSatisfy { (0x30...0x39).contains($0) }
      return isNumber ? text : nil
    }
  }
}

extension ValueParser where Value == Configuration.Audience.Detail {
  fileprivate static var smsDetail: ValueParser {
    ValueParser(expected: "line or summary: an SMS has no room for more") { text in
      text == "full" ? nil : Value(rawValue: text)
    }
  }
}
