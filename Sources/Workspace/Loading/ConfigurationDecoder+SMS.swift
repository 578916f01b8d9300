import Diagnostics

extension ConfigurationDecoder {
  mutating func sms(_ map: NodeMap) -> Configuration.SMS? {
    let payload = payload(map)
    let address = address(map)
    let (access, isSound) = access(map)
    let authorities = reader.value(map, "ca", .dataPath(glob: false))
    let timeLimit = reader.value(map, "time_limit", .duration) ?? 30
    // Each attempt that was taken after all is one more SMS.
    let retries = retries(map, usual: [])
    guard let address, let payload, let retries, isSound else { return nil }
    return .init(
      address: address, payload: payload, access: access, authorities: authorities, timeLimit: timeLimit,
      retries: retries)
  }

  /// A template of JSON, or the fields of a form.
  private mutating func payload(_ map: NodeMap) -> Configuration.SMS.Payload? {
    guard let node = map.node("form") else {
      guard map.has("template") else {
        reader.reportMissing(
          map, "form", expected: "fields such as {To: \":to\", Body: \":text\"}, or 'template'")
        return nil
      }
      return reader.value(map, "template", .dataPath(glob: false)).map { .template($0) }
    }
    if map.has("template") {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.places[map.path(to: "template")],
          "\(map.what) has 'form' and 'template'", expected: "only one of them"))
    }
    let what = "'form' of \(map.what)"
    guard let inner = reader.map(node, keys: nil, what: what, path: map.path(to: "form")) else { return nil }
    let fields = inner.all.compactMap { field($0, inner) }
    for (value, placeholder, missing) in [
      (Configuration.SMS.Field.Value.number, ":to", "the number"), (.text, ":text", "what is sent"),
    ] where fields.count == inner.all.count && !fields.contains(where: { $0.value == value }) {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.places[map.path(to: "form")],
          "\(what) does not say \(missing)", expected: "a field whose value is \(placeholder)"))
      return nil
    }
    return fields.count == inner.all.count && !map.has("template") ? .form(fields) : nil
  }

  private mutating func field(_ entry: YAMLEntry, _ map: NodeMap) -> Configuration.SMS.Field? {
    if case .map = entry.value.content {
      return secret(map, entry.key).map { .init(name: entry.key, value: .secret($0)) }
    }
    let what = "\(quoted(entry.key)) in \(map.what)"
    return reader.parse(entry.value, .formValue, of: what).map { .init(name: entry.key, value: $0) }
  }

  /// A user with a password, or a token, or nothing.
  private mutating func access(_ map: NodeMap) -> (Configuration.SMS.Access?, isSound: Bool) {
    guard map.has("user") || map.has("password") else {
      guard map.has("token") else { return (nil, true) }
      let token = secret(map, "token")
      return (token.map { .token($0) }, token != nil)
    }
    if map.has("token") {
      reader.report(
        Diagnostic(
          .yamlWrongValue, .configuration, at: reader.places[map.path(to: "token")],
          "\(map.what) has a token, and a user with a password", expected: "only one of them"))
    }
    let user = reader.required(map, "user", .basicUser)
    let password = secret(map, "password")
    guard let user, let password, !map.has("token") else { return (nil, false) }
    return (.password(password, user: user), true)
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

extension ValueParser where Value == Configuration.SMS.Field.Value {
  /// A text as it stands, unless it begins as a placeholder does.
  fileprivate static var formValue: ValueParser {
    let words = [":to", ":text"]
    return ValueParser(expected: ":to, :text, a text, or a secret such as {env: NAME}") {
      text throws(ValueMismatch) in
      switch text {
      case ":to": return .number
      case ":text": return .text
      case _ where text.hasPrefix(":"):
        throw ValueMismatch(next: nearestName(to: text, among: words).map { "Did you mean \(quoted($0))?" })
      default: return .written(text)
      }
    }
  }
}

extension ValueParser where Value == String {
  /// **Source:** RFC 7617: a colon ends the user.
  fileprivate static var basicUser: ValueParser {
    ValueParser(expected: "a user without a colon") { text in
      !text.isEmpty && !text.unicodeScalars.contains { $0 == ":" || $0.value < 0x20 || $0.value == 0x7F }
        ? text : nil
    }
  }
}
