import Diagnostics
import Glibc

/// One call of a program: started with bytes on its standard input, waited for within limits, and ended with all that
/// it started.
///
/// Input, output and errors are files without a name, so that neither side can block the other.
package struct ProgramCall: Sendable, Hashable {
  /// What becomes of what a program writes.
  package enum Output: Sendable, Hashable {
    case discarded
    /// Kept up to so many bytes; a program that writes more is ended.
    case kept(most: Int)
  }

  /// How it ended.
  package enum End: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
    /// Somebody else has seen its end.
    case gone
    /// It was ended since it took longer than its limit.
    case timedOut
    /// It was ended since it wrote more than its limit.
    case overflowed
    /// It was ended since this program was told to end.
    case interrupted
  }

  package struct Result: Sendable, Hashable {
    package let end: End
    package let output: [UInt8]
    /// The end of what it wrote to standard error.
    package let errors: [UInt8]
  }

  /// Why it could not be started.
  package struct NotStarted: Error, Sendable, Hashable {
    package let text: String
    /// Whether there is no such program.
    package let isMissing: Bool
  }

  /// Of errors so many are told, and so many may be written. **Units:** bytes.
  private static let mostErrors = 64 << 10
  private static let errorLimit = 64 << 20
  /// **Units:** microseconds between two looks at it.
  private static let (shortest, longest): (UInt32, UInt32) = (500, 10_000)

  /// Its path; no folder is searched.
  package var program: String
  /// After its own name.
  package var arguments: [String]
  /// `NAME=value`; nil: what this process has.
  package var environment: [String]?
  package var folder = "/"
  package var input: [UInt8] = []
  package var output = Output.discarded
  package var keepsErrors = false
  /// **Units:** seconds.
  package var limit: Double
  /// Where its files are made.
  package var filesFolder = ProgramCall.temporaryFolder
  /// Whether a signal to this program ends it.
  package var endsOnSignal = true
  /// Whether what it has started goes on when it ends by itself, as a mail that it has queued.
  package var leavesItsGroup = false

  package init(_ program: String, _ arguments: [String], limit: Double) {
    self.program = program
    self.arguments = arguments
    self.limit = limit
  }

  package static var temporaryFolder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

  /// Starts it, and waits until it has ended.
  package func run() throws(NotStarted) -> Result {
    let nothing = try NullDevice()
    let input = self.input.isEmpty ? nil : try file(holding: self.input)
    let output = self.output == .discarded ? nil : try file()
    let errors = keepsErrors ? try file() : nil
    let group: ProcessGroup
    do throws(ProcessGroup.NotStarted) {
      group = try ProcessGroup(
        program, [program] + arguments, environment: environment, folder: folder,
        descriptors: (
          input?.descriptor ?? nothing.descriptor, output?.descriptor ?? nothing.descriptor,
          errors?.descriptor ?? nothing.descriptor
        ))
    } catch {
      throw NotStarted(text: error.text, isMissing: error.number == ENOENT)
    }
    let end = wait(for: group, output?.descriptor, errors?.descriptor)
    switch end {
    case .exited where leavesItsGroup, .signalled where leavesItsGroup: group.letGo()
    default: group.end()
    }
    return Result(
      end: end, output: output?.bytes(most: most) ?? [],
      errors: errors?.lastBytes(most: Self.mostErrors) ?? [])
  }

  private var most: Int { if case .kept(let most) = output { most } else { 0 } }

  private func wait(for group: ProcessGroup, _ output: Int32?, _ errors: Int32?) -> End {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(limit)
    var pause = Self.shortest
    while true {
      let state = group.state
      // Also of one that has ended meanwhile: a part is not what it said.
      if Self.size(output) > most || Self.size(errors) > Self.errorLimit { return .overflowed }
      switch state {
      case .exited(let status): return .exited(status)
      case .signalled(let number): return .signalled(number)
      case .gone: return .gone
      case .running: break
      }
      if endsOnSignal, Interruption.isRequested { return .interrupted }
      if clock.now >= end { return .timedOut }
      usleep(pause)
      pause = min(pause * 2, Self.longest)
    }
  }

  private static func size(_ descriptor: Int32?) -> Int {
    var status = stat()
    guard let descriptor, fstat(descriptor, &status) == 0 else { return 0 }
    return Int(status.st_size)
  }

  private func file(holding bytes: [UInt8] = []) throws(NotStarted) -> NamelessFile {
    guard let file = NamelessFile(in: filesFolder) else {
      throw NotStarted(text: "no temporary file can be made in \(filesFolder)", isMissing: false)
    }
    guard file.write(bytes) else {
      throw NotStarted(text: "a temporary file in \(filesFolder) can't be written", isMissing: false)
    }
    return file
  }

  private struct NullDevice: ~Copyable {
    let descriptor: Int32

    init() throws(NotStarted) {
      let opened = open("/dev/null", O_RDWR | O_CLOEXEC)
      let number = errno
      // 0, 1 and 2 are free where we were started without them; in the child they mean something else.
      descriptor = opened < 0 ? opened : fcntl(opened, F_DUPFD_CLOEXEC, 3)
      if opened >= 0 { close(opened) }
      guard descriptor >= 0 else {
        throw NotStarted(
          text: "/dev/null can't be opened: \(String(cString: strerror(number)))", isMissing: false)
      }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
  }
}
