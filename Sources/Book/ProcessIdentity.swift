import Foundation

/// Which process on which host started a run: how a run whose process died is known.
package struct ProcessIdentity: Sendable, Hashable, Codable {
  package let host: String
  package let pid: Int32
  /// Start of the process since the host's start, in the kernel's ticks, with the host's boot: a number that is
  /// used again by another process is not taken for the same.
  package let start: String

  package init(host: String, pid: Int32, start: String) {
    self.host = host
    self.pid = pid
    self.start = start
  }

  /// This process.
  package static func current() -> ProcessIdentity {
    var name = [CChar](repeating: 0, count: 256)
    let named = gethostname(&name, name.count - 1)
    let host =
      named == 0 ? String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""
    let pid = getpid()
    return ProcessIdentity(host: host, pid: pid, start: start(of: pid) ?? "")
  }

  /// Whether the process still runs; nil where that can't be seen, on another host.
  package func isAlive(seenFrom here: ProcessIdentity) -> Bool? {
    guard here.host == host else { return nil }
    return ProcessIdentity.start(of: pid) == start
  }

  /// Whether this machine knows that the process runs no more: one of this host, or of the same boot under another name,
  /// as a container has, or a host that was renamed.
  ///
  /// What runs in another container may not be seen from here: whoever asks must hold it against a lock, too, which one
  /// kernel keeps for all of them.
  package func hasEnded(seenFrom here: ProcessIdentity) -> Bool {
    guard here.host == host || (!boot.isEmpty && boot == here.boot) else { return false }
    return ProcessIdentity.start(of: pid) != start
  }

  private var boot: Substring { start.prefix { $0 != "/" } }

  private static func start(of pid: Int32) -> String? {
    // The command's name, in parentheses, may hold blanks and parentheses itself.
    guard let text = text(of: "/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    // A zombie has ended, and waits only until its parent has heard of it.
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    let boot = self.text(of: "/proc/sys/kernel/random/boot_id").map { $0.prefix { $0 != "\n" } } ?? ""
    return "\(boot)/\(fields[19])"
  }

  private static func text(of path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = fread(&buffer, 1, buffer.count, file)
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }
}
