import Foundation
import Processes
import Testing

@Suite("Process groups", .serialized)
struct ProcessGroupTests {
  /// Whether a process runs: a zombie does not.
  private func runs(_ process: Int32) -> Bool {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let state = text.split(separator: ")").last?.split(separator: " ").first
    else { return false }
    return state != "Z" && state != "X"
  }

  /// A shell that leaves a sleeping program of its group behind; gives that one's number.
  private func start(in folder: URL) throws -> (group: ProcessGroup, sleeper: Int32) {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    let group = try ProcessGroup(
      "/bin/sh", ["sh", "-c", "sleep 60 & echo $! > sleeper"], environment: nil, folder: folder.path,
      descriptors: (null, null, null))
    for _ in 0..<1000 where group.state == .running { usleep(5_000) }
    let text = try String(contentsOf: folder.appending(path: "sleeper"), encoding: .utf8)
    return (group, try #require(Int32(text.split(separator: "\n").joined())))
  }

  @Test(
    "the end of a leader that somebody else has reaped signals no group: its number may be another's",
    .timeLimit(.minutes(1)))
  func gone() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "group-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (kept, mate) = try start(in: folder)
    #expect(kept.state == .exited(0) && runs(mate))
    kept.end()
    for _ in 0..<200 where runs(mate) { usleep(5_000) }
    #expect(!runs(mate))
    let (reaped, stranger) = try start(in: folder)
    var status: Int32 = 0
    #expect(waitpid(reaped.identifier, &status, 0) == reaped.identifier)
    #expect(reaped.state == .gone)
    reaped.end()
    usleep(200_000)
    #expect(runs(stranger))
    kill(stranger, SIGKILL)
  }
}
