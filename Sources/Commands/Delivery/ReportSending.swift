import Book
import Delivery
package import Diagnostics
import Foundation
import Reports
import Workspace

extension Diagnostic.Identifier {
  package static let reportNotSent = Self("report-not-sent")
}

extension MailComposer: MessageMaker {}

/// Sends one report to those of its audiences that want it.
struct ReportSending {
  /// Whom and which period a person asks for.
  struct Choice {
    /// Names of audiences, whatever their conditions; empty for all whose conditions hold.
    var audiences: [String] = []
    /// Addresses; empty for everybody of the audiences.
    var recipients: [String] = []
    var asOf: CalendarDate?
  }

  let session: Session
  let report: Configuration.Report

  /// **Throws:** before anything is sent, what is wrong with names, addresses, secrets, pictures and the book;
  /// `command-interrupted` between two mails.
  func send(
    _ options: SendingOptions, to choice: Choice = Choice(), told: (RecipientOutcome) -> Void
  ) throws {
    let page = try session.page(report.name, asOf: choice.asOf)
    let book = options.isDry ? try session.existingBook() : try session.book()
    let composer = try MailComposer(
      session, report, page, identity: book?.identity() ?? "", date: Int64(Date().timeIntervalSince1970))
    let recipients = try Recipients(
      of: report, in: session.configuration, audiences: choice.audiences, recipients: choice.recipients,
      triggers: page.triggers?.sentences)
    let courier = book.map {
      Courier(book: $0, report: report.name, period: composer.period, now: Host.now, wait: Courier.pause)
    }
    try ReportDispatch(
      report: report.name, channels: session.channels, maker: composer, courier: courier, user: Host.user
    ).send(to: recipients, options, told: told)
  }

  /// Sends the newest period, and tells how many got it.
  ///
  /// **Throws:** also where a mail was not delivered, or nobody knows.
  func sentence() throws -> String {
    var all: [RecipientOutcome] = []
    try send(SendingOptions()) { all.append($0) }
    let problems = all.filter { !$0.outcome.isFine }.map { told in
      Diagnostic(
        .reportNotSent, .failure, at: told.problem?.place,
        "report '\(told.report)' to \(told.recipient ?? told.audience): \(told.outcome.rawValue)",
        expected: told.problem?.expected, found: told.detail, next: told.problem?.next)
    }
    try Problems(problems).throwIfAny()
    let sent = all.count { $0.outcome == .sent }
    let standing = all.count { $0.outcome == .stands }
    return "\(Quantity.count(sent, "message")) sent" + (standing > 0 ? "; \(standing) sent before" : "")
  }
}
