import Foundation
import Testing

@Suite("Cases of process models on the command line", .serialized)
struct ProcessVerificationTests {
  /// A model whose program answers with the number in the file `answer`, whatever it is asked.
  private func workspace(_ answer: String, cases: String) throws -> Program {
    let program = try Program()
    try program.write("scorebook.yaml", "name: Test\n")
    try program.write("answer", answer + "\n")
    try program.write("model/verify.csv", "a,expected_probability,expected_class\n" + cases)
    try program.write(
      "model/process.yaml",
      """
      process:
        command: [p, '\(program.folder)']
        files: [p]
        speaks: csv
        inputs: {a: number}
        outputs: {class: {labels: ["0", "1"]}, probability: number}

      """)
    try program.write(
      "model/p",
      """
      #!/bin/sh
      IFS= read -r header
      echo class,probability
      IFS= read -r answer < "$1/answer"
      while IFS= read -r row; do
        if [ -z "$row" ]; then echo; else echo "0,$answer"; fi
      done

      """)
    return program
  }

  private static let cases = "1.0,0.042333710501357216,0\n2.0,0.04233371050135725,0\n"

  private func add(_ program: Program) throws -> Program.Result {
    try program.run("model", "add", "m", "model/process.yaml", "--verify", "model/verify.csv")
  }

  @Test("another processor's last bits are forgiven, and told as such")
  func lastBits() throws {
    let program = try workspace("0.04233371050135725", cases: Self.cases)
    let added = try add(program)
    try #require(added.status == 0, "\(added.problems)")
    #expect(
      added.output.contains("2 framework cases, 3 of 4 values to the last bit, the others to within 1e-9"),
      "\(added.output)")
    // What was recorded here is asked again by another processor.
    try program.write("answer", "0.04233371050135719\n")
    let verified = try program.run("model", "verify", "m")
    #expect(verified.status == 0, "\(verified.problems)")
    #expect(
      verified.output.contains("2 of 4 values, the others to within 1e-9"), "\(verified.output)")
    let json = try program.run("model", "verify", "m", "--json")
    #expect(json.output.contains("\"tolerance\""), "\(json.output)")
  }

  @Test("a number further away than that is refused, and the message names what else may be the cause")
  func further() throws {
    let program = try workspace("0.0423337106", cases: Self.cases)
    let added = try add(program)
    #expect(added.status == 4, "\(added.problems)")
    #expect(added.problems.contains("2 of 4 predictions differ"), "\(added.problems)")
    #expect(
      added.problems.contains(
        "expected probability 0.042333710501357216 to within 1e-9 in case 1, found 0.0423337106"),
      "\(added.problems)")
    #expect(added.problems.contains("runs here with the packages, and their versions"), "\(added.problems)")
  }

  @Test("a class is compared as it is, however near the numbers are")
  func labels() throws {
    let program = try workspace("0.5", cases: "1.0,0.5,1\n")
    let added = try add(program)
    #expect(added.status == 4)
    #expect(added.problems.contains("expected class '1' in case 1, found '0'"), "\(added.problems)")
  }

  @Test("answers that change after registration name the program's surroundings, and not Scorebook")
  func changed() throws {
    let program = try workspace("0.04233371050135725", cases: Self.cases)
    try #require(try add(program).status == 0)
    try program.write("answer", "0.05\n")
    let verified = try program.run("model", "verify", "m")
    #expect(verified.status == 1)
    #expect(verified.problems.contains("from those recorded at registration"), "\(verified.problems)")
    #expect(verified.problems.contains("What its program uses has changed since"), "\(verified.problems)")
    #expect(!verified.problems.contains("This program does not score"), "\(verified.problems)")
  }
}
