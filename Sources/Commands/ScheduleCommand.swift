import ArgumentParser
package import Diagnostics
import Foundation
import Processes
import Workspace

struct ScheduleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule",
    abstract: "Prints the lines that run a pipeline every night.",
    discussion: "It only prints: put the lines where your machine keeps such things.")

  enum Form: String, ExpressibleByArgument, CaseIterable { case cron, systemd }

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The pipeline, as scorebook.yaml names it.")
  var pipeline: String
  @Option(name: .customLong("as"), help: "For which scheduler.")
  var form: Form
  @Option(help: ArgumentHelp("When, in the workspace's time zone.", valueName: "hh:mm"))
  var at = "02:00"

  func run() throws {
    let session = try Session(global)
    guard session.configuration.pipelines[pipeline] != nil else {
      throw session.unknown("pipeline", pipeline, \.pipelines)
    }
    let time = try Self.time(at)
    let overlays = global.overlays.flatMap { ["--config", URL(filePath: $0).standardizedFileURL.path] }
    let words =
      [Self.programPath(), "pipeline", "run", pipeline, "-C", session.configuration.root] + overlays + [
        "--quiet"
      ]
    let zone = session.configuration.timezone
    switch form {
    case .cron:
      // cron takes % for a line end.
      let command = words.map(ShellWord.quoted).joined(separator: " ").replacing("%", with: "\\%")
      try show(
        session,
        """
        # Cron's own zone must be \(zone), or it must know CRON_TZ.
        CRON_TZ=\(zone)
        \(time.minute) \(time.hour) * * * \(command)

        """)
    case .systemd:
      let name = "scorebook-\(pipeline)"
      let command = words.map(Self.systemdQuoted).joined(separator: " ")
      try show(
        session,
        """
        # /etc/systemd/system/\(name).service
        [Unit]
        Description=Scorebook pipeline \(pipeline)

        [Service]
        Type=oneshot
        ExecStart=\(command)
        # 75 means 'not now': a lock was held. The timer tries again the next night.
        SuccessExitStatus=75
        NoNewPrivileges=yes
        PrivateTmp=yes

        # /etc/systemd/system/\(name).timer
        [Unit]
        Description=Every night: Scorebook pipeline \(pipeline)

        [Timer]
        OnCalendar=*-*-* \(Self.two(time.hour)):\(Self.two(time.minute)):00 \(zone)
        Persistent=true

        [Install]
        WantedBy=timers.target

        # systemctl enable --now \(name).timer

        """)
    }
  }

  private func show(_ session: Session, _ text: String) throws {
    struct Shown: Encodable {
      let form: String
      let text: String
    }
    session.print(global.output.json ? try JSONText.encode(Shown(form: form.rawValue, text: text)) : text)
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  private static func time(_ text: String) throws(Diagnostic) -> (hour: Int, minute: Int) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isASCII) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
    else {
      throw Diagnostic(
        .commandTime, .configuration, "--at is '\(text)'", expected: "a time of day such as 02:00")
    }
    return (hour, minute)
  }

  /// This program's own path, for a scheduler that has no PATH: as it was called, so that a link to the newest
  /// version stays one.
  private static func programPath() -> String {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "scorebook"
    let called = CommandLine.arguments.first ?? own
    let folders =
      called.contains("/")
      ? [""] : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { $0 + "/" }
    let paths = folders.map { URL(filePath: $0 + called).standardizedFileURL.path }
    return paths.first { URL(filePath: $0).resolvingSymlinksInPath().path == own } ?? own
  }

  /// As systemd takes a word of ExecStart: C-like escapes in double quotes, `%%` and `$$`.
  ///
  /// **Source:** systemd.service(5), "Command lines"; systemd.syntax(7), "Quoting".
  private static func systemdQuoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("%", with: "%%").replacing("$", with: "$$")
    return ShellWord.isPlain(text) ? text : "\"\(escaped)\""
  }
}

extension Diagnostic.Identifier {
  package static let commandTime = Self("command-time")
}
