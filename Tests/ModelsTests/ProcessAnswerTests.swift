import Diagnostics
import Foundation
import Models
import Testing

extension ProcessSuites.All {
  @Suite("Process models: rows and answers")
  struct Answers {
    private static let numbers = [
      "0.1", "-0.0", "5e-324", "1e-320", "2.2250738585072014e-308", "1.7976931348623157e308",
      "123456789012345680.0",
      "1e16", "0.30000000000000004", "-7.0", "9007199254740993", "1e22", "1e23", "3.0",
    ]

    @Test("gives numbers back with the same bits, both ways", arguments: ["csv", "json_lines"])
    func numbers(speaks: String) throws {
      // The answer is the row itself.
      let program =
        speaks == "csv"
        ? "exec cat" : #"exec sed -u -e '1s/.*/{"outputs":["prediction"]}/' -e 's/{"a"/{"prediction"/'"#
      let model = try ProcessProgram(
        program, inputs: speaks == "csv" ? "{prediction: number}" : "{a: number}", speaks: speaks)
      let predictions = try model.score(Self.numbers.map { [$0] })
      for (row, text) in Self.numbers.enumerated() {
        #expect(predictions.number(0, row).bitPattern == Double(text)?.bitPattern, "\(text)")
      }
    }

    @Test("reads numbers in quotes, as programs write them that quote every field")
    func quotedNumbers() throws {
      let program = try ProcessProgram(ProcessProgram.answering(#"echo "\"$row\"""#))
      let predictions = try program.score(Self.numbers.map { [$0] })
      for (row, text) in Self.numbers.enumerated() {
        #expect(predictions.number(0, row).bitPattern == Double(text)?.bitPattern, "\(text)")
      }
    }

    @Test("writes the shortest decimals, whole integers, and nothing for what is missing")
    func written() throws {
      let program = try ProcessProgram(
        ProcessProgram.answering("echo \"$n,\\\"$row\\\"\"; n=$((n+1))", header: "number,row")
          .replacingOccurrences(
            of: "IFS= read -r header", with: "IFS= read -r header; n=0"),
        inputs: "{a: number, b: integer, c: {categories: ['x,y', z]}}", outputs: "{row: text, number: number}"
      )
      let predictions = try program.score([
        ["0.1", "3", "z"], ["3", "-12", ""], ["", "", "z"], ["1e300", "9007199254740992", "z"],
      ])
      let told = (0..<4).map { predictions.text(0, $0) ?? "" }
      #expect(told == ["0.1,3,z", "3.0,-12,", ",,z", "1e+300,9007199254740992,z"])
      #expect(program.model.signature.task == .lookup)
    }

    @Test("passes text of every kind through, both ways", arguments: ["csv", "json_lines"])
    func text(speaks: String) throws {
      let texts = [
        "plain", "a,b", "\"quoted\"", "two\nlines", "\n\n", "\r\n", " blank ", "Zürich", "日本", "\u{1F600}",
        "=1+1",
        "\\n", "\u{1}", "tab\t", "null", "NaN", "'", "\u{2028}",
      ]
      let program =
        speaks == "csv" ? "exec cat" : #"exec sed -u -e '1s/.*/{"outputs":["t","n"]}/' -e 's/"m":/"n":/'"#
      let model = try ProcessProgram(
        program, inputs: speaks == "csv" ? "{t: text, n: number}" : "{t: text, m: number}",
        outputs: "{t: text, n: number}", speaks: speaks)
      let predictions = try model.score(texts.map { [$0, "1"] })
      for (row, text) in texts.enumerated() { #expect(predictions.text(0, row) == text) }
    }

    @Test("reads the escapes of JSON")
    func escapes() throws {
      let answer = #"{ "n" : -1.5e-3 , "t":"\u00fc\ud83d\ude00\/\"\\\b\f\n\r\t" }"#
        .replacingOccurrences(of: "\\", with: "\\\\")
      let program = try ProcessProgram(
        ProcessProgram.answering("printf '%b\\n' '\(answer)'", header: "'{\"outputs\": [\"n\", \"t\"]}'"),
        outputs: "{t: text, n: number}", speaks: "json_lines")
      let predictions = try program.score([["1"]])
      #expect(
        predictions.text(0, 0) == "ü\u{1F600}/\"\\\u{8}\u{c}\n\r\t" && predictions.number(1, 0) == -1.5e-3)
    }

    @Test("takes an empty answer for a row that is refused, in CSV and in JSON")
    func refused() throws {
      let one = try ProcessProgram(
        ProcessProgram.answering("[ $row = 1.0 ] && echo '\"\"' || echo $row")
      ).score([["0"], ["1"], ["2"]])
      #expect((0..<3).map { one.status[$0] } == [.scored, .refused, .scored] && one.number(0, 2) == 2)
      let two = try ProcessProgram(
        ProcessProgram.answering("[ $row = 1.0 ] && echo , || echo $row,b", header: "probability,class"),
        outputs: "{class: {labels: [a, b]}, probability: number}"
      ).score([["0"], ["1"]])
      #expect((0..<2).map { two.status[$0] } == [.scored, .refused] && two.labels(1)[0] == 1)
      let json = try ProcessProgram(
        ProcessProgram.answering(
          "case $row in *1.0*) echo null;; *2.0*) echo '{\"prediction\":null}';; *) echo '{\"prediction\":5}';; esac",
          header: "'{\"outputs\":[\"prediction\"]}'"), speaks: "json_lines"
      ).score([["0"], ["1"], ["2"]])
      #expect((0..<3).map { json.status[$0] } == [.scored, .refused, .refused] && json.number(0, 0) == 5)
    }

    @Test("does not send rows that lack a required input or hold a category that is not listed")
    func unsent() throws {
      let program = try ProcessProgram(
        ProcessProgram.answering("n=$((n+1)); echo $n"),
        inputs: "{a: number, c: {categories: [x]}, t: text}", more: "required: [a, t]\nbatch: 2")
      let predictions = try program.score([
        ["1", "x", "t"], ["", "x", "t"], ["1", "y", "t"], ["1", "", "t"], ["1", "x", ""], ["inf", "x", "t"],
        ["2", "x", "t"],
      ])
      #expect(
        (0..<7).map { predictions.status[$0] } == [
          .scored, .missingInput, .invalidInput, .scored, .missingInput, .invalidInput, .scored,
        ])
      #expect((0..<7).map { predictions.blame[$0] } == [-1, 0, 1, -1, 2, 0, -1])
      #expect([0, 3, 6].map { predictions.number(0, $0) } == [1, 2, 3])
    }

    @Test("never locks up, however much is on its way", .timeLimit(.minutes(1)))
    func large() throws {
      let rows = (0..<60_000).map { ["\($0).5", String(repeating: "long text ", count: 12)] }
      let program = try ProcessProgram(
        "exec cat", inputs: "{prediction: number, t: text}", outputs: "{t: text, prediction: number}",
        more: "batch: 8192")
      let predictions = try program.score(rows)
      #expect((0..<60_000).allSatisfy { predictions.number(0, $0) == Double($0) + 0.5 })
      #expect(predictions.text(1, 59_999) == rows[59_999][1])
    }

    @Test("gives the same whatever the batch", arguments: [1, 2, 7, 256, 4096])
    func batches(size: Int) throws {
      let program = try ProcessProgram("exec cat", inputs: "{prediction: number}", more: "batch: \(size)")
      #expect(program.model.batchRows == (size + 255) / 256 * 256)
      let predictions = try program.score((0..<600).map { ["\($0)"] })
      #expect((0..<600).allSatisfy { predictions.number(0, $0) == Double($0) })
    }

    @Test("takes answers in columns of any order and with CR before LF")
    func order() throws {
      let program = try ProcessProgram(
        ProcessProgram.answering(
          "printf 'x,0.25,b\\r\\n'", header: "note,probability,class", end: "printf '\\r\\n'"),
        outputs: "{note: text, class: {labels: [a, b]}, probability: number}")
      #expect(program.model.signature.outputs.map(\.name) == ["probability", "class", "note"])
      #expect(program.model.signature.task == .binary(negative: "a", positive: "b"))
      let predictions = try program.score([["1"], ["2"]])
      #expect(
        predictions.number(0, 1) == 0.25 && predictions.labels(1)[1] == 1 && predictions.text(2, 1) == "x")
    }

    @Test("replays verification cases")
    func verification() throws {
      let program = try ProcessProgram("exec cat", inputs: "{prediction: number}")
      let cases = try VerificationCases(
        header: ["prediction", "expected_prediction"], rows: [["0.1", "0.1"], ["1e300", "1e300"]],
        signature: program.model.signature, file: "verify.csv")
      let result = try Verification.replay(program.model, cases)
      #expect(result.agrees && result.cases == 2 && result.precision == .program)
    }
  }
}
