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
      text = String(decoding: data, as: UTF8.self)
    case .command(let words): text = try output(of: words, path)
    }
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
    let value = line.hasSuffix("\r") ? line.dropLast() : line
    guard !value.isEmpty, !value.utf8.contains(0) else {
      throw missing(path, "its first line is empty", "Put the secret there.")
    }
    return String(value)
  }

  private func output(of words: [String], _ path: String) throws(Diagnostic) -> String {
    guard let program = words.first.flatMap(find) else {
      throw missing(path, "there is no program '\(words.first ?? "")'", "Mend its name, or install it.")
    }
    // In memory where there is such a folder.
    let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : NSTemporaryDirectory()
    let result = NamelessFile(in: folder)
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { if nothing >= 0 { close(nothing) } }
    guard let result, nothing > 2 else {
      throw missing(path, "no temporary file can be made", "Look at the room for temporary files.")
    }
    let environment = ProcessInfo.processInfo.environment
    let group: ProcessGroup
    do throws(ProcessGroup.NotStarted) {
      group = try ProcessGroup(
        program, [program] + words.dropFirst(),
        environment: ["PATH", "HOME", "USER", "LANG"].compactMap { name in
          environment[name].map { "\(name)=\($0)" }
        }, folder: configuration.root, descriptors: (nothing, result.descriptor, nothing))
    } catch {
      throw missing(path, "'\(program)' can't be started (\(error.text))", "Look at the program.")
    }
    defer { group.end() }
    let clock = ContinuousClock()
    let end = clock.now + .seconds(Self.limit)
    wait: while true {
      switch group.state {
      case .exited(0): break wait
      case .exited(let status):
        throw missing(path, "'\(program)' ended with status \(status)", "Run it by hand.")
      case .signalled, .gone: throw missing(path, "'\(program)' was ended", "Run it by hand.")
      case .running: break
      }
      try Interruption.check()
      guard clock.now < end else {
        throw missing(path, "'\(program)' took more than \(Int(Self.limit)) seconds", "Run it by hand.")
      }
      usleep(5_000)
    }
    var bytes = [UInt8](repeating: 0, count: Self.most)
    let count = pread(result.descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  private func find(_ name: String) -> String? {
    if name.contains("/") { return name }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  private func missing(_ path: String, _ what: String, _ next: String) -> Diagnostic {
    Diagnostic(
      .secretMissing, .configuration, at: configuration.place(of: path), "the secret can't be had: \(what)",
      next: next)
  }
}
