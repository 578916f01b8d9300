import Diagnostics

extension ConfigurationDecoder {
  mutating func channel(_ name: String, _ map: NodeMap) -> Configuration.Channel? {
    guard let kind = kind(of: map, among: ConfigurationSchema.channel.keys) else { return nil }
    switch kind {
    case "smtp":
      guard let node = map.node(kind),
        let inner = reader.map(
          node, keys: ConfigurationSchema.smtp.keys, what: "'smtp' of \(map.what)", path: map.path(to: kind)),
        let smtp = smtp(inner)
      else { return nil }
      return .init(name: name, kind: .smtp(smtp))
    case "webhook":
      guard let node = map.node(kind),
        let inner = reader.map(
          node, keys: ConfigurationSchema.webhook.keys, what: "'webhook' of \(map.what)",
          path: map.path(to: kind))
      else { return nil }
      return webhook(inner).map { .init(name: name, kind: .webhook($0)) }
    case "sms":
      guard let node = map.node(kind),
        let inner = reader.map(
          node, keys: ConfigurationSchema.sms.keys, what: "'sms' of \(map.what)", path: map.path(to: kind))
      else { return nil }
      return sms(inner).map { .init(name: name, kind: .sms($0)) }
    case "sendmail":
      return reader.value(map, kind, .program).map { .init(name: name, kind: .sendmail($0)) }
    default:
      return reader.value(map, kind, .dataPath(glob: false)).map { .init(name: name, kind: .maildir($0)) }
    }
  }

  private mutating func smtp(_ map: NodeMap) -> Configuration.SMTP? {
    let host = reader.required(map, "host", .host)
    let security = reader.required(map, "tls", ValueParser<Configuration.SMTP.Security>.word)
    let usual = [.implicit: 465, .starttls: 587, .none: 25] as [Configuration.SMTP.Security: Int]
    let port = reader.value(map, "port", .wholeNumber(in: 1...65_535))
    let authorities = reader.value(map, "ca", .dataPath(glob: false))
    let timeLimit = reader.value(map, "time_limit", .duration) ?? 600
    let retries = retries(map)
    let (login, isSound) = login(map, security)
    guard let host, let security, let retries, isSound, !map.has("port") || port != nil else { return nil }
    return Configuration.SMTP(
      host: host, port: port ?? usual[security] ?? 25, security: security, login: login,
      authorities: authorities, timeLimit: timeLimit, retries: retries)
  }

  /// Durations, of which two may be the same.
  mutating func retries(
    _ map: NodeMap, usual: [Double] = Configuration.Channel.usualRetries
  ) -> [Double]? {
    let what = "'retries' of \(map.what)"
    guard map.has("retries") else { return usual }
    guard let node = map.node("retries"),
      let items = reader.items(of: node, what: what, example: "10s", path: map.path(to: "retries"))
    else { return nil }
    let waits = items.compactMap { reader.parse($0, .duration, of: "an item in \(what)") }
    return waits.count == items.count ? waits : nil
  }

  /// A user with a password, or neither; a password does not travel in the open.
  private mutating func login(
    _ map: NodeMap, _ security: Configuration.SMTP.Security?
  ) -> (Configuration.SMTP.Login?, isSound: Bool) {
    let keys = ["auth", "user", "password"]
    guard keys.contains(where: map.has) else { return (nil, true) }
    let method = reader.required(map, "auth", ValueParser<Configuration.SMTP.Authentication>.word)
    let user = reader.required(map, "user", .text)
    let password = secret(map, "password")
    if security == Configuration.SMTP.Security.none {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.places[map.path(to: "password")] ?? map.place,
          "\(map.what) would send a password without TLS",
          next: "Write tls: starttls or tls: implicit, or take 'auth', 'user' and 'password' out."))
      return (nil, false)
    }
    guard let method, let user, let password else { return (nil, false) }
    return (.init(method: method, user: user, password: password), true)
  }

  /// `{env: NAME}`, `{file: PATH}` or `{command: [PROGRAM, ARGUMENT…]}`.
  mutating func secret(_ map: NodeMap, _ key: String) -> Configuration.Secret? {
    let what = "\(quoted(key)) of \(map.what)"
    guard let node = map.node(key) else {
      reader.reportMissing(map, key, expected: "{env: NAME}, {file: PATH} or {command: [PROGRAM, ARGUMENT]}")
      return nil
    }
    if case .text = node.content {
      // What stands there may be the secret itself: it is not repeated.
      reader.report(
        Diagnostic(
          .yamlWrongShape, .configuration, at: node.place, "\(what) stands in the file itself",
          expected: "{env: NAME}, {file: PATH} or {command: [PROGRAM, ARGUMENT]}",
          next: "Put it elsewhere, and change it: whoever has read this file knows it."))
      return nil
    }
    guard
      let inner = reader.map(
        node, keys: ConfigurationSchema.secret.keys, what: what, path: map.path(to: key)),
      let kind = kind(of: inner, among: ConfigurationSchema.secret.keys)
    else { return nil }
    switch kind {
    case "env": return reader.value(inner, kind, .variable).map { .environment($0) }
    case "file": return reader.value(inner, kind, .dataPath(glob: false)).map { .file($0) }
    default:
      guard let node = inner.node(kind),
        let items = reader.items(
          of: node, what: "'command' of \(what)", example: "a text", path: inner.path(to: kind))
      else { return nil }
      if items.isEmpty { reader.reportEmpty(inner, kind, expected: "a program and its arguments") }
      let words = items.compactMap { reader.parse($0, .text, of: "an item in 'command' of \(what)") }
      return words.isEmpty || words.count < items.count ? nil : .command(words)
    }
  }

  mutating func audience(_ name: String, _ map: NodeMap) -> Configuration.Audience? {
    let channel = reader.required(map, "via", .reference(to: "a channel", among: names("channels")))
    if let channel, channelKinds[channel] == "webhook" {
      refuse(["from", "to", "unsubscribe", "attach"], in: map, of: "webhook")
      let detail = reader.required(map, "detail", ValueParser<Configuration.Audience.Detail>.word)
      return detail.map {
        .init(
          name: name, channel: channel, from: nil, to: [], detail: $0, attachments: [], unsubscribe: nil)
      }
    }
    if let channel, channelKinds[channel] == "sms" { return smsAudience(name, channel, map) }
    let from = reader.required(map, "from", .mailAddress)
    if !map.has("to") {
      reader.reportMissing(map, "to", expected: "a list, each item an address such as board@example.com")
    }
    let to = reader.list(map, "to", .mailAddress)
    if map.isEmpty("to") { reader.reportEmpty(map, "to", expected: "at least one address") }
    let detail = reader.required(map, "detail", ValueParser<Configuration.Audience.Detail>.word)
    let unsubscribe = reader.value(map, "unsubscribe", .unsubscribeAddress)
    let attachments = reader.list(map, "attach", ValueParser<Configuration.Audience.Attachment>.word)
    guard let channel, let from, let to, let detail, !map.has("attach") || attachments != nil else {
      return nil
    }
    return .init(
      name: name, channel: channel, from: from, to: to, detail: detail, attachments: attachments ?? [],
      unsubscribe: unsubscribe)
  }

  /// `send` of a report; without it nobody gets it.
  mutating func sendings(_ map: NodeMap) -> [Configuration.Sending]? {
    guard let node = map.node("send") else { return [] }
    let what = "'send' of \(map.what)"
    let path = map.path(to: "send")
    guard
      let items = reader.items(
        of: node, what: what, example: "{audience: management, if: always}", path: path)
    else { return nil }
    var sendings: [Configuration.Sending] = []
    for (position, item) in items.enumerated() {
      guard
        let inner = reader.map(
          item, keys: ConfigurationSchema.sending.keys, what: "an item in \(what)",
          path: "\(path).\(position)")
      else { continue }
      let audience = reader.required(
        inner, "audience", .reference(to: "an audience", among: names("audiences")))
      let conditions = conditions(inner)
      if let audience, let conditions { sendings.append(.init(audience: audience, conditions: conditions)) }
    }
    let named = sendings.map(\.audience)
    for (position, name) in named.enumerated() where named[..<position].contains(name) {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.places["\(path).\(position)"] ?? map.place,
          "\(what) names audience \(quoted(name)) twice", next: "Put its conditions into one list."))
    }
    return sendings.count == items.count ? sendings : nil
  }

  /// One word, or a list of them.
  private mutating func conditions(_ map: NodeMap) -> [Configuration.Sending.Condition]? {
    let word = ValueParser<Configuration.Sending.Condition>.word
    if case .list = map.node("if")?.content {
      if map.isEmpty("if") { reader.reportEmpty(map, "if", expected: "at least one condition") }
      return reader.list(map, "if", word)
    }
    return reader.required(map, "if", word).map { [$0] }
  }
}

extension ValueParser where Value == String {
  /// The address of a program: sendmail is not looked for.
  fileprivate static var program: ValueParser {
    ValueParser(expected: "the path of a program, such as /usr/sbin/sendmail") { text in
      text.hasPrefix("/") && !text.hasSuffix("/") && !text.utf8.contains(0) ? text : nil
    }
  }

  fileprivate static var host: ValueParser {
    ValueParser(expected: "the name of a host, such as smtp.example.com") { text in
      let isPlain = text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
          || [0x2D, 0x2E, 0x3A].contains($0)
      }
      return isPlain && !text.isEmpty && text.utf8.count <= 255 && !text.hasPrefix("-") ? text : nil
    }
  }

  fileprivate static var variable: ValueParser {
    ValueParser(expected: "the name of an environment variable, such as SMTP_PASSWORD") { text in
      guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return nil }
      let isPlain = text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
      }
      return isPlain ? text : nil
    }
  }

  /// As far as its shape goes; who sends it looks closer.
  fileprivate static var mailAddress: ValueParser {
    ValueParser(expected: "an address such as board@example.com, or Name <board@example.com>") { text in
      text.contains("@") && !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? text : nil
    }
  }

  fileprivate static var unsubscribeAddress: ValueParser {
    ValueParser(expected: "a mailto: or https: address") { text in
      let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x3E }
      return isPlain && ["mailto:", "https://"].contains(where: text.hasPrefix) ? text : nil
    }
  }
}
