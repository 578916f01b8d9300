package import Diagnostics
package import Workspace

/// Who gets a report of a period: everybody of the audiences whose conditions hold, each once.
package struct Recipients: Sendable {
  /// Somebody who gets nothing, and why.
  package struct Skipped: Sendable, Hashable {
    package let audience: String
    /// Nil for all of the audience.
    package let recipient: String?
    package let why: String
  }

  package private(set) var all: [Recipient] = []
  package private(set) var skipped: [Skipped] = []

  private let configuration: Configuration

  /// - Parameters:
  ///   - audiences: Names of audiences, whatever their conditions; empty for those of the report.
  ///   - recipients: Addresses, numbers or channels; empty for everybody of the audiences.
  ///   - triggers: What holds for the period, each in words; nil where every condition holds.
  ///
  /// **Throws:** `report-no-audience` of a name that is unknown or not among them, and `mail-address`.
  package init(
    of report: Configuration.Report, in configuration: Configuration, audiences: [String] = [],
    recipients: [String] = [], triggers: [Configuration.Sending.Condition: String]?
  ) throws(Diagnostic) {
    self.configuration = configuration
    for sending in try Self.sendings(of: report, in: configuration, audiences) {
      guard let audience = configuration.audiences[sending.audience] else { continue }
      if audiences.isEmpty, let triggers, !Self.holds(sending, triggers) {
        let conditions = sending.conditions.map(\.rawValue).joined(separator: ", ")
        skipped.append(.init(audience: audience.name, recipient: nil, why: "nothing of \(conditions)"))
        continue
      }
      let reasons = sending.conditions.compactMap { triggers?[$0] }
      try add(audience, reasons.isEmpty ? nil : reasons.joined(separator: "; "), only: recipients)
    }
    for name in recipients where !all.contains(where: { $0.isNamed(name) }) {
      throw Diagnostic(
        .reportNoAudience, .configuration, "'\(name)' is not among those who are to get '\(report.name)'",
        next: "Addresses stand under 'audiences' of scorebook.yaml.")
    }
  }

  /// Whoever stands in several audiences gets it as one of the first.
  private mutating func add(
    _ audience: Configuration.Audience, _ reason: String?, only recipients: [String]
  ) throws(Diagnostic) {
    for (way, path) in try ways(to: audience) {
      let recipient = Recipient(audience: audience, way: way, path: path, reason: reason)
      guard recipients.isEmpty || recipients.contains(where: recipient.isNamed) else { continue }
      if let other = all.first(where: { $0.key == recipient.key }) {
        skipped.append(
          .init(
            audience: audience.name, recipient: recipient.name,
            why: "gets it as one of \(other.audience.name)"))
      } else {
        all.append(recipient)
      }
    }
  }

  private func ways(
    to audience: Configuration.Audience
  ) throws(Diagnostic) -> [(Recipient.Way, path: String)] {
    let path = "audiences.\(audience.name)"
    switch configuration.channels[audience.channel]?.kind {
    case .webhook(let webhook): return [(.webhook(webhook), path)]
    case .sms(let sms):
      return audience.to.enumerated().map { (.sms(sms, number: $1), "\(path).to.\($0)") }
    case .smtp, .sendmail, .maildir, nil:
      let from = try MailAddress(audience.from ?? "", at: configuration.place(of: path + ".from"))
      var ways: [(Recipient.Way, path: String)] = []
      for (number, text) in audience.to.enumerated() {
        let own = "\(path).to.\(number)"
        ways.append((.mail(from: from, to: try MailAddress(text, at: configuration.place(of: own))), own))
      }
      return ways
    }
  }

  private static func holds(
    _ sending: Configuration.Sending, _ triggers: [Configuration.Sending.Condition: String]
  ) -> Bool {
    sending.conditions.contains { $0 == .always || triggers[$0] != nil }
  }

  private static func sendings(
    of report: Configuration.Report, in configuration: Configuration, _ names: [String]
  ) throws(Diagnostic) -> [Configuration.Sending] {
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
      guard configuration.audiences[name] != nil else { throw Channels(configuration).noAudience(name) }
      return .init(audience: name, conditions: [.always])
    }
  }
}
