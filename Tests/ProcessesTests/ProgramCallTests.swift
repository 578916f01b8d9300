import Diagnostics
import Foundation
import Testing

@testable import Processes

@Suite("A program called once", .serialized)
struct ProgramCallTests {
  private func shell(_ line: String, limit: Double = 20) -> ProgramCall {
    var call = ProgramCall("/bin/sh", ["-c", line + "\n:"], limit: limit)
    call.environment = ["PATH=/usr/bin:/bin"]
    return call
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("gets its input, and gives its output, its errors and its status")
  func all() throws {
    var call = shell("cat; echo oops >&2; exit 7")
    call.input = Array("größer\n".utf8) + [0, 255]
    call.output = .kept(most: 100)
    call.keepsErrors = true
    let result = try call.run()
    #expect(result.end == .exited(7))
    #expect(result.output == Array("größer\n".utf8) + [0, 255] && text(result.errors) == "oops\n")
  }

  @Test("sees the variables and the folder it is given, and nothing is kept that nobody asked for")
  func surroundings() throws {
    var call = shell("echo \"$PWD $WORD ${HOME-none}\"; echo more >&2")
    call.environment = ["WORD=a b"]
    call.folder = "/usr"
    call.output = .kept(most: 100)
    let result = try call.run()
    #expect(text(result.output) == "/usr a b none\n" && result.errors.isEmpty)
    call.output = .discarded
    #expect(try call.run() == .init(end: .exited(0), output: [], errors: []))
  }

  @Test("takes and gives more than a pipe holds")
  func large() throws {
    var call = ProgramCall("/bin/cat", [], limit: 20)
    call.input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    call.output = .kept(most: 3_000_000)
    #expect(try call.run().output == call.input)
  }

  @Test("is ended with what it started when its time is over", .timeLimit(.minutes(1)))
  func time() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "call-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var call = shell("tail -f /dev/null & echo $! > mate; while :; do sleep 0.05; done", limit: 0.5)
    call.folder = folder.path
    let began = ContinuousClock.now
    #expect(try call.run().end == .timedOut)
    #expect(ContinuousClock.now - began < .seconds(10))
    let mate = try #require(
      Int32(
        String(contentsOf: folder.appending(path: "mate"), encoding: .utf8).split(separator: "\n").joined()))
    #expect(ends(mate))
  }

  /// Whether a process ends soon; one that nobody has waited for counts as ended.
  private func ends(_ process: Int32) -> Bool {
    for _ in 0..<200 {
      let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ") X"
      if ["Z", "X"].contains(stat.split(separator: ")").last?.split(separator: " ").first) { return true }
      usleep(5_000)
    }
    return false
  }

  @Test(
    "is ended when it writes more than it may, also where it has ended by itself", .timeLimit(.minutes(1)))
  func flood() throws {
    var call = shell("while :; do echo 0123456789; done")
    call.output = .kept(most: 1000)
    let endless = try call.run()
    #expect(endless.end == .overflowed && endless.output.count == 1000)
    var brief = shell("printf 0123456789")
    brief.output = .kept(most: 9)
    #expect(try brief.run().end == .overflowed)
    brief.output = .kept(most: 10)
    #expect(try brief.run() == .init(end: .exited(0), output: Array("0123456789".utf8), errors: []))
  }

  @Test("that a signal ends tells its number")
  func signalled() throws {
    #expect(try shell("kill -TERM $$").run().end == .signalled(SIGTERM))
    #expect(try shell("kill -KILL $$").run().end == .signalled(SIGKILL))
  }

  @Test("is ended when this program is told to end, unless it must not be cut off", .timeLimit(.minutes(1)))
  func interrupted() async {
    // In a process of its own: what is told to end stays so.
    await #expect(processExitsWith: .exitCode(7)) {
      _ = Interruption.note(SIGINT)
      var call = ProgramCall("/bin/sh", ["-c", "while :; do sleep 0.05; done"], limit: 50)
      guard try call.run().end == .interrupted else { exit(1) }
      call = ProgramCall("/bin/sh", ["-c", "sleep 0.1; exit 5"], limit: 50)
      call.endsOnSignal = false
      guard try call.run().end == .exited(5) else { exit(2) }
      exit(7)
    }
  }

  @Test("that is not there, is none, or has no room for its files is not started")
  func notStarted() throws {
    let missing = #expect(throws: ProgramCall.NotStarted.self) {
      try ProgramCall("/nowhere/program", [], limit: 1).run()
    }
    #expect(missing?.isMissing == true && missing?.text == "No such file or directory")
    let none = #expect(throws: ProgramCall.NotStarted.self) {
      try ProgramCall("/etc/passwd", [], limit: 1).run()
    }
    #expect(none?.isMissing == false && none?.text == "Permission denied")
    var roomless = shell("exit 0")
    roomless.output = .kept(most: 1)
    roomless.filesFolder = "/nowhere"
    let error = #expect(throws: ProgramCall.NotStarted.self) { try roomless.run() }
    #expect(error?.text == "no temporary file can be made in /nowhere")
  }

  @Test("leaves what it has started to go on where it may, and else ends it", .timeLimit(.minutes(1)))
  func group() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "call-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for leaves in [true, false] {
      var call = shell("tail -f /dev/null & echo $! > mate")
      call.folder = folder.path
      call.leavesItsGroup = leaves
      #expect(try call.run().end == .exited(0))
      let mate = try #require(
        Int32(
          String(contentsOf: folder.appending(path: "mate"), encoding: .utf8).split(separator: "\n").joined())
      )
      if leaves {
        usleep(100_000)
        #expect(kill(mate, 0) == 0)
        kill(mate, SIGKILL)
      } else {
        #expect(ends(mate))
      }
    }
  }

  @Test("is found in the folders of a list, those that are not absolute passed over")
  func finder() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "find-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "tool"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path
    try Data().write(to: folder.appending(path: "plain"))
    #expect(ProgramFinder.path(of: "sh", in: "bin:\(path):/bin:/usr/bin") == "/bin/sh")
    #expect(ProgramFinder.path(of: "sh", in: nil).map { $0.hasSuffix("/sh") } == true)
    // A folder, a file that may not be run, and nothing.
    for name in ["tool", "plain", "none", ""] {
      #expect(ProgramFinder.path(of: name, in: path) == nil, "\(name)")
    }
    #expect(ProgramFinder.path(of: "/bin/sh", in: "") == "/bin/sh")
    #expect(ProgramFinder.path(of: "\(path)/plain", in: "") == nil)
  }
}
