import Diagnostics
import Glibc
import Synchronization

/// Standard output or standard error.
struct Terminal: Sendable {
  static let standardOutput = Terminal(descriptor: STDOUT_FILENO)
  static let standardError = Terminal(descriptor: STDERR_FILENO)

  /// `--verbose`: what may quote rows is shown also where no terminal is. Set once, before anything is done.
  static let isVerbose = Atomic(false)

  let descriptor: Int32

  /// Whether a person looks at it.
  var isInteractive: Bool { isatty(descriptor) == 1 }

  /// Colour only on a terminal and never against NO_COLOR (set and not empty) or TERM=dumb.
  var hasColour: Bool {
    guard isInteractive else { return false }
    if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
    if let value = getenv("TERM"), String(cString: value) == "dumb" { return false }
    return true
  }

  /// Columns, 80 where that can't be told.
  var width: Int {
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Writes all of it. A reader that has gone away hears no more, and the work goes on: nights must not be
  /// missing because somebody looked at their first lines. A full disk under standard output ends the program.
  func write(_ text: String) { write(Array(text.utf8)) }

  func write(_ content: [UInt8]) {
    content.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
        if count < 0 {
          if errno == EINTR { continue }
          if errno != EPIPE, descriptor == STDOUT_FILENO {
            Terminal.standardError.say(
              "error: standard output can't be written: \(String(cString: strerror(errno))).")
            exit(1)
          }
          return
        }
        offset += count
      }
    }
  }

  /// A line.
  func say(_ line: String) { write(line + "\n") }

  /// Problems as a person reads them, one a paragraph.
  func write(_ problems: Problems) {
    for problem in problems.list {
      let label = problem.severity == .error ? "error" : "warning"
      let code = problem.severity == .error ? "31" : "33"
      let head = hasColour ? "\u{1B}[1;\(code)m\(label):\u{1B}[0m" : "\(label):"
      say("\(head) \(problem.description)")
      guard let aside = problem.aside else { continue }
      guard isInteractive || Terminal.isVerbose.load(ordering: .relaxed) else {
        say("  What the program wrote to standard error may quote rows: --verbose shows it.")
        continue
      }
      for line in lines(of: aside) { say("  | \(visible(line))") }
    }
  }
}

/// The lines of a text without their ends, which are LF or CR LF: for Swift the latter is one character, and no LF.
func lines(of text: String) -> [String] {
  text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
    String($0.last == "\r" ? $0.dropLast() : $0)
  }
}
