import Foundation
import Glibc
import Testing

@Suite("ONNX models on the command line", .serialized)
struct ONNXCommandTests {
  private static let model = "\(Program.root)Tests/Fixtures/models/onnx/catboost/model.onnx"

  /// The number of the child that looks at a model for a process, once it is another program.
  private func child(of parent: Int32, while isRunning: () -> Bool) -> Int32? {
    while isRunning() {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
        guard let number = Int32(name), number > parent,
          let status = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
          status.contains(") S \(parent) ") || status.contains(") R \(parent) ")
            || status.contains(") D \(parent) "),
          let command = FileManager.default.contents(atPath: "/proc/\(name)/cmdline"),
          String(decoding: command, as: UTF8.self).contains("__onnx-inspect")
        else { continue }
        return number
      }
    }
    return nil
  }

  /// Whether a process ends within some seconds; a zombie has ended.
  private func isGone(_ process: Int32, within seconds: Double) -> Bool {
    let end = Date().addingTimeInterval(seconds)
    repeat {
      guard let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
        return true
      }
      if state.contains(") Z") { return true }
      usleep(10_000)
    } while Date() < end
    return false
  }

  @Test("the child that looks at a model is gone when Scorebook is killed", .timeLimit(.minutes(2)))
  func killed() throws {
    let program = try Program()
    // The child lives for a tenth of a second: now and then it ends before it is seen.
    for _ in 0..<20 {
      let running = try program.start(["model", "inspect", Self.model])
      let parent = running.process.processIdentifier
      guard let child = child(of: parent, while: { running.process.isRunning }) else { continue }
      // It hangs: only the kernel can end it.
      guard kill(child, SIGSTOP) == 0 else { continue }
      kill(parent, SIGKILL)
      let ended = isGone(child, within: 5)
      #expect(ended)
      // Waiting for Scorebook would be waiting for a child that outlives it.
      if !ended { kill(child, SIGKILL) }
      _ = running.result()
      return
    }
    Issue.record("the child was never seen")
  }

  @Test("a signal while a model is looked at is told as one")
  func signalled() throws {
    let program = try Program()
    try program.write("scorebook.yaml", "name: Test\n")
    for _ in 0..<20 {
      let running = try program.start(["model", "add", "m", Self.model, "--unverified"])
      let parent = running.process.processIdentifier
      guard let child = child(of: parent, while: { running.process.isRunning }) else {
        try? program.remove(".scorebook")
        continue
      }
      guard kill(child, SIGSTOP) == 0 else { continue }
      kill(parent, SIGTERM)
      let result = running.result()
      #expect(result.status == 143, "\(result.status): \(result.problems)")
      #expect(result.problems.contains("stopped by a signal to terminate"), "\(result.problems)")
      #expect(isGone(child, within: 2))
      return
    }
    Issue.record("the child was never seen")
  }
}
