package import Diagnostics
import Processes

extension Diagnostic.Identifier {
  package static let sendmailMissing = Self("sendmail-missing")
  package static let sendmailRefused = Self("sendmail-refused")
}

/// Mail handed to a program of this machine, which queues it: `sendmail -oi -f FROM -- RECIPIENT`.
struct SendmailTransport: MailTransport {
  /// **Units:** seconds.
  private static let limit = 120.0
  /// What such programs end with where they have taken nothing; of others, as of EX_TEMPFAIL, which some end with
  /// after they have queued it, nobody knows. **Source:** sysexits.h; 127 where there is no such program.
  private static let refusals: Set<Int32> = [64, 65, 66, 67, 68, 69, 73, 76, 77, 78, 127]

  let program: String

  func send(_ message: MailMessage, _ bytes: [UInt8]) throws(Diagnostic) -> DeliveryOutcome {
    guard ProgramFinder.isProgram(program) else {
      throw Diagnostic(
        .sendmailMissing, .configuration, at: .init(file: program), "there is no program of that name",
        next:
          "Mend 'sendmail' of the channel, or install a program that has it, such as msmtp-mta or postfix.")
    }
    var call = ProgramCall(
      program, ["-oi", "-f", message.from.address, "--", message.to.address], limit: Self.limit)
    call.environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C"]
    // The program ends lines as its machine does.
    call.input = bytes.filter { $0 != 0x0D }
    // What it has left behind to deliver goes on, and what is being handed over is not cut off.
    call.leavesItsGroup = true
    call.endsOnSignal = false
    let result: ProgramCall.Result
    do throws(ProgramCall.NotStarted) {
      result = try call.run()
    } catch {
      return .deferred(
        DeliveryTrouble(
          .sendmailRefused, "\(program) can't be started", answer: error.text,
          next: "Look at the program, and at the room for temporary files."))
    }
    switch result.end {
    case .exited(0): return .delivered(answer: "taken by \(program)")
    case .exited(let status) where Self.refusals.contains(status):
      return .refused(
        DeliveryTrouble(
          .sendmailRefused, "\(program) has taken nothing", expected: "status 0",
          answer: "it ended with status \(status)",
          next: "Its own log tells more; sysexits.h names the status."))
    case .exited(let status): return uncertain("\(program) ended with status \(status)")
    case .signalled(let number): return uncertain("\(program) was ended by signal \(number)")
    case .timedOut: return uncertain("\(program) took more than \(Int(Self.limit)) seconds")
    case .gone, .overflowed, .interrupted: return uncertain("\(program) was ended by somebody else")
    }
  }

  private func uncertain(_ what: String) -> DeliveryOutcome {
    .uncertain(
      DeliveryTrouble(.deliveryUncertain, what, expected: "status 0, or one by which nothing was taken"))
  }
}
