import ArgumentParser
import Diagnostics
import Glibc

/// What the program ends with.
enum ExitStatus {
  static let usage: Int32 = 2
  static let interrupted: Int32 = 130
  static let terminated: Int32 = 143

  /// The code of what ended a command.
  static func code(of error: any Error) -> Int32 {
    switch error {
    case let diagnostic as Diagnostic: code(of: diagnostic)
    case let problems as Problems: problems.errors.first.map(code(of:)) ?? 1
    case let exit as ExitCode: exit.rawValue
    default: usage
    }
  }

  static func code(of diagnostic: Diagnostic) -> Int32 {
    switch Interruption.received {
    case SIGINT?: return interrupted
    case SIGTERM?: return terminated
    default: return diagnostic.kind.rawValue
    }
  }
}
