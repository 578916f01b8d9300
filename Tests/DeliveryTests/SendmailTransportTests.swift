import Diagnostics
import Foundation
import Testing
import Workspace

@testable import Delivery

@Suite("Mail by sendmail", .serialized)
struct SendmailTransportTests {
  private let scratch: SendingScratch

  init() throws { scratch = try SendingScratch() }

  /// What comes of a program of these lines.
  private func send(_ lines: String) throws -> DeliveryOutcome {
    let program = scratch.path + "/sendmail"
    try Data("#!/bin/sh\n\(lines)\n".utf8).write(to: URL(filePath: program))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let message = try MailMessageTests.message()
    return try SendmailTransport(program: program).send(message, message.bytes)
  }

  @Test("gets sender, recipient and the mail with the line ends of this machine")
  func given() throws {
    let outcome = try send("echo \"$@\" > '\(scratch.path)/words'; cat > '\(scratch.path)/mail'")
    #expect(outcome == .delivered(answer: "taken by \(scratch.path)/sendmail"))
    let words = try String(contentsOfFile: scratch.path + "/words", encoding: .utf8)
    #expect(words == "-oi -f scorebook@example.com -- board@example.com\n")
    let mail = try Data(contentsOf: URL(filePath: scratch.path + "/mail"))
    #expect(Array(mail) == (try MailMessageTests.message().bytes).filter { $0 != 0x0D })
  }

  @Test("has taken nothing with some statuses; of others nobody knows")
  func statuses() throws {
    for status in [64, 67, 69, 77, 78, 127] {
      guard case .refused(let trouble) = try send("exit \(status)") else {
        Issue.record("\(status)")
        continue
      }
      #expect(trouble.identifier == .sendmailRefused && trouble.answer == "it ended with status \(status)")
    }
    for (lines, words) in [
      ("exit 75", "ended with status 75"), ("exit 1", "ended with status 1"), ("kill -9 $$", "signal 9"),
    ] {
      guard case .uncertain(let trouble) = try send(lines + "\n:") else {
        Issue.record("\(lines)")
        continue
      }
      #expect(trouble.identifier == .deliveryUncertain && trouble.summary.contains(words))
    }
  }

  @Test("what it leaves behind to deliver goes on, and a program that is not there is told")
  func queue() throws {
    // It waits for a file that is made when the program has long ended.
    let outcome = try send(
      "(while [ ! -e '\(scratch.path)/go' ]; do sleep 0.02; done; echo done > '\(scratch.path)/done') &")
    guard case .delivered = outcome else {
      Issue.record("\(outcome)")
      return
    }
    try Data().write(to: URL(filePath: scratch.path + "/go"))
    for _ in 0..<500 where !FileManager.default.fileExists(atPath: scratch.path + "/done") { usleep(10_000) }
    #expect(FileManager.default.fileExists(atPath: scratch.path + "/done"))
    let error = #expect(throws: Diagnostic.self) {
      let message = try MailMessageTests.message()
      _ = try SendmailTransport(program: scratch.path + "/none").send(message, message.bytes)
    }
    #expect(error?.identifier == .sendmailMissing)
  }
}
