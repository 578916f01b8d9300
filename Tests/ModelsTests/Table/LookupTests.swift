import Diagnostics
import Models
import Tabular
import Testing

@Suite("Look-ups")
struct LookupTests {
  private let kind = TableKind.lookup
  private let head = "# scorebook lookup\n# input: id\n"

  @Test("tell each mistake of the YAML form with its line")
  func yaml() {
    kind.expect("lookup: {}\n", "lookup-key", 1, "'input'")
    kind.expect("lookup:\n  inputs: []\n", "lookup-column", 2, "empty")
    kind.expect("lookup:\n  imput: a\n", "lookup-key", 2, "Did you mean 'input'?")
    kind.expect("lookup:\n  input: a\n  inputs: [b]\n", "lookup-key", 3, "beside")
    kind.expect("lookup:\n  inputs: [a,\n    a]\n", "lookup-column", 3, "twice")
    kind.expect("lookup:\n  input: a\n  outputs: {b: txt}\n", "lookup-value", 3, "Did you mean 'text'?")
    kind.expect("lookup:\n  input: a\n  outputs: {b: text, B: text}\n", "lookup-column", 3, "twice")
    kind.expect("lookup:\n  input: a\n  outputs: {a: text}\n", "lookup-column", 3, "input and an output")
    let good = "lookup:\n  input: a\n  outputs: {b: number, c: {labels: [x, y]}}\n"
    kind.expect(good + "  rows:\n    - [k, 1]\n", "lookup-row", 5, "expected 3 cells, found 2")
    kind.expect(good + "  rows:\n    - [k, one, x]\n", "lookup-row", 5, "'one'")
    kind.expect(good + "  rows:\n    - [k, 0x1, x]\n", "lookup-row", 5, "decimal")
    kind.expect(good + "  rows:\n    - [k, 1e999, x]\n", "lookup-row", 5, "finite")
    kind.expect(good + "  rows:\n    - [k, .nan, x]\n", "lookup-row", 5, "finite")
    kind.expect(good + "  rows:\n    - [k, 1, yy]\n", "lookup-row", 5, "Did you mean 'y'?")
    kind.expect(good + "  rows:\n    - ['*', 1, y]\n", "lookup-row", 5, "'other'")
    kind.expect(good + "  rows:\n    - ['', 1, y]\n", "lookup-row", 5, "'missing'")
    kind.expect(
      good + "  rows:\n    - [k, 1, y]\n    - [j, 1, y]\n    - [k, 2, x]\n", "lookup-duplicate", 7, "line 5")
    kind.expect(good + "  rows:\n    - [k, 1, y]\n  other: [1]\n", "lookup-row", 6, "too short")
    kind.expect(good + "  rows: []\n", "lookup-row", 4, "empty")
  }

  @Test("tell each mistake of the CSV form with line and column")
  func csv() {
    kind.expect("# scorebook lookup\nid,a\n1,2\n", "lookup-key", 1, "# input: NAME")
    kind.expect("# scorebook lookup\n# inputt: id\nid,a\n1,2\n", "lookup-key", 2, "Did you mean 'input'?")
    kind.expect(head, "lookup-column", nil, "no header")
    kind.expect(head + "id,a\n", "lookup-row", nil, "no rows")
    kind.expect(head + "ID,a\n1,2\n", "lookup-column", 3, "Did you mean 'ID'?")
    kind.expect(head + "id\n1\n", "lookup-column", 3, "no column of values")
    kind.expect(head + "id,a,A\n1,2,3\n", "lookup-column", 3, "twice")
    kind.expect(head + "id,a\n1,2\n1\n", "lookup-row", 5, "1 field")
    kind.expect(head + "id,a\n1,2,3\n", "lookup-row", 4, "expected 2")
    kind.expect(head + "id;a\n1;2\n", "lookup-column", 3, "no column 'id'")
    kind.expect(head + "id,a\n1,\"2\n3,4\n", "lookup-syntax", 4, "never closed")
    kind.expect(head + "id,a\n1,\"2\"x\n", "lookup-syntax", 4, "closing quote")
    kind.expect(head + "id,a\n1,2\"\n", "lookup-syntax", 4, "quote")
    kind.expect(head + "id,a\n1,2\r3,4\n", "lookup-syntax", 4, "carriage return")
    kind.expect(head + "id,a\n1,2\0\n", "lookup-syntax", 4, "NUL")
    kind.expect(head + "id,a\n1,2\n\n\"x\ny\",4\n1,5\n", "lookup-duplicate", 8, "line 4")
    kind.expect(head + "id,a\n*,2\n*,3\n", "lookup-row", 5, "line 4")
    kind.expect(head + "id,a\n,2\n,3\n", "lookup-row", 5, "line 4")
    kind.expect("# scorebook lookup\n# inputs: [a, b]\na,b,c\n*,1,2\n", "lookup-row", 4, "others are not")
    kind.expect(
      "# scorebook lookup\n# input: a\n# outputs: {x: number}\na,b\n1,2\n", "lookup-column", 4, "'x'")
    kind.expect(
      "# scorebook lookup\n# input: a\n# outputs: {b: number}\na,b\n1,\n2,two\n", "lookup-row", 6, "'two'")
    kind.expect(head + "id,a\n" + String(repeating: "k", count: 5000) + ",2\n", "lookup-row", 4, "too long")
    let told = kind.problems(Array((head + "id,a\n1,2\n3,").utf8) + [0xC3, 0x28, 0x0A])
    #expect(told.map(\.description) == ["t:5:3: the field is not UTF-8."])
    #expect(kind.problems(head + "id,a\n" + String(repeating: "1\n", count: 5000)).count == 100)
    #expect(kind.problems(head + "id,a\n" + String(repeating: "1,2\n", count: 5000)).count == 100)
  }

  @Test("read quotes, line ends inside them, and what a spreadsheet makes of the settings")
  func spreadsheet() throws {
    let text =
      "\"# scorebook lookup\",,\r\n# inputs: [a,b],\r\n\"# outputs: {\"\"c d\"\": text}\",,\r\n\"a\",b,\"c d\"\r\n"
      + "\"x,1\",\"2\",\"say \"\"hi\"\",\r\nthere\"\r\n\r\n,,\r\nx,\"\"\"\",\"\"\r\n"
    let model = try kind.open(Array(text.utf8))
    let run = try TableRun(model, [["x,1", "2"], ["x", "\""], ["x", "1"], ["x,12", ""], ["", "2"]])
    #expect(
      (0..<5).map { "\(run.predictions.status[$0])" } == [
        "scored", "scored", "invalidInput", "missingInput", "missingInput",
      ])
    #expect((0..<2).map { run.text(0, $0) } == ["say \"hi\",\r\nthere", ""])
    #expect(run.predictions.blame[3] == 1 && run.predictions.blame[4] == 0 && run.predictions.blame[2] == 0)
  }

  @Test("keep keys of several columns apart however their texts run together")
  func joined() throws {
    let text =
      "# scorebook lookup\n# inputs: [a, b]\n# outputs: {n: number}\na,b,n\nab,c,1\na,bc,2\nabc,d,3\n"
    let run = try TableRun(
      kind.open(Array(text.utf8)), [["ab", "c"], ["a", "bc"], ["abc", "d"], ["abcd", "x"], ["a", "b"]])
    #expect((0..<5).map { run.text(0, $0) } == ["1.0", "2.0", "3.0", "", ""])
  }

  @Test("find each of many keys, and none besides", .timeLimit(.minutes(1)))
  func many() throws {
    let count = 20_000
    var text = "# scorebook lookup\n# input: id\n# outputs: {n: number}\nid,n\n"
    for key in 0..<count { text += "k\(key * 7),\(key)\n" }
    let model = try kind.open(Array(text.utf8))
    let run = try TableRun(model, (0..<count).map { ["k\($0)"] })
    for key in 0..<count {
      #expect(run.text(0, key) == (key % 7 == 0 ? String(Double(key / 7)) : ""))
      #expect((run.predictions.status[key] == .scored) == (key % 7 == 0))
    }
  }

  @Test("say what is unusual")
  func remarks() throws {
    let model = try kind.open(try TableFixture("lookup/stores-1").bytes)
    #expect(model.remarks == ["'fee' is empty for 1 of 5 keys.", "'note' is empty for 1 of 5 keys."])
    #expect(model.signature.task == .lookup)
    #expect(model.signature.inputs.map(\.required) == [true, true])
    #expect(model.facts.contains { $0 == ("unknown key", "refused") })
  }
}
