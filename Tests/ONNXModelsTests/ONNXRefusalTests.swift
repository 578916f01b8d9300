import Diagnostics
import Foundation
import Models
import ONNXModels
import Testing

@Suite("ONNX models that are refused")
struct ONNXRefusalTests {
  static let reasons: [(name: String, identifier: Diagnostic.Identifier, words: String)] = [
    ("domain", .onnxDomain, "com.example.Mystery"),
    ("operator", .onnxOperator, "Mystery"),
    ("opset", .onnxOpset, "99"),
    ("ir", .onnxOpset, "99"),
    ("random", .onnxOperator, "RandomNormalLike"),
    ("half", .onnxInput, "float16"),
    ("complex", .onnxInput, "complex64"),
    ("rank", .onnxInput, "no shape"),
    ("inner", .onnxInput, "width"),
    ("rows", .onnxRows, "rows beside it"),
    ("rows-mean", .onnxRows, "rows beside it"),
    ("rows-max", .onnxRows, "rows beside it"),
    ("rows-sum", .onnxRows, "rows beside it"),
    ("rows-sort", .onnxRows, "rows beside it"),
    ("rows-norm", .onnxRows, "another one each time"),
    ("rows-place", .onnxRows, "rows beside it"),
    ("rows-count", .onnxOutput, "one row for each row"),
    ("again", .onnxRows, "another one each time"),
    ("locale", .onnxLocale, "xx_YY"),
    ("external-absolute", .onnxExternalData, "/etc/passwd"),
    ("external-parent", .onnxExternalData, "../weights.bin"),
    ("external-missing", .onnxExternalData, "weights.bin"),
    ("external-short", .onnxExternalData, "a file of 12 bytes"),
  ]

  @Test("each by name, with a reason", arguments: reasons.map(\.name))
  func refused(name: String) throws {
    let reason = try #require(Self.reasons.first { $0.name == name })
    let fixture = ONNXFixture.named("refused-\(name)")
    let bytes = try fixture.bytes()
    // The width is named where that is not the point.
    let isNamed = !["inner", "rank", "locale", "again"].contains(name) && !name.hasPrefix("rows")
    let columns = isNamed ? ["u", "v"] : nil
    let list = problems { () throws(Problems) in
      try ONNXFormat.open(
        bytes: bytes, name: name, options: ArtefactOptions(columns: columns), external: fixture.external(),
        inspector: ONNXInspector(program: nil))
    }
    #expect(list.map(\.identifier) == [reason.identifier], "\(list)")
    #expect(list.first?.description.contains(reason.words) == true, "\(list)")
    #expect(list.first?.place?.file == name)
  }

  @Test("every refused fixture has its reason")
  func complete() {
    let folders = ONNXFixture.folders.map(\.name).filter { $0.hasPrefix("refused-") }
    #expect(Set(folders) == Set(Self.reasons.map { "refused-\($0.name)" }))
  }

  @Test("columns that nothing names are numbered, with a remark")
  func unnamed() throws {
    let bytes = try ONNXFixture.named("linear").bytes()
    let model = try ONNXFormat.open(bytes: bytes, name: "m")
    let tensor = try #require(model.signature.inputs.first?.name.dropLast(2))
    #expect(model.signature.inputs.map(\.name) == (0..<5).map { "\(tensor)_\($0)" })
    #expect(model.remarks.contains { $0.contains("Give them their names with 'columns'") })
  }

  @Test("a width left open is told by the columns")
  func openWidth() throws {
    let bytes = try ONNXFixture.named("refused-inner").bytes()
    let model = try ONNXFormat.open(
      bytes: bytes, name: "m", options: ArtefactOptions(columns: ["u", "v", "w"]))
    #expect(model.signature.inputs.map(\.name) == ["u", "v", "w"])
    #expect(try score(model, [["1", "2", "3"]]).rows == [["1.0", "2.0", "3.0"]])
  }

  @Test(
    "labels that do not fit are refused",
    arguments: [
      ("logistic-opset17", ["a"]), ("logistic-opset17", ["a", "a"]),
      ("logistic-three", ["low", "mid", "high"]),
      ("linear", ["a", "b"]), ("catboost", ["1", "0"]),
    ])
  func labels(name: String, labels: [String]) throws {
    let fixture = ONNXFixture.named(name)
    let bytes = try fixture.bytes()
    let columns = try fixture.options().columns
    let list = problems { () throws(Problems) in
      try ONNXFormat.open(
        bytes: bytes, name: name, options: ArtefactOptions(labels: labels, columns: columns))
    }
    #expect(list.map(\.identifier) == [.onnxLabels])
  }

  @Test(
    "columns that do not fit are refused",
    arguments: [["a"], ["a", "b", "c", "d", "d"], ["a", "b", "c", "d", ""]])
  func columns(columns: [String]) throws {
    let bytes = try ONNXFixture.named("linear").bytes()
    let list = problems { () throws(Problems) in
      try ONNXFormat.open(bytes: bytes, name: "m", options: ArtefactOptions(columns: columns))
    }
    #expect(list.map(\.identifier) == [.onnxColumns])
  }

  @Test("every truncation and many flipped bits give a diagnostic or a model, in bounded time")
  func damaged() throws {
    for name in ["catboost", "pipeline-mixed-zipmap", "lstm"] {
      let fixture = ONNXFixture.named(name)
      let bytes = try fixture.bytes()
      let options = try fixture.options()
      var random = SystemRandom(state: 7)
      func open(_ bytes: [UInt8]) -> [Diagnostic] {
        problems { () throws(Problems) in
          try ONNXFormat.open(
            bytes: bytes, name: name, options: options, inspector: ONNXInspector(program: nil))
        }
      }
      for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 150)) {
        #expect(!open(Array(bytes[..<length])).isEmpty, "\(name) cut to \(length)")
      }
      for _ in 0..<150 {
        var flipped = bytes
        let place = Int(random.next() % UInt64(bytes.count))
        flipped[place] ^= 1 << UInt8(random.next() % 8)
        _ = open(flipped)
      }
    }
  }

  @Test("a file is recognised by its content")
  func recognised() throws {
    for fixture in ONNXFixture.folders { #expect(ONNXFormat.recognises(try fixture.bytes().prefix(256))) }
    for text in [
      "", "tree\nversion=v4\n", "{\"learner\":{}}", "scorecard:\n", "\u{8}\u{8}", "\u{8}\u{8}xx",
      "PK\u{3}\u{4}",
    ] {
      #expect(!ONNXFormat.recognises(Array(text.utf8)), "\(text)")
    }
  }

  @Test("100 graphs inside each other are refused")
  func nested() {
    // A graph (field 7), its node (1), the node's attribute (5), the attribute's graph (6), and so on.
    var inner: [UInt8] = []
    func message(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
      let length = content.count
      return [
        number << 3 | 2, UInt8(length & 0x7F) | 0x80, UInt8(length >> 7 & 0x7F) | 0x80, UInt8(length >> 14),
      ]
        + content
    }
    for _ in 0..<100 { inner = message(1, message(5, message(6, inner))) }
    let bytes: [UInt8] = [0x08, 0x08] + message(7, inner)
    let list = problems { () throws(Problems) in try ONNXFormat.open(bytes: bytes, name: "deep") }
    #expect(list.map(\.identifier) == [.onnxMalformed])
  }

  @Test("data outside is refused wherever it hides, also in an attribute")
  func hidden() {
    func message(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
      [number << 3 | 2, UInt8(content.count)] + content
    }
    // A Constant whose tensor lies in /etc/passwd: entry 13 of the tensor, data_location 14.
    let entry = message(1, Array("location".utf8)) + message(2, Array("/etc/passwd".utf8))
    let tensor = message(8, Array("w".utf8)) + message(13, entry) + [0x70, 0x01]
    let attribute = message(1, Array("value".utf8)) + message(5, tensor)
    let node = message(2, Array("b".utf8)) + message(4, Array("Constant".utf8)) + message(5, attribute)
    let value = message(1, Array("b".utf8))
    let graph = message(1, node) + message(12, value)
    let bytes: [UInt8] = [0x08, 0x08] + message(7, graph) + message(8, [0x10, 0x11])
    let list = problems { () throws(Problems) in try ONNXFormat.open(bytes: bytes, name: "m") }
    #expect(list.map(\.identifier).contains(.onnxExternalData))
  }

  @Test("the support matrix names what the reader refuses")
  func support() {
    let support = ONNXFormat.support
    #expect(support.elements.contains { $0.name == "RandomNormalLike" && $0.verdict != .exact })
    #expect(support.elements.contains { $0.name == "float16" && $0.verdict != .exact })
    #expect(support.elements.filter { $0.kind == "input" && $0.verdict == .exact }.count == 14)
    #expect(Set(support.elements.map { "\($0.kind) \($0.name)" }).count == support.elements.count)
  }

  @Test("facts and remarks tell what a person wants to know")
  func facts() throws {
    let model = try ONNXFixture.named("lightgbm").model()
    let facts = Dictionary(uniqueKeysWithValues: model.facts.map { ($0.name, $0.value) })
    #expect(facts["producer"]?.hasPrefix("OnnxMLTools") == true)
    #expect(facts["run by"]?.hasPrefix("ONNX Runtime 1.") == true)
    #expect(facts["input tensors"] == "input: float[N, 5]")
    #expect(model.remarks.contains { $0.contains("9e-3") })
    #expect(model.remarks.contains { $0.contains("is code") })
    #expect(try ONNXFixture.named("external").model().remarks.contains { $0.contains("beside it") })
    #expect(try ONNXFixture.named("text").model().remarks.contains { $0.contains("Tokenizer") })
  }
}

/// A small generator with a seed (xorshift).
struct SystemRandom {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
