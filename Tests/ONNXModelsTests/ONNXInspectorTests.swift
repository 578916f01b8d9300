import Diagnostics
import Foundation
import Models
import ONNXModels
import Testing

/// A program that is started instead of ours, to play a child that behaves badly.
private final class Impostor {
  let path: String
  private let folder: URL

  init(_ script: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "scorebook-onnx-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "impostor")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path())
    path = file.path()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}

// One after the other: a program that was just written can't be started while another child still holds it open.
@Suite("Looking at ONNX models in a child process", .serialized)
struct ONNXInspectorTests {
  private func open(_ program: String, seconds: Double = 20) throws -> [Diagnostic] {
    let fixture = ONNXFixture.named("linear")
    let bytes = try fixture.bytes()
    let options = try fixture.options()
    return problems { () throws(Problems) in
      try ONNXFormat.open(
        bytes: bytes, name: "m.onnx", options: options,
        inspector: ONNXInspector(program: program, seconds: seconds))
    }
  }

  @Test("a crash in native code becomes a diagnostic")
  func crash() throws {
    let impostor = try Impostor("kill -SEGV $$")
    let list = try open(impostor.path)
    #expect(list.map(\.identifier) == [.onnxInspection])
    #expect(list.first?.description.contains("signal 11") == true, "\(list)")
  }

  @Test("so does a hang, in the time that was set")
  func hang() throws {
    let impostor = try Impostor("exec sleep 60")
    let began = ContinuousClock.now
    let list = try open(impostor.path, seconds: 0.5)
    #expect(ContinuousClock.now - began < .seconds(10))
    #expect(list.map(\.identifier) == [.onnxInspection])
    #expect(list.first?.description.contains("after") == true)
  }

  @Test(
    "an answer that makes no sense is none",
    arguments: [
      "echo nonsense", "echo '{}'", "exit 3", "head -c 30000000 /dev/zero",
      "cat >/dev/null; echo no >&2; exit 1",
    ])
  func nonsense(script: String) throws {
    let impostor = try Impostor(script)
    #expect(try open(impostor.path).map(\.identifier) == [.onnxInspection])
  }

  @Test("a program that is not there is told")
  func absent() throws {
    let list = try open("/nowhere/scorebook")
    #expect(list.map(\.identifier) == [.onnxInspection])
    #expect(list.first?.description.contains("can't be started") == true)
  }

  @Test("the child's input is the order and the whole model")
  func order() throws {
    // What the parent sends is kept and thrown away by the impostor; its size tells that nothing is missing.
    let impostor = try Impostor("wc -c >&2; exit 7")
    let list = try open(impostor.path)
    let size = try ONNXFixture.named("linear").bytes().count
    let found = list.first?.found.flatMap { Int($0.filter(\.isNumber)) }
    #expect(found ?? 0 > size && found ?? 0 < size + 500, "\(list)")
  }
}
