package import Diagnostics
package import Workspace

extension Diagnostic.Identifier {
  package static let reportNoAudience = Self("report-no-audience")
  package static let reportNoMail = Self("report-no-mail")
  package static let webhookAddress = Self("webhook-address")
}

/// The channels of a workspace, each opened with its secrets when something is to travel by it.
package struct Channels {
  let configuration: Configuration

  package init(_ configuration: Configuration) { self.configuration = configuration }

  /// The way to an audience, with its secrets.
  package func transport(of audience: Configuration.Audience) throws(Diagnostic) -> any MailTransport {
    guard let channel = configuration.channels[audience.channel] else {
      throw Diagnostic(
        .reportNoAudience, .configuration, at: configuration.place(of: "audiences.\(audience.name).via"),
        "there is no channel '\(audience.channel)'", next: "Declare it under 'channels'.")
    }
    switch channel.kind {
    case .webhook, .sms:
      throw noMail(audience)
    case .maildir(let folder): return MaildirTransport(folder: configuration.location(of: folder))
    case .sendmail(let program): return SendmailTransport(program: program)
    case .smtp(let smtp):
      return try SMTPTransport(
        smtp, password: try secret(smtp.login?.password, "channels.\(channel.name).smtp.password"),
        authorities: smtp.authorities.map { configuration.location(of: $0) })
    }
  }

  /// What is said of an audience whose channel carries no mail, where a mail is asked for.
  package func noMail(_ audience: Configuration.Audience) -> Diagnostic {
    Diagnostic(
      .reportNoMail, .configuration, at: configuration.place(of: "audiences.\(audience.name)"),
      "audience '\(audience.name)' gets no mail: channel '\(audience.channel)' carries none",
      next: "Name an audience whose channel carries mail.")
  }

  /// What is said of a name that no audience has, with the nearest.
  package func noAudience(_ name: String) -> Diagnostic {
    Diagnostic(
      .reportNoAudience, .configuration, "there is no audience '\(name)'",
      next: nearestName(to: name, among: configuration.audiences.keys).map { "Did you mean '\($0)'?" }
        ?? "Audiences stand under 'audiences' of scorebook.yaml.")
  }

  /// The web-hook that tells an audience; nil of one that gets mail.
  package func webhook(of audience: Configuration.Audience) -> Configuration.Webhook? {
    guard case .webhook(let webhook) = configuration.channels[audience.channel]?.kind else { return nil }
    return webhook
  }

  /// The gateway that sends an audience its SMS; nil of one that is told otherwise.
  package func sms(of audience: Configuration.Audience) -> Configuration.SMS? {
    guard case .sms(let sms) = configuration.channels[audience.channel]?.kind else { return nil }
    return sms
  }

  /// **Throws:** `secret-missing` and `webhook-address`.
  package func transport(
    _ webhook: Configuration.Webhook, _ channel: String
  ) throws(Diagnostic) -> WebhookTransport {
    let path = "channels.\(channel).webhook"
    return try WebhookTransport(
      "the web-hook '\(channel)'", address: try address(webhook.address, path),
      key: try secret(webhook.key, path + ".sign"),
      // The programs of one's own; chats don't look at it.
      knowsKeys: webhook.template == .shape(.json),
      authorities: webhook.authorities.map { configuration.location(of: $0) },
      limit: Int(webhook.timeLimit * 1000), waits: webhook.retries)
  }

  /// **Throws:** `secret-missing` and `webhook-address`.
  package func transport(_ sms: Configuration.SMS, _ channel: String) throws(Diagnostic) -> WebhookTransport {
    let path = "channels.\(channel).sms"
    let access: WebhookAccess?
    switch sms.access {
    case .token(let token): access = try secret(token, path + ".token").map { .token($0) }
    case .password(let password, let user):
      access = try secret(password, path + ".password").map { .password($0, user: user) }
    case nil: access = nil
    }
    var content = WebhookTransport.Content.json
    if case .form(let fields) = sms.payload {
      var secrets: [WebhookTransport.Secret] = []
      for field in fields {
        guard case .secret(let source) = field.value else { continue }
        let value = try SecretSource(configuration: configuration).value(
          source, of: "\(path).form.\(field.name)")
        secrets.append(.init(name: field.name, value: value))
      }
      content = .form(secrets: secrets)
    }
    return try WebhookTransport(
      "the gateway '\(channel)'", address: try address(sms.address, path), content: content, key: nil,
      knowsKeys: false, access: access,
      authorities: sms.authorities.map { configuration.location(of: $0) }, limit: Int(sms.timeLimit * 1000),
      waits: sms.retries)
  }

  private func secret(_ secret: Configuration.Secret?, _ path: String) throws(Diagnostic) -> String? {
    guard let secret else { return nil }
    return try SecretSource(configuration: configuration).value(secret, of: path)
  }

  private func address(
    _ address: Configuration.Webhook.Address, _ path: String
  ) throws(Diagnostic) -> String {
    switch address {
    case .written(let text): return text
    case .secret(let secret):
      let text = try SecretSource(configuration: configuration).value(secret, of: path + ".url")
      guard Configuration.Webhook.isAddress(text) else {
        throw Diagnostic(
          .webhookAddress, .configuration, at: configuration.place(of: path + ".url"),
          "the secret is no address of a web-hook", expected: "https://, a host and a path, in ASCII",
          next: "Look at its first line.")
      }
      return text
    }
  }
}
