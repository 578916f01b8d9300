import Diagnostics
import Glibc
import Processes

/// A page's command, made ready to start: which file it is, its arguments, and the variables it sees.
struct ProcessCommand {
  let path: String
  let arguments: [String]
  /// `NAME=value`, in the order of names.
  let environment: [String]

  /// The program is one of the page's files, an absolute path, or found in the folders of PATH, where the page
  /// lets the program see PATH; folders that are not absolute are passed over.
  init(_ page: ProcessPage, folder: String) throws(Diagnostic) {
    environment = page.environment.compactMap { name in
      getenv(name).map { "\(name)=\(String(cString: $0))" }
    }
    arguments = page.command
    let program = page.command.first ?? ""
    if page.files.contains(program) {
      path = "\(folder)/\(program)"
    } else if program.hasPrefix("/") {
      path = program
    } else if program.contains("/") {
      let plain = program.hasPrefix("./") ? String(program.dropFirst(2)) : program
      throw ProcessCommand.missing(
        program, "it is none of the page's files",
        next: page.files.contains(plain)
          ? "Write \(quoted(plain)), as 'files' does."
          : "Name it under 'files' and in 'command' alike, relative to the page's folder.")
    } else if !page.environment.contains("PATH") {
      throw ProcessCommand.missing(program, "the program may not see PATH")
    } else {
      guard
        let found = ProgramFinder.path(of: program, in: getenv("PATH").map { String(cString: $0) } ?? "")
      else {
        throw ProcessCommand.missing(
          program, "no folder of PATH has it",
          next: "Install it; or where it lies beside the page, name it under 'files' too.")
      }
      path = found
    }
    guard ProgramFinder.isProgram(path) else {
      throw ProcessCommand.missing(program, "it is no program that may be run")
    }
  }

  /// "'python3' is /usr/bin/python3, the first in PATH (/usr/local/bin:/usr/bin)".
  var whereabouts: String {
    let program = arguments.first ?? ""
    guard !program.contains("/"), let list = environment.first(where: { $0.hasPrefix("PATH=") }) else {
      return "The program is \(visible(path))"
    }
    return
      "\(quoted(program)) is \(visible(path)), the first in PATH (\(visible(String(list.dropFirst(5).prefix(300)))))"
  }

  static func missing(_ program: String, _ why: String, next: String? = nil) -> Diagnostic {
    Diagnostic(
      .processCommand, .failure, "the program \(quoted(program)) can't be started: \(why)",
      expected: "one of 'files', an absolute path, or a name that PATH finds, with PATH in 'environment'",
      next: next ?? "Install it, or correct 'command' in the model's page and register a new version.")
  }
}
