import Diagnostics
import Foundation
import Models
import ONNXModels
import Testing

@Suite("ONNX models that fail while they score", .serialized)
struct ONNXFailureTests {
  @Test("a row that fails alone is refused with ONNX Runtime's words, wherever batches begin")
  func badRows() throws {
    let model = try ONNXFixture.named("embedding").model()
    let bad: Set<Int> = [0, 17, 18, 33, 39, 1100]
    let rows = (0..<1300).map { [String(bad.contains($0) ? 99 : $0 % 10)] }
    let got = try score(model, rows)
    #expect(Set(got.status.indices.filter { got.status[$0] != .scored }) == bad)
    #expect(Set(got.reasons.keys) == bad)
    for reason in got.reasons.values {
      #expect(reason.contains("Gather") && reason.contains("99"), "\(reason)")
      #expect(reason.unicodeScalars.count <= 201 && !reason.contains("onnxruntime_src"))
    }
    #expect(try score(model, rows, batches: [1, 5, 700]) == got)
    let plain = try score(model, (0..<1300).map { [String($0 % 10)] })
    for row in rows.indices where !bad.contains(row) { #expect(got.rows[row] == plain.rows[row]) }
  }

  @Test("rows that are all bad are all refused, and the model is not")
  func allBad() throws {
    let model = try ONNXFixture.named("embedding").model()
    let began = ContinuousClock.now
    let got = try score(model, (0..<5000).map { _ in ["99"] })
    #expect(got.status.allSatisfy { $0 == .refused } && got.reasons.count == 5000)
    #expect(ContinuousClock.now - began < .seconds(60))
  }

  @Test("a model that fails over every row ends the run with ONNX Runtime's words")
  func always() throws {
    let bytes = try ONNXFixture.named("failing-always").bytes()
    #expect(
      problems { () throws(Problems) in try ONNXFormat.open(bytes: bytes, name: "m") }.map(\.identifier) == [
        .onnxTrial
      ])
    // As if it had gone through when it was registered.
    let answer = """
      {"report":{"version":"1.32.0","refusedRows":0,"sampleRow":0,"outputs":[{"name":"b","element":1,"width":1,\
      "values":[],"isDistribution":false,"isUnit":false,"best":[]}]}}
      """
    let script = FileManager.default.temporaryDirectory.appending(path: "scorebook-onnx-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: script) }
    try Data("#!/bin/sh\necho '\(answer)'\n".utf8).write(to: script)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path())
    let model = try ONNXFormat.open(
      bytes: bytes, name: "m", inspector: ONNXInspector(program: script.path(), seconds: 20))
    let error = #expect(throws: Diagnostic.self) { try score(model, [["1", "2"], ["3", "4"]]) }
    #expect(error?.identifier == .onnxRun)
    #expect(error?.found?.contains("Reshape") == true && error?.found?.contains("onnxruntime_src") == false)
    #expect(error?.found.map { $0.unicodeScalars.count <= 401 } == true)
  }

  @Test("rows that depend on each other where no made-up row shows it end the run")
  func neighbours() throws {
    let bytes = try ONNXFixture.named("failing-rows").bytes()
    let model = try ONNXFormat.open(bytes: bytes, name: "m", inspector: ONNXInspector(program: nil))
    #expect(try score(model, [["1"], ["2"], ["3"]]).rows == [["1.0"], ["2.0"], ["3.0"]])
    let error = #expect(throws: Diagnostic.self) { try score(model, [["12345.25"], ["1"], ["2"]]) }
    #expect(error?.identifier == .onnxRows)
  }
}
