package import Diagnostics
import Foundation
import Glibc
import Processes
package import Workspace

extension Diagnostic.Identifier {
  package static let secretMissing = Self("secret-missing")
}

/// Secrets, had from where the configuration says in the moment they are needed. What they are is told nowhere.
package struct SecretSource {
  /// For a program that is to tell one. **Units:** seconds.
  private static let limit = 30.0
  private static let most = 64 << 10

  let configuration: Configuration

  package init(configuration: Configuration) { self.configuration = configuration }

  /// - Parameters:
  ///   - path: Its key path in the configuration, where problems stand.
  ///
  /// **Throws:** `secret-missing`.
  package func value(_ secret: Configuration.Secret, of path: String) throws(Diagnostic) -> String {
    let text: String
    switch secret {
    case .environment(let name):
      guard let value = ProcessInfo.processInfo.environment[name] else {
        throw missing(path, "the environment has no variable \(name)", "Set it for this program.")
      }
      text = value
    case .file(let file):
      guard let handle = FileHandle(forReadingAtPath: configuration.location(of: file)),
        let data = try? handle.read(upToCount: Self.most)
      else {
        throw missing(
          path, "the file '\(file)' can't be read, or is empty", "Look at its path and permissions.")
      }
      // An editor's mark of the encoding is no part of a secret.
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      text = String(decoding: data.starts(with: mark) ? data.dropFirst(mark.count) : data, as: UTF8.self)
    case .command(let words): text = try output(of: words, path)
    }
    // By scalars: CR and LF together are one character.
    var line = text.unicodeScalars.prefix { $0 != "\n" }
    if line.last == "\r" { line.removeLast() }
    let value = String(String.UnicodeScalarView(line))
    guard !value.isEmpty, !value.utf8.contains(0) else {
      throw missing(path, "its first line is empty", "Put the secret there.")
    }
    return value
  }

  private func output(of words: [String], _ path: String) throws(Diagnostic) -> String {
    let environment = ProcessInfo.processInfo.environment
    let name = words.first ?? ""
    // A path is relative to the workspace, as all are.
    let place = name.contains("/") ? configuration.location(of: name) : name
    guard let program = ProgramFinder.path(of: place, in: environment["PATH"]) else {
      throw missing(path, "there is no program '\(name)'", "Mend its name, or install it.")
    }
    var call = ProgramCall(program, Array(words.dropFirst()), limit: Self.limit)
    call.environment = ["PATH", "HOME", "USER", "LANG"].compactMap { name in
      environment[name].map { "\(name)=\($0)" }
    }
    call.folder = configuration.root
    call.output = .kept(most: Self.most)
    // In memory where there is such a folder.
    if access("/dev/shm", W_OK) == 0 { call.filesFolder = "/dev/shm" }
    let result: ProgramCall.Result
    do throws(ProgramCall.NotStarted) {
      result = try call.run()
    } catch {
      throw missing(path, "'\(program)' can't be started (\(error.text))", "Look at the program.")
    }
    let end: String
    switch result.end {
    case .exited(0): return String(decoding: result.output, as: UTF8.self)
    case .exited(let status): end = "ended with status \(status)"
    case .timedOut: end = "took more than \(Int(Self.limit)) seconds"
    case .overflowed: end = "wrote more than \(Self.most) bytes"
    case .signalled, .gone: end = "was ended"
    case .interrupted:
      try Interruption.check()
      end = "was ended"
    }
    throw missing(path, "'\(program)' \(end)", "Run it by hand.")
  }

  private func missing(_ path: String, _ what: String, _ next: String) -> Diagnostic {
    Diagnostic(
      .secretMissing, .configuration, at: configuration.place(of: path), "the secret can't be had: \(what)",
      next: next)
  }
}
