import Diagnostics
import Foundation
import Models
import Tabular
import Testing

@Suite("Table models")
struct TableModelTests {
  @Test("give what an independent program gives", arguments: TableKind.allCases)
  func fixtures(kind: TableKind) throws {
    for path in kind.cases {
      let fixture = try TableFixture(path)
      let model = try kind.open(fixture.bytes)
      try fixture.check(model, tolerance: kind == .linear ? 1e-12 : kind == .scorecard ? 1e-15 : 0)
      #expect(!model.facts.isEmpty)
      #expect(model.batchRows % 256 == 0)
      for remark in model.remarks { #expect(remark.hasSuffix(".")) }
    }
  }

  @Test("know their files by content, and no other's", arguments: TableKind.allCases)
  func recognises(kind: TableKind) throws {
    for other in TableKind.allCases {
      for path in other.cases {
        let bytes = try TableFixture(path).bytes
        #expect(kind.recognises(bytes.prefix(65_536)) == (kind == other), "\(path)")
        #expect(kind.recognises([0xEF, 0xBB, 0xBF] + bytes) == (kind == other), "\(path)")
      }
    }
    let foreign = [
      "", "\n", "a,b\n1,2\n", "term,coefficient\na,1\n", "product_id,score\n1,2\n", "# a comment\na,b\n",
      "\(kind.rawValue)\n", "\(kind.rawValue):\n", "\(kind.rawValue): 1\n",
      "\(kind.rawValue):\n  no-console: off\n",
      "\(kind.rawValue):\n- alert: Down\n", "name: x\n\(kind.rawValue):\n  rules: 1\n  terms: 1\n",
      "# \(kind.rawValue)\na,b\n", "tree\nversion=v4\n", "{\"learner\": {}}",
    ]
    for text in foreign { #expect(!kind.recognises(Array(text.utf8)), "\(text)") }
  }

  @Test("refuse labels and options that are not theirs", arguments: TableKind.allCases)
  func options(kind: TableKind) throws {
    let bytes = try TableFixture(kind.cases[0]).bytes
    let name = "\(kind.rawValue)-options"
    let own: [String] =
      switch try kind.open(bytes).signature.task {
      case .binary(let negative, let positive): [negative, positive]
      case .multiclass(let labels): labels
      default: []
      }
    for options in [
      ArtefactOptions(labels: ["x", "y"]), ArtefactOptions(iterations: .all), ArtefactOptions(columns: ["a"]),
    ] {
      #expect(kind.problems(bytes, options: options).map(\.identifier.name) == [name])
    }
    #expect(kind.problems(bytes, options: ArtefactOptions(labels: own)).isEmpty)
  }

  @Test("refuse what is deep, empty, or not text", .timeLimit(.minutes(1)), arguments: TableKind.allCases)
  func hostile(kind: TableKind) {
    let name = "\(kind.rawValue)-syntax"
    let deepMap = (0..<1000).map { String(repeating: " ", count: $0) + "k:\n" }.joined()
    for text in [
      "", "\n", "# nothing\n", String(repeating: "[", count: 200_000),
      String(repeating: "- ", count: 200_000),
      String(repeating: "{a: ", count: 100), "\(kind.rawValue): &a {x: 1}\nb: *a\n", "\(kind.rawValue): {a\n",
    ] {
      #expect(kind.problems(text).map(\.identifier.name) == [name], "\(text.prefix(20))")
    }
    #expect(kind.problems(deepMap).map(\.identifier.name) == [name])
    #expect(kind.problems([0xFF, 0xFE]).map(\.identifier.name) == [name])
    #expect(kind.problems([UInt8](repeating: 0x20, count: (8 << 20) + 1)).map(\.identifier.name) == [name])
    #expect(kind.problems([UInt8](repeating: 0x30, count: 1 << 16)).count == 1)
  }

  @Test("read files as editors of other systems save them", arguments: TableKind.allCases)
  func lineEnds(kind: TableKind) throws {
    for path in kind.cases {
      let fixture = try TableFixture(path)
      let plain = fixture.bytes.filter { $0 != 0x0D }
      let crlf = plain.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
      for bytes in [
        plain, crlf, [0xEF, 0xBB, 0xBF] + plain, [0xEF, 0xBB, 0xBF] + crlf, Array(plain.dropLast()),
      ] {
        try fixture.check(
          kind.open(bytes), tolerance: kind == .linear ? 1e-12 : kind == .scorecard ? 1e-15 : 0)
      }
    }
  }

  @Test("survive damage", .timeLimit(.minutes(2)), arguments: TableKind.allCases)
  func damage(kind: TableKind) throws {
    var generator = SplitMix(state: 7)
    for path in kind.cases {
      let good = try TableFixture(path).bytes
      for _ in 0..<300 {
        var bytes = good
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          let alphabet = Array("\"#*,\n\r:{}[]0é \0".utf8) + [0xFF]
          bytes[Int.random(in: bytes.indices, using: &generator)] =
            alphabet.randomElement(using: &generator) ?? 0
        }
        if Bool.random(using: &generator) {
          bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
        }
        guard let model = try? kind.open(bytes) else { continue }
        let row = model.signature.inputs.map { _ in "1" }
        _ = try TableRun(model, [row, row.map { _ in "" }])
      }
    }
  }

  @Test("fill what is wanted only", arguments: TableKind.allCases)
  func wanted(kind: TableKind) throws {
    for path in kind.cases {
      let fixture = try TableFixture(path)
      let model = try kind.open(fixture.bytes)
      let order = model.signature.inputs.map { fixture.inputNames.firstIndex(of: $0.name) ?? 0 }
      let rows = fixture.inputs.map { row in order.map { row[$0] } }
      let all = try TableRun(model, rows)
      for output in model.signature.outputs.indices {
        let one = try TableRun(model, rows, wanted: [output])
        for row in rows.indices {
          #expect(one.text(output, row) == all.text(output, row))
          #expect(one.predictions.status[row] == all.predictions.status[row])
        }
      }
    }
  }

  @Test("tell boundary values as steps around thresholds")
  func boundaries() throws {
    let rules = try TableKind.rules.open(try TableFixture("rules/rfm-1").bytes)
    let names = rules.signature.inputs.map(\.name)
    let days = try #require(names.firstIndex(of: "days"))
    let below = (30.0).nextDown
    let sixty = 60.0
    let fourteen = 14.0
    #expect(
      rules.boundaryValues(limit: 100)[days]
        == [below.nextDown, below, 30, sixty.nextDown, 60, sixty.nextUp])
    #expect(rules.boundaryValues(limit: 3)[days] == [below.nextDown, 30, sixty.nextUp])
    #expect(rules.boundaryValues(limit: 0).flatMap { $0 }.isEmpty)
    let card = try TableKind.scorecard.open(try TableFixture("scorecard_reasons/neutral-1").bytes)
    #expect(
      card.boundaryValues(limit: 50)[0] == [
        fourteen.nextDown, 14, fourteen.nextUp, sixty.nextDown, 60, sixty.nextUp,
      ])
    #expect(card.boundaryValues(limit: 50)[2].isEmpty)
  }

  @Test("list what they read in the support matrix")
  func support() {
    for support in [LookupFormat.support, RulesFormat.support, LinearFormat.support, ScorecardFormat.support]
    {
      #expect(support.elements.count > 1)
      #expect(Set(support.elements.map { $0.kind + $0.name }).count == support.elements.count)
    }
    #expect(
      LinearFormat.support.elements.filter { $0.kind == "link" }.map(\.name) == [
        "identity", "logit", "log", "softmax",
      ])
  }

  @Test("open every example of the reference")
  func reference() throws {
    let page = TableFixture.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "site/reference/artefacts/tables.md")
    let text = String(decoding: try Data(contentsOf: page), as: UTF8.self)
    let examples = text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }
      .map { $0.element.drop { $0 != "\n" }.dropFirst() }
    #expect(examples.count == 6)
    for example in examples {
      let bytes = Array(example.utf8)
      let kinds = TableKind.allCases.filter { $0.recognises(bytes) }
      #expect(kinds.count == 1)
      for kind in kinds { #expect(kind.problems(bytes).isEmpty, "\(kind.problems(bytes))") }
    }
  }
}
