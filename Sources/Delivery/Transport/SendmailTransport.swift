package import Diagnostics
import Foundation
import Glibc
import Processes

extension Diagnostic.Identifier {
  package static let sendmailMissing = Self("sendmail-missing")
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
    guard access(program, X_OK) == 0 else {
      throw Diagnostic(
        .sendmailMissing, .configuration, at: .init(file: program), "there is no program of that name",
        next:
          "Mend 'sendmail' of the channel, or install a program that has it, such as msmtp-mta or postfix.")
    }
    guard let input = NamelessFile(in: NSTemporaryDirectory()) else {
      return .deferred(answer: "no temporary file can be made")
    }
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { if nothing >= 0 { close(nothing) } }
    guard nothing > 2 else { return .deferred(answer: "/dev/null can't be opened") }
    // The program ends lines as its machine does.
    let text = bytes.filter { $0 != 0x0D }
    var done = 0
    while done < text.count {
      let count = text.withUnsafeBytes { bytes in
        write(input.descriptor, bytes.baseAddress?.advanced(by: done), text.count - done)
      }
      guard count > 0 else { return .deferred(answer: "no temporary file can be written") }
      done += count
    }
    guard lseek(input.descriptor, 0, SEEK_SET) == 0 else {
      return .deferred(answer: "no temporary file can be read")
    }
    let group: ProcessGroup
    do throws(ProcessGroup.NotStarted) {
      group = try ProcessGroup(
        program, [program, "-oi", "-f", message.from.address, "--", message.to.address],
        environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C"], folder: "/",
        descriptors: (input.descriptor, nothing, nothing))
    } catch {
      return .deferred(answer: "\(program) can't be started (\(error.text))")
    }
    var hasEnded = false
    // What it has left behind to deliver goes on.
    defer { if !hasEnded { group.end() } }
    let clock = ContinuousClock()
    let end = clock.now + .seconds(Self.limit)
    while true {
      let state = group.state
      if state != .running { hasEnded = true }
      switch state {
      case .exited(0): return .delivered(answer: "taken by \(program)")
      case .exited(let status):
        let answer = "\(program) ended with status \(status)"
        return Self.refusals.contains(status) ? .refused(answer: answer) : .uncertain(reason: answer)
      case .signalled(let number): return .uncertain(reason: "\(program) was ended by signal \(number)")
      case .gone: return .uncertain(reason: "\(program) was ended by somebody else")
      case .running: break
      }
      guard clock.now < end else {
        return .uncertain(reason: "\(program) took more than \(Int(Self.limit)) seconds")
      }
      usleep(5_000)
    }
  }
}
