import Foundation
import Scoring

/// The outside world: clock, names.
enum Host {
  /// RFC 3339, UTC, to the second.
  static func now() -> String {
    let seconds = Int(Date().timeIntervalSince1970)
    var moment = time_t(seconds)
    var parts = tm()
    gmtime_r(&moment, &parts)
    func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
      + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }

  /// Seconds of a clock that never jumps.
  static func seconds() -> Double {
    var moment = timespec()
    clock_gettime(CLOCK_MONOTONIC, &moment)
    return Double(moment.tv_sec) + Double(moment.tv_nsec) * 1e-9
  }

  static var name: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Who is logged in, for the book's "by whom".
  static var user: String {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "\(getuid())" }
    return String(cString: name)
  }

  /// The clock, names, signals and randomness of this machine.
  static func environment(
    _ progress: Progress?, quiet: Bool, verbose: Bool = false
  ) -> RunEnvironment {
    RunEnvironment(
      now: { now() }, seconds: { seconds() }, host: name, user: user, process: getpid(),
      program: "scorebook \(ScorebookCommand.version)", random: { UInt64.random(in: .min ... .max) },
      watch: Watch(interruption: { Signals.interruption() }, progress: { progress?.advance($0) }),
      showsValues: verbose || Terminal.standardError.isInteractive,
      tell: { line in if !quiet { Terminal.standardError.say(line) } })
  }
}
