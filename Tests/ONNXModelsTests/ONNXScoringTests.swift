import Models
import ONNXModels
import Testing

@Suite("ONNX models")
struct ONNXScoringTests {
  @Test("ONNX Runtime is set up by .ci/onnxruntime")
  func runtimeIsThere() throws {
    // Nothing here is skipped without it: this fails first, and says what to install.
    _ = try ONNXFixture.named("linear").model()
  }

  @Test("the fixtures are there")
  func fixtures() { #expect(ONNXFixture.scored.count >= 50) }

  @Test("every output has ONNX Runtime's own bits", arguments: ONNXFixture.scored)
  func exact(fixture: ONNXFixture) throws {
    let model = try fixture.model()
    let input = try fixture.table("input.csv")
    let expected = try fixture.table("expected.csv")
    #expect(model.signature.inputs.map(\.name) == input.header)
    #expect(model.signature.outputs.map(\.name) == expected.header)
    let got = try score(model, input.rows)
    var compared = 0
    for (row, fields) in expected.rows.enumerated() {
      let isNumber = model.signature.outputs.map { $0.kind == .number }
      // What is not a number in ONNX Runtime's answer is no prediction in ours.
      if zip(fields, isNumber).contains(where: { $0.isEmpty && $1 }) {
        #expect(got.status[row] != .scored)
        continue
      }
      #expect(got.status[row] == .scored, "row \(row)")
      for (index, field) in fields.enumerated() {
        let same =
          isNumber[index] ? Double(field) == Double(got.rows[row][index]) : field == got.rows[row][index]
        #expect(same, "row \(row), \(expected.header[index]): \(got.rows[row][index]) for \(field)")
        compared += 1
      }
    }
    #expect(compared > 0)
  }

  @Test("a row's bits depend on nothing but the row", arguments: ONNXFixture.scored)
  func batches(fixture: ONNXFixture) throws {
    let model = try fixture.model()
    let rows = try fixture.table("input.csv").rows
    let whole = try score(model, rows)
    #expect(try score(model, rows, batches: [1]) == whole)
    #expect(try score(model, rows, batches: [3, 1, 7, 2]) == whole)
    let backwards = try score(model, rows.reversed())
    #expect(Array(backwards.rows.reversed()) == whole.rows)
    // More rows than one run takes.
    let many = (0..<40).flatMap { _ in rows }
    #expect(try score(model, many).rows == (0..<40).flatMap { _ in whole.rows })
  }

  @Test("many workers share one session")
  func threads() async throws {
    let fixture = ONNXFixture.named("pipeline-mixed")
    let model = try fixture.model()
    let rows = try fixture.table("input.csv").rows
    let whole = try score(model, rows).rows
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 1...6 {
        group.addTask { try score(model, rows, batches: [number]).rows == whole }
      }
      for try await same in group { #expect(same) }
    }
  }

  @Test("only what is wanted is filled, and the same rows are refused")
  func wanted() throws {
    let fixture = ONNXFixture.named("logistic-three")
    let model = try fixture.model()
    let rows = try fixture.table("input.csv").rows + [["", "", "", "", ""]]
    let all = try score(model, rows)
    let one = try score(model, rows, wanted: [0])
    #expect(one.status == all.status)
    #expect(one.rows.map { $0[0] } == all.rows.map { $0[0] })
    #expect(all.status.last == .missingInput)
    #expect(all.blame.last == 0)
  }

  @Test("tasks are told as they are")
  func tasks() throws {
    func task(_ name: String) throws -> Signature.Task { try ONNXFixture.named(name).model().signature.task }
    #expect(try task("logistic-zipmap-strings") == .binary(negative: "no", positive: "yes"))
    #expect(try task("logistic-renamed") == .binary(negative: "stays", positive: "leaves"))
    #expect(try task("catboost-three") == .multiclass(["high", "low", "mid"]))
    #expect(try task("logistic-zipmap-columns") == .multiclass(["0", "1", "2"]))
    #expect(try task("lstm") == .multiclass(["a", "b", "c"]))
    #expect(try task("catboost-regression") == .regression)
    #expect(try task("ridge-targets") == .targets(["0", "1", "2"]))
    #expect(try task("kmeans") == .lookup)
    #expect(try task("isolation-forest") == .lookup)
  }

  @Test("inputs are what their tensors are")
  func inputs() throws {
    let model = try ONNXFixture.named("pipeline-mixed").model()
    #expect(model.signature.inputs.map(\.kind) == [.number, .integer, .text, .text, .integer])
    #expect(model.signature.inputs.map(\.required) == [false, true, false, false, true])
    #expect(
      try ONNXFixture.named("one-row").model().signature.inputs.map(\.name) == ["x0", "x1", "x2", "x3", "x4"])
  }
}

@Suite("Values that ONNX tensors can't hold")
struct ONNXValueTests {
  private static let zeros = [String](repeating: "0", count: 9)

  @Test(
    "whole numbers keep to their range, and are never missing",
    arguments: [
      (0, "-129"), (0, "128"), (0, "0.5"), (1, "32768"), (2, "2147483648"), (2, "-2147483649"), (3, "1e300"),
      (3, "inf"), (4, "-1"), (4, "256"), (5, "65536"), (6, "4294967296"), (7, "-1"), (8, "2"), (8, "0.5"),
    ])
  func ranges(column: Int, value: String) throws {
    let model = try ONNXFixture.named("integers").model()
    var bad = Self.zeros
    bad[column] = value
    var missing = Self.zeros
    missing[column] = ""
    let got = try score(model, [Self.zeros, bad, missing, Self.zeros])
    #expect(got.status == [.scored, .invalidInput, .missingInput, .scored])
    #expect(got.blame == [-1, Int32(column), Int32(column), -1])
    #expect(got.rows[1] == ["", ""])
    #expect(got.rows[0] == got.rows[3])
  }

  @Test("a row that ONNX Runtime itself refuses takes no other with it")
  func badIndex() throws {
    let model = try ONNXFixture.named("embedding").model()
    let rows = (0..<40).map { [String($0 == 17 || $0 == 18 || $0 == 33 ? 99 : $0 % 10)] }
    let got = try score(model, rows)
    #expect(got.status.enumerated().filter { $1 != .scored }.map(\.offset) == [17, 18, 33])
    #expect(got.status[17] == .refused)
    #expect(try score(model, rows, batches: [5]) == got)
  }

  @Test("a text with a zero byte is not cut in silence")
  func zeroByte() throws {
    let model = try ONNXFixture.named("text").model()
    let got = try score(model, [["refund"], ["re\0fund"], [""]])
    #expect(got.status == [.scored, .invalidInput, .scored])
  }

  @Test("long texts find room")
  func longTexts() throws {
    let model = try ONNXFixture.named("text").model()
    let rows = (0..<30).map { [String(repeating: "where is my parcel ", count: 40 * $0)] }
    let whole = try score(model, rows)
    #expect(try score(model, rows, batches: [1]) == whole)
    #expect(whole.status.allSatisfy { $0 == .scored })
  }
}
