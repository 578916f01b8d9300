import Diagnostics
import Foundation
import ONNXModels
import Testing

@Suite("Where ONNX Runtime is looked for")
struct RuntimeLibraryTests {
  private func folder(_ files: [String]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "scorebook-ort-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in files { try Data().write(to: folder.appending(path: file)) }
    return String(folder.path().dropLast(folder.path().hasSuffix("/") ? 1 : 0))
  }

  @Test("the first folder that has it, and of several versions the highest")
  func newest() throws {
    let empty = try folder(["libonnxruntime_providers_shared.so", "libonnxruntime.so.1.9.0.bak"])
    let several = try folder(["libonnxruntime.so", "libonnxruntime.so.1.9.0", "libonnxruntime.so.1.32.0"])
    let other = try folder(["libonnxruntime.so.2.0.0"])
    defer { for folder in [empty, several, other] { try? FileManager.default.removeItem(atPath: folder) } }
    #expect(
      try RuntimeLibrary.find(named: nil, in: ["/nowhere", empty, several, other])
        == "\(several)/libonnxruntime.so.1.32.0")
    #expect(
      try RuntimeLibrary.find(named: "\(other)/libonnxruntime.so.2.0.0", in: [several])
        == "\(other)/libonnxruntime.so.2.0.0")
  }

  @Test("where it is not there, what to install is told exactly")
  func missing() {
    #expect(throws: Diagnostic.self) { try RuntimeLibrary.find(named: nil, in: ["/nowhere"]) }
    do {
      _ = try RuntimeLibrary.find(named: nil, in: ["/nowhere"])
    } catch {
      #expect(error.identifier == .onnxRuntimeMissing)
      for word in [
        "libonnxruntime.so.\(RuntimeLibrary.version)", "wheel 'onnxruntime'", "~/.local/lib/scorebook",
        ".ci/onnxruntime",
      ] { #expect(error.description.contains(word)) }
    }
    do {
      _ = try RuntimeLibrary.find(named: "/nowhere/lib.so", in: [])
    } catch {
      #expect(error.identifier == .onnxRuntimeMissing)
      #expect(error.description.contains(RuntimeLibrary.variable))
    }
  }

  @Test("the standard places, in their order")
  func places() {
    #expect(
      RuntimeLibrary.places(executable: "/opt/scorebook/bin/scorebook", home: "/home/ada").prefix(5) == [
        "/opt/scorebook/bin", "/opt/scorebook/bin/../lib/scorebook", "/home/ada/.local/lib/scorebook",
        "/usr/local/lib/scorebook", "/usr/local/lib",
      ])
  }
}
