import Diagnostics
import Glibc
import Processes

/// Runs a program with some bytes on its standard input, within limits, and gives what it wrote.
///
/// Input and output are files without a name, so that neither side can block the other. It ends with this process,
/// and what it started in its group ends with it.
struct ChildProcess {
  enum End: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
    case timedOut
  }

  struct Result: Sendable, Hashable {
    let end: End
    let output: [UInt8]
    let errors: [UInt8]
  }

  /// **Throws** an error number where it could not be started.
  static func run(
    _ program: String, _ arguments: [String], input: [UInt8], seconds: Double, outputLimit: Int = 16 << 20
  ) throws(Errno) -> Result {
    let files = [try unnamedFile(), try unnamedFile(), try unnamedFile()]
    defer { for file in files { close(file) } }
    try write(input, to: files[0])
    let child: ProcessGroup
    do throws(ProcessGroup.NotStarted) {
      child = try ProcessGroup(
        program, [program] + arguments, environment: nil, folder: ".",
        descriptors: (files[0], files[1], files[2]))
    } catch {
      throw Errno(number: error.number)
    }
    let end = wait(child, seconds: seconds)
    return Result(
      end: end, output: read(files[1], limit: outputLimit), errors: read(files[2], limit: 1 << 16))
  }

  struct Errno: Error, Sendable, Hashable {
    let number: Int32
    var text: String { String(cString: strerror(number)) }
  }

  private static func wait(_ child: ProcessGroup, seconds: Double) -> End {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let deadline = Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9 + seconds
    var pause: UInt32 = 500
    defer { child.end() }
    while true {
      switch child.state {
      case .exited(let code): return .exited(code)
      case .signalled(let signal): return .signalled(signal)
      case .gone: return .exited(-1)
      case .running: break
      }
      clock_gettime(CLOCK_MONOTONIC, &now)
      if Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9 > deadline || Interruption.isRequested {
        return .timedOut
      }
      usleep(pause)
      pause = min(pause * 2, 10_000)
    }
  }

  private static func unnamedFile() throws(Errno) -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var path = Array("\(folder)/scorebook-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { throw Errno(number: errno) }
    unlink(path)
    // 0, 1 and 2 are free where we were started without them; in the child they mean something else.
    let moved = fcntl(file, F_DUPFD_CLOEXEC, 3)
    let number = errno
    close(file)
    guard moved >= 0 else { throw Errno(number: number) }
    return moved
  }

  private static func write(_ bytes: [UInt8], to file: Int32) throws(Errno) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        bytes.baseAddress.map { Glibc.write(file, $0 + written, bytes.count - written) } ?? 0
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Errno(number: errno) }
      written += count
    }
    lseek(file, 0, SEEK_SET)
  }

  /// What lies in a file, from its start.
  static func read(_ file: Int32, limit: Int) -> [UInt8] {
    let size = max(0, min(Int(lseek(file, 0, SEEK_END)), limit))
    lseek(file, 0, SEEK_SET)
    return readAll(file, sized: size, limit: limit)
  }

  /// Everything from where the file stands, at most `limit` bytes.
  static func readAll(_ file: Int32, sized: Int, limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(sized)
    var part = [UInt8](repeating: 0, count: 1 << 20)
    while bytes.count < limit {
      let wanted = min(part.count, limit - bytes.count)
      let count = part.withUnsafeMutableBytes { part in Glibc.read(file, part.baseAddress, wanted) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += part[..<count]
    }
    return bytes
  }
}
