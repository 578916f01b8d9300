package import Diagnostics
import Foundation

/// The `git` program, asked about one repository: argument lists, no shell, nothing that runs hooks, filters or a
/// pager, and nothing fetched.
package struct GitProgram: Sendable {
  static let mostOutput = 256 << 20

  let program: String
  let folder: String

  /// **Throws** where there is no git.
  init(folder: String) throws(Diagnostic) {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    let candidates: [String] = path.split(separator: ":").map { "\($0)/git" }
    let found = candidates.first { $0.hasPrefix("/") && access($0, X_OK) == 0 }
    guard let found else {
      throw Diagnostic(
        .interchangeGit, .failure, "commits can't be read: there is no git on this machine",
        next: "Install it, or leave out --commits: the working tree is read without it.")
    }
    program = found
    self.folder = folder
  }

  static var environment: [String: String] {
    let own = ProcessInfo.processInfo.environment
    var kept = [
      "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_PAGER": "cat",
      "LC_ALL": "C.UTF-8",
    ]
    for name in ["PATH", "HOME"] { kept[name] = own[name] }
    return kept
  }

  static let safeguards = [
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false",
  ]

  /// The commit that a folder is at; nil where there is no git, no repository, or no commit yet.
  package static func head(of folder: String) -> String? {
    guard let output = try? GitProgram(folder: folder).output(["rev-parse", "--verify", "HEAD"]) else {
      return nil
    }
    let text = String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    return text.utf8.count >= 40 ? text : nil
  }

  /// A process that is set up and not started.
  func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = ["--no-pager", "-C", folder] + Self.safeguards + arguments
    process.environment = Self.environment
    return process
  }

  /// What it writes. **Throws** for an exit code other than 0.
  func output(_ arguments: [String]) throws(Diagnostic) -> [UInt8] {
    let process = process(arguments)
    let (out, problems) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = out
    process.standardError = problems
    do {
      try process.run()
      let bytes = try out.fileHandleForReading.read(upToCount: Self.mostOutput) ?? Data()
      try? out.fileHandleForReading.close()
      let said = try problems.fileHandleForReading.read(upToCount: 4096) ?? Data()
      try? problems.fileHandleForReading.close()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { throw failed(String(decoding: said, as: UTF8.self)) }
      return Array(bytes)
    } catch let known as Diagnostic {
      throw known
    } catch {
      throw failed("\(error)")
    }
  }

  func failed(_ found: String) -> Diagnostic {
    let line = found.split(separator: "\n").first.map(String.init)
    return Diagnostic(
      .interchangeGit, .failure, at: .init(file: folder), "git can't read the commits of this folder",
      found: line, next: "Leave out --commits to read the working tree alone.")
  }
}

extension Diagnostic.Identifier {
  package static let interchangeGit = Self("interchange-git")
}
