import Delivery
import Diagnostics
import Workspace

extension Session {
  /// The way to an audience, with its secrets.
  ///
  /// **Throws:** `secret-missing` and `delivery-library`.
  func transport(of audience: Configuration.Audience) throws(Diagnostic) -> any MailTransport {
    guard let channel = configuration.channels[audience.channel] else {
      throw Diagnostic(
        .reportNoAudience, .configuration, at: configuration.place(of: "audiences.\(audience.name).via"),
        "there is no channel '\(audience.channel)'", next: "Declare it under 'channels'.")
    }
    switch channel.kind {
    case .maildir(let folder): return MaildirTransport(folder: configuration.location(of: folder))
    case .sendmail(let program): return SendmailTransport(program: program)
    case .smtp(let smtp): return try SMTPTransport(server(smtp, of: channel.name))
    }
  }

  private func server(
    _ smtp: Configuration.SMTP, of channel: String
  ) throws(Diagnostic) -> SMTPTransport.Server {
    var login: SMTPTransport.Login?
    if let found = smtp.login {
      login = .init(
        method: found.method == .plain ? .plain : .login, user: found.user,
        password: try SecretSource(configuration: configuration).value(
          found.password, of: "channels.\(channel).smtp.password"))
    }
    let security: SMTPTransport.Security =
      switch smtp.security {
      case .implicit: .implicit
      case .starttls: .starttls
      case .none: .none
      }
    return .init(
      host: smtp.host, port: smtp.port, security: security, login: login,
      authorities: smtp.authorities.map { configuration.location(of: $0) },
      limit: Int(smtp.timeLimit * 1000))
  }
}
