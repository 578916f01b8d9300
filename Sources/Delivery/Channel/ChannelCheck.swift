package import Diagnostics
import Glibc
import Processes
package import Workspace

extension Diagnostic.Identifier {
  package static let deliveryAuthorities = Self("delivery-authorities")
}

/// What channels need of this machine, looked for before anything is to travel by them.
package enum ChannelCheck {
  /// Files of certificates that can't be read, and a warning of each program that is not there: it may be on the machine
  /// that sends.
  package static func problems(_ configuration: Configuration) -> Problems {
    var problems = Problems()
    for channel in configuration.channels.values.sorted(by: { $0.name < $1.name }) {
      let path = "channels.\(channel.name).\(channel.kind.key)"
      let authorities: String?
      switch channel.kind {
      case .smtp(let smtp): authorities = smtp.authorities
      case .webhook(let webhook): authorities = webhook.authorities
      case .sms(let sms): authorities = sms.authorities
      case .maildir: authorities = nil
      case .sendmail(let program):
        authorities = nil
        if !ProgramFinder.isProgram(program) {
          problems.add(
            Diagnostic(
              .sendmailMissing, .configuration, severity: .warning, at: configuration.place(of: path),
              "there is no program '\(program)' on this machine",
              next: "Mend its name, or install a program that has it, such as msmtp-mta or postfix."))
        }
      }
      guard let authorities, !isFile(configuration.location(of: authorities)) else { continue }
      problems.add(
        Diagnostic(
          .deliveryAuthorities, .configuration, at: configuration.place(of: path + ".ca"),
          "the file of certificates '\(authorities)' is not there, or can't be read",
          next: "Mend its path, or take 'ca' out: the system's certificates are then used."))
    }
    return problems
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, R_OK) == 0
  }
}
