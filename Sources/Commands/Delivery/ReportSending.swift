import Book
import Delivery
package import Diagnostics
import Foundation
import Reports
import Workspace

/// Sends one report to those of its audiences that want it.
struct ReportSending {
  /// What is told of one recipient, or of an audience that gets nothing.
  struct Told: Encodable {
    let report: String
    let period: String?
    let audience: String
    let recipient: String?
    /// sent, stands, failed, uncertain, resolved, skipped or would_send.
    let outcome: String
    let detail: String
    let messageID: String?

    enum CodingKeys: String, CodingKey {
      case report, period, audience, recipient, outcome, detail
      case messageID = "message_id"
    }

    var isFine: Bool { outcome != "failed" && outcome != "uncertain" }
  }

  let session: Session
  let report: Configuration.Report

  /// - Parameters:
  ///   - to: Names of audiences, whatever their conditions; empty for all whose conditions hold.
  ///
  /// **Throws:** before anything is sent, what is wrong with names, addresses, secrets, pictures and the book.
  func send(
    to: [String], asOf: CalendarDate?, again: Bool = false, resolve: ReportSendCommand.Resolution? = nil,
    isDry: Bool = false, showsText: Bool = false
  ) throws -> [Told] {
    let wanted = try wanted(to)
    let page = try session.page(report.name, asOf: asOf)
    let triggers = page.triggers
    var told: [Told] = []
    var audiences: [Configuration.Audience] = []
    for sending in wanted {
      guard let audience = session.configuration.audiences[sending.audience] else { continue }
      if to.isEmpty, triggers?.holds(sending.conditions) == false {
        let conditions = sending.conditions.map(\.rawValue).joined(separator: ", ")
        told.append(tell(audience, nil, "skipped", "nothing of \(conditions)", page))
      } else {
        audiences.append(audience)
      }
    }
    let book = isDry ? try session.existingBook() : try session.book()
    let composer = MailComposer(session: session, date: Int64(Date().timeIntervalSince1970))
    let period = page.facts?.from ?? ""
    // All that can go wrong without a server goes wrong before the first mail.
    var prepared: [(any MailTransport, [PreparedMail])] = []
    // One of a channel: all its mails go over one connection.
    var transports: [String: any MailTransport] = [:]
    for audience in audiences {
      let known = try book?.deliveries(report: report.name, period: period) ?? []
      let mails = try composer.mails(of: report.name, page, for: audience) { recipient in
        known.filter { $0.recipient == recipient && $0.state != .failed }.count
      }
      if isDry {
        for mail in mails {
          let newest = known.last { $0.recipient == mail.message.to.address }
          if !again, let newest, newest.state == .sent {
            told.append(tell(audience, mail, "stands", Self.standing(newest), page))
          } else if let newest, newest.state == .uncertain {
            told.append(tell(audience, mail, "uncertain", uncertainty(newest.answer), page))
          } else {
            told.append(
              tell(
                audience, mail, "would_send",
                "“\(mail.message.subject)”, \(Quantity.count(mail.message.bytes.count, "byte")), by \(audience.channel)",
                page))
          }
          if showsText { session.print("\(mail.message.text)\n") }
        }
      } else {
        let transport = try transports[audience.channel] ?? session.transport(of: audience)
        transports[audience.channel] = transport
        prepared.append((transport, mails))
      }
    }
    guard !isDry, let book else { return told }
    let courier = Courier(
      book: book, report: report.name, period: period, now: Host.now,
      wait: Courier.pause)
    for (transport, mails) in prepared {
      for mail in mails {
        told.append(try hand(mail, courier, transport, again: again, resolve: resolve, page))
      }
    }
    return told
  }

  /// Sends the newest period, and tells how many got it.
  ///
  /// **Throws:** also where a mail was not delivered, or nobody knows.
  func sentence() throws -> String {
    let told = try send(to: [], asOf: nil)
    let problems = told.filter { !$0.isFine }.map { told in
      Diagnostic(
        .reportNotSent, .failure,
        "report '\(told.report)' to \(told.recipient ?? told.audience): \(told.outcome)",
        found: told.detail)
    }
    try Problems(problems).throwIfAny()
    let sent = told.count { $0.outcome == "sent" }
    let standing = told.count { $0.outcome == "stands" }
    return "\(Quantity.count(sent, "mail")) sent" + (standing > 0 ? "; \(standing) sent before" : "")
  }

  private func hand(
    _ mail: PreparedMail, _ courier: Courier, _ transport: any MailTransport, again: Bool,
    resolve: ReportSendCommand.Resolution?, _ page: BuiltPage
  ) throws -> Told {
    if let resolve, let known = try courier.newest(for: mail.message.to.address), known.state == .uncertain {
      switch resolve {
      case .sent:
        try courier.book.end(known, .sent, answer: "said to have arrived by \(Host.user)", at: Host.now())
        return tell(mail.audience, mail, "resolved", "it has arrived", page)
      case .again:
        try courier.book.end(
          known, .failed, answer: "said not to have arrived by \(Host.user)", at: Host.now())
      }
    }
    switch try courier.deliver(mail, by: transport, again: again) {
    case .sent(let answer): return tell(mail.audience, mail, "sent", answer, page)
    case .stands(let known):
      return tell(mail.audience, mail, "stands", Self.standing(known), page)
    case .failed(let answer): return tell(mail.audience, mail, "failed", answer, page)
    case .uncertain(let reason):
      return tell(mail.audience, mail, "uncertain", uncertainty(reason), page)
    }
  }

  private static func standing(_ known: DeliveryRecord) -> String {
    "sent at \(known.endedAt ?? known.beganAt)"
  }

  private func uncertainty(_ reason: String) -> String {
    "\(reason). Ask the recipient, then: scorebook report send \(report.name) --resolve sent, or --resolve again"
  }

  /// Also tells a person, as it happens.
  private func tell(
    _ audience: Configuration.Audience, _ mail: PreparedMail?, _ outcome: String, _ detail: String,
    _ page: BuiltPage
  ) -> Told {
    let recipient = mail?.message.to.address
    let word = outcome.split(separator: "_").joined(separator: " ")
    session.tell("\(recipient ?? audience.name)  \(word)  \(detail)")
    return Told(
      report: report.name, period: page.facts?.from, audience: audience.name, recipient: recipient,
      outcome: outcome, detail: detail, messageID: mail?.message.messageID)
  }

  private func wanted(_ names: [String]) throws(Diagnostic) -> [Configuration.Sending] {
    let configuration = session.configuration
    guard !names.isEmpty else {
      if report.sendings.isEmpty {
        throw Diagnostic(
          .reportNoAudience, .configuration, at: configuration.place(of: "reports.\(report.name)"),
          "nobody is to get report '\(report.name)'",
          next: "Add send: [{audience: NAME, if: always}] to it, or name an audience with --to.")
      }
      return report.sendings
    }
    return try names.map { (name) throws(Diagnostic) in
      guard configuration.audiences[name] != nil else {
        throw Diagnostic(
          .reportNoAudience, .configuration, "there is no audience '\(name)'",
          next: nearestName(to: name, among: configuration.audiences.keys).map { "Did you mean '\($0)'?" }
            ?? "Audiences stand under 'audiences' of scorebook.yaml.")
      }
      return .init(audience: name, conditions: [.always])
    }
  }
}

extension Diagnostic.Identifier {
  package static let reportNotSent = Self("report-not-sent")
  package static let reportNoAudience = Self("report-no-audience")
}

extension Session {
  /// The way to an audience, with its secrets.
  func transport(of audience: Configuration.Audience) throws(Diagnostic) -> any MailTransport {
    guard let channel = configuration.channels[audience.channel] else {
      throw Diagnostic(.reportNoAudience, .configuration, "there is no channel '\(audience.channel)'")
    }
    switch channel.kind {
    case .maildir(let folder): return MaildirTransport(folder: configuration.location(of: folder))
    case .sendmail(let program): return SendmailTransport(program: program)
    case .smtp(let smtp):
      let login = try smtp.login.map { (login) throws(Diagnostic) in
        SMTPTransport.Login(
          method: .init(rawValue: login.method.rawValue) ?? .plain, user: login.user,
          password: try SecretSource(configuration: configuration).value(
            login.password, of: "channels.\(channel.name).smtp.password"))
      }
      return try SMTPTransport(
        .init(
          host: smtp.host, port: smtp.port, security: .init(rawValue: smtp.security.rawValue) ?? .starttls,
          login: login, authorities: smtp.authorities.map { configuration.location(of: $0) },
          limit: Int(smtp.timeLimit * 1000), waits: smtp.retries))
    }
  }
}
