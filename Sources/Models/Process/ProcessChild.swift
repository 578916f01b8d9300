import CSpawn
import Diagnostics
import Glibc
import Processes

/// A running program: its process group, its three pipes, its folder. Used by one thread at a time.
final class ProcessChild {
  /// **Units:** milliseconds that a program has to end by itself when its input ends.
  private static let grace = 1000
  private static let pipeSize: Int32 = 1 << 18
  private static let readSize = 1 << 18

  private let group: ProcessGroup
  var identifier: Int32 { group.identifier }
  private let page: ProcessPage
  private let folder: ProcessFolder
  private let command: ProcessCommand
  private var input: Int32
  private let output: Int32
  private var errors: Int32
  private let received = ProcessBuffer(capacity: 1 << 18)
  private var tail = ProcessTail()
  private var memoryLooked = ProcessClock.milliseconds
  private var memoryPause = 100

  /// Starts it; it has said nothing yet.
  init(_ page: ProcessPage, files: [(name: String, bytes: [UInt8])]) throws(Diagnostic) {
    self.page = page
    folder = try ProcessFolder(files, program: page.command.first ?? "")
    command = try ProcessCommand(page, folder: folder.files)
    var ends: [Int32] = []
    func fail(_ error: Int32) -> Diagnostic {
      for end in ends { close(end) }
      return ProcessCommand.missing(page.command.first ?? "", String(cString: strerror(error)))
    }
    for _ in 0..<3 {
      var pair: [Int32] = [-1, -1]
      let error = cspawn_pipe(&pair, ProcessChild.pipeSize)
      if error != 0 { throw fail(error) }
      ends += pair
    }
    do throws(ProcessGroup.NotStarted) {
      group = try ProcessGroup(
        command.path, command.arguments, environment: command.environment, folder: folder.files,
        descriptors: (ends[0], ends[3], ends[5]))
    } catch {
      throw fail(error.number)
    }
    for end in [ends[0], ends[3], ends[5]] { close(end) }
    (input, output, errors) = (ends[1], ends[2], ends[4])
    for end in [input, output, errors] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
  }

  deinit { stop() }

  /// What it wrote to standard error while it had seen no row: for any message.
  var complaint: String? { hasSeenRows ? nil : tail.brief.map { "It wrote to standard error: \($0)" } }
  /// The same once it has seen rows, which it may quote: for a diagnostic's aside.
  var aside: String? { hasSeenRows ? tail.text : nil }
  private var hasSeenRows = false

  /// What to do about a program that did not start.
  var advice: String {
    guard let complaint else { return "Run its command by hand in a folder with its files." }
    guard let package = tail.missingPackage else { return complaint }
    return "\(complaint). \(command.whereabouts): install \(quoted(package)) for it, or name another program."
  }

  /// Sends bytes and takes what comes back until `answers` has all of it; both at once, so that neither side
  /// waits for the other for ever.
  func exchange(
    _ bytes: UnsafeRawBufferPointer, limit: Int, _ answers: ProcessAnswers, into predictions: Predictions?
  ) throws(ProcessFault) {
    let end = ProcessClock.milliseconds + limit
    var sent = 0
    var isGone = false
    if predictions != nil {
      // Taken for an answer, it would give a batch the predictions of another.
      try receive()
      if received.count > 0 { throw .failed(answers.miscounted("writes before it is asked")) }
      hasSeenRows = true
    }
    var isAnswered = false
    while !isAnswered || sent < bytes.count {
      if let stopped = Interruption.diagnostic { throw .failed(stopped) }
      let rest = end - ProcessClock.milliseconds
      if rest <= 0 { throw .failed(tooSlow(limit, answers, predictions)) }
      var waiting = [
        pollfd(fd: sent < bytes.count ? input : -1, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&waiting, 3, Int32(min(rest, isGone ? 5 : 100)))
      if ready < 0, errno != EINTR {
        throw .died("waiting for it failed: \(String(cString: strerror(errno)))")
      }
      if ready == 0 {
        // What it started may hold its output open when it has ended itself; what it wrote before is read first.
        if isGone { throw .died(farewell()) }
        isGone = group.state != .running
      } else if ready > 0 {
        if waiting[2].revents != 0 { listen() }
        if waiting[0].revents != 0 { sent += send(UnsafeRawBufferPointer(rebasing: bytes[sent...])) }
        if waiting[1].revents != 0 {
          try receive()
          if try answers.take(received, into: predictions) { isAnswered = true }
        }
      }
      try weigh()
    }
  }

  private func send(_ bytes: UnsafeRawBufferPointer) -> Int {
    let count = ProcessPipe.write(input, bytes)
    if count >= 0 { return count }
    // Nobody reads any more: its end is told by its output.
    close(input)
    input = -1
    return 0
  }

  private func receive() throws(ProcessFault) {
    received.reserve(ProcessChild.readSize)
    let count = read(output, received.base + received.count, ProcessChild.readSize)
    if count > 0 { return received.extend(by: count) }
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    throw .died(farewell())
  }

  /// Reads what stands on standard error.
  private func listen() {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      let count = read(errors, buffer.baseAddress, buffer.count)
      if count > 0 { return tail.append(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
      if count < 0, errno == EAGAIN || errno == EINTR { return }
      close(errors)
      errors = -1
    }
  }

  /// How it went, as a clause; waits a little for its end and its last words.
  private func farewell() -> String {
    let end = ProcessClock.milliseconds + 500
    var state = group.state
    while state == .running, ProcessClock.milliseconds < end {
      usleep(2000)
      state = group.state
    }
    for _ in 0..<16 where errors >= 0 { listen() }
    switch state {
    case .exited(let status): return "it ended with status \(status)"
    case .signalled(let number):
      return "it was ended by signal \(number) (\(String(cString: strsignal(number))))"
    case .running, .gone: return "it closed its output"
    }
  }

  private func tooSlow(_ limit: Int, _ answers: ProcessAnswers, _ predictions: Predictions?) -> Diagnostic {
    let seconds = limit % 1000 == 0 ? "\(limit / 1000)s" : "\(limit)ms"
    if predictions == nil {
      return Diagnostic(
        .processTime, .failure,
        "the program did not write its header within \(seconds), the limit of its start",
        next: complaint ?? "It must write the header and flush before it reads rows.")
    }
    return Diagnostic(
      .processTime, .failure, "the program did not answer \(answers.expected) rows within \(seconds)",
      found: answers.row == 1 ? "1 row" : "\(answers.row) rows",
      next: "It must answer and flush at the empty line that ends a batch.", aside: aside)
  }

  private func weigh() throws(ProcessFault) {
    let now = ProcessClock.milliseconds
    guard now - memoryLooked >= memoryPause else { return }
    let used = ProcessMemory.inUse(group: identifier)
    memoryLooked = ProcessClock.milliseconds
    // Looking never takes more than a fiftieth of the time.
    memoryPause = min(max((memoryLooked - now) * 50, 100), 1000)
    guard used > page.memoryLimit else { return }
    throw .failed(
      Diagnostic(
        .processMemory, .failure, "the program uses more memory than its page allows",
        expected: "at most \(page.memoryLimit >> 20) MiB", found: "\(used >> 20) MiB", next: complaint,
        aside: aside))
  }

  /// Closes its input, waits a little, and ends its whole group.
  private func stop() {
    if input >= 0 { close(input) }
    let end = ProcessClock.milliseconds + ProcessChild.grace
    var pause: UInt32 = 500
    while !isCondemned, !Interruption.isRequested, group.state == .running, ProcessClock.milliseconds < end {
      usleep(pause)
      pause = min(pause * 2, 16_000)
    }
    group.end()
    close(output)
    if errors >= 0 { close(errors) }
  }

  /// No time to end by itself: it did what it must not.
  var isCondemned = false
}
