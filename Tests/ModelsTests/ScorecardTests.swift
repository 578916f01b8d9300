import Diagnostics
import Models
import Tabular
import Testing

@Suite("Scorecards")
struct ScorecardTests {
  private func batch(_ signature: Signature, _ rows: [[String]]) -> Batch {
    let columns = signature.inputs.map { Column(source: $0.name, storage: $0.storage) }
    var batch = Batch(Layout(columns: columns, capacity: (rows.count + 255) / 256 * 256))
    batch.count = rows.count
    for (index, input) in signature.inputs.enumerated() {
      for (row, fields) in rows.enumerated() {
        let field = fields[index]
        if case .category(let categories) = input.kind {
          let code = categories.firstIndex(of: field).map { Int32($0) }
          batch.codes(index)[row] = field.isEmpty ? Storage.missingCode : code ?? Storage.unseenCode
        } else {
          batch.numbers(index)[row] = Double(field) ?? .nan
        }
      }
    }
    return batch
  }

  private func predictions(_ model: ScorecardModel, _ rows: [[String]]) throws -> Predictions {
    let outputs = model.signature.outputs
    let batch = batch(model.signature, rows)
    let predictions = Predictions(outputs, capacity: batch.layout.capacity)
    predictions.reset(count: rows.count)
    let request = ScoreRequest(
      columns: Array(model.signature.inputs.indices), wanted: Set(outputs.indices))
    try model.makeScorer(request).score(batch, into: predictions)
    return predictions
  }

  @Test("adds points")
  func points() throws {
    let model = try ScorecardFormat.open(bytes: Table.bytes("points.yaml"), name: "points.yaml")
    let predictions = try predictions(model, Table("points-input.csv").rows)
    for (row, expected) in try Table("points-expected.csv").rows.enumerated() {
      #expect(predictions.status[row] == .scored)
      #expect(predictions.numbers(0)[row] == Double(expected[0]), "row \(row + 1)")
    }
    #expect(model.signature.task == .regression)
    #expect(model.signature.inputs[1].kind == .category(["1997-01", "1997-02", "no", "007"]))
    #expect(model.signature.inputs.allSatisfy { !$0.required })
  }

  @Test("turns points into odds, and refuses what the card refuses")
  func odds() throws {
    let model = try ScorecardFormat.open(bytes: Table.bytes("odds.yaml"), name: "odds.yaml")
    let predictions = try predictions(model, Table("odds-input.csv").rows)
    for (row, expected) in try Table("odds-expected.csv").rows.enumerated() {
      #expect("\(predictions.status[row])" == expected[0], "row \(row + 1)")
      guard expected[0] == "scored" else {
        #expect(predictions.numbers(0)[row].isNaN && predictions.numbers(1)[row].isNaN)
        #expect(predictions.labels(2)[row] == -1)
        continue
      }
      #expect(predictions.numbers(0)[row] == Double(expected[1]), "row \(row + 1)")
      let probability = try #require(Double(expected[2]))
      #expect(abs(predictions.numbers(1)[row] - probability) <= probability.ulp)
      #expect(["stays away", "buys"][Int(predictions.labels(2)[row])] == expected[3])
    }
  }

  @Test("replays verification cases, refusals included")
  func verification() throws {
    let model = try ScorecardFormat.open(bytes: Table.bytes("odds.yaml"), name: "odds.yaml")
    let (input, expected) = (try Table("odds-input.csv"), try Table("odds-expected.csv"))
    let header = input.header + expected.header.dropFirst().map { "expected_\($0)" }
    let rows = zip(input.rows, expected.rows).map { $0 + $1.dropFirst() }
    let cases = try VerificationCases(
      header: header, rows: rows, signature: model.signature, file: "verify.csv")
    let result = try Verification.replay(model, cases)
    #expect(result.cases == 300 && result.agrees && result.failures.isEmpty)
    #expect(result.agreements.map(\.output) == ["margin", "probability", "class"])
  }

  @Test(
    "tells each mistake with its line and the nearest key",
    arguments: [
      ("scorecard:\n  characteristic: []\n", "scorecard-key", 2, "characteristics"),
      ("scorecard: {}\n", "scorecard-key", 1, "characteristics"),
      ("{}\n", "scorecard-key", 1, "scorecard"),
      ("[1]\n", "scorecard-value", 1, "scorecard"),
      ("", "scorecard-syntax", nil, ""),
      ("scorecard: {labels: [a\n", "scorecard-syntax", 2, ""),
      (
        "scorecard:\n  characteristics: [{input: a, bins: [{up_to: 1, points: 1}, {up_to: 1, points: 2}]}]\n",
        "scorecard-bins", 2, "more than 1.0"
      ),
      (
        "scorecard:\n  characteristics: [{input: a, bins: [{points: 1}, {up_to: 1, points: 2}]}]\n",
        "scorecard-bins", 2, "up_to"
      ),
      (
        "scorecard:\n  characteristics:\n    - input: a\n      bins: [{up_too: 1, points: 1}]\n",
        "scorecard-key", 4, "up_to"
      ),
      (
        "scorecard:\n  characteristics:\n    - {input: a, bins: [{points: 1}]}\n    - {input: a, bins: [{points: 1}]}\n",
        "scorecard-input", 4, "line 3"
      ),
      (
        "scorecard:\n  characteristics:\n    - {input: a, bins: [{points: 1}], categories: {a: 1}}\n",
        "scorecard-bins", 3, "both"
      ),
      ("scorecard:\n  characteristics:\n    - {input: a}\n", "scorecard-bins", 3, "neither"),
      ("scorecard:\n  characteristics:\n    - {bins: [{points: 1}]}\n", "scorecard-key", 3, "input"),
      (
        "scorecard:\n  characteristics:\n    - {input: a, bins: [{points: .inf}]}\n", "scorecard-value", 3,
        "number"
      ),
      (
        "scorecard:\n  characteristics:\n    - {input: a, bins: [{points: 0x10}]}\n", "scorecard-value", 3,
        "number"
      ),
      (
        "scorecard:\n  characteristics:\n    - {input: a, bins: [{points: 1}], other: {points: 1}}\n",
        "scorecard-bins", 3, "last bin"
      ),
      (
        "scorecard:\n  characteristics:\n    - {input: a, categories: {b: 1, b: 2}}\n", "scorecard-key", 3,
        "twice"
      ),
      (
        "scorecard:\n  labels: [a, b]\n  characteristics:\n    - {input: a, bins: [{points: 1}]}\n",
        "scorecard-scale", 2, "together"
      ),
      (
        "scorecard:\n  labels: [a, a]\n  scale: {points: 1, odds: -1, points_to_double: 0}\n  characteristics: []\n",
        "scorecard-value", 2, "two different labels"
      ),
    ] as [(String, String, Int?, String)])
  func mistakes(text: String, identifier: String, line: Int?, word: String) {
    let problems = problems(Array(text.utf8))
    let told = problems.list.first { $0.identifier.name == identifier }
    #expect(told != nil, "\(problems.list)")
    #expect(told?.place?.line == line)
    #expect(told?.place?.file == "card.yaml")
    #expect(told?.description.contains(word) ?? false, "\(told?.description ?? "")")
  }

  @Test("refuses aliases by name before the parser sees them", .timeLimit(.minutes(1)))
  func aliases() {
    // Each level is a map whose key is the level before, twice.
    var bomb = "a0: &a0 {x: 1}\n"
    for level in 1...31 { bomb += "a\(level): &a\(level) {? [*a\(level - 1), *a\(level - 1)] : 1}\n" }
    for text in [bomb + "? *a31\n: 1\n", "scorecard: &s {}\nother: *s\n", "[&a[1],\n*a]"] {
      let told = problems(Array(text.utf8)).list
      #expect(told.count == 1)
      #expect(told.first?.identifier == .scorecardSyntax)
      #expect(told.first?.place?.line == 2)
      #expect(told.first?.summary.contains("alias '*") ?? false)
    }
    let words = "scorecard: {characteristics: [{input: R&D, categories: {'*': 1, 'a * b': 2, '*x': 3}}]}"
    #expect(problems(Array(words.utf8)).list.isEmpty)
  }

  @Test("tells all mistakes at once")
  func all() {
    let text = """
      scorecard:
        labels: [a, a]
        scale: {points: 1, odds: -1, points_to_double: 0}
        characteristics:
          - {inputs: a, bins: []}
          - {input: b, categories: {x: y}}
      """
    #expect(problems(Array(text.utf8)).list.count == 7)
  }

  @Test("survives what is deep, broken or not text")
  func hostile() throws {
    for text in [String(repeating: "[", count: 200_000), String(repeating: "- ", count: 200_000)] {
      #expect(problems(Array(text.utf8)).list.first?.identifier == .scorecardSyntax)
    }
    #expect(problems([0xFF, 0xFE, 0x00]).list.first?.identifier == .scorecardSyntax)
    var generator = SplitMix(state: 1)
    let good = try Table.bytes("odds.yaml")
    for _ in 0..<400 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      if Bool.random(using: &generator) {
        bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
      }
      if let model = try? ScorecardFormat.open(bytes: bytes, name: "card.yaml") {
        let row = model.signature.inputs.map { _ in "1" }
        _ = try predictions(model, [row])
      }
    }
  }

  @Test("knows its files")
  func recognises() throws {
    #expect(ScorecardFormat.recognises(try Table.bytes("points.yaml").prefix(64)))
    #expect(!ScorecardFormat.recognises(Array("tree\nversion=v4\n".utf8)))
  }

  private func problems(_ bytes: [UInt8]) -> Problems {
    do throws(Problems) {
      _ = try ScorecardFormat.open(bytes: bytes, name: "card.yaml")
      return Problems()
    } catch {
      return error
    }
  }
}

/// A generator that gives the same numbers everywhere.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
