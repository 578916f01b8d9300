import Diagnostics
@testable import Models
import Testing

@Suite("Verification")
struct VerificationTests {
  private let model: ScorecardModel

  init() throws {
    model = try ScorecardFormat.open(bytes: Table.bytes("odds.yaml"), name: "odds.yaml")
  }

  private func problems(_ header: [String], _ rows: [[String]]) -> [Diagnostic] {
    do throws(Problems) {
      _ = try VerificationCases(header: header, rows: rows, signature: model.signature, file: "verify.csv")
      return []
    } catch {
      return error.list
    }
  }

  @Test("names missing and unknown columns")
  func columns() {
    let told = problems(["amount", "regions", "visits", "expected_margn"], [["1", "north", "2", "0"]])
    #expect(
      told.map(\.identifier) == [.modelVerificationColumn, .modelVerificationColumn, .modelVerificationEmpty])
    #expect(told[0].description.contains("'regions'"))
    #expect(told[1].description.contains("'expected_margin'"))
  }

  @Test(
    "refuses cells that are no numbers", arguments: ["0x10", "nan", "inf", "1,5", "1e", "--1", " 1", "."])
  func cells(text: String) {
    let header = ["amount", "region", "visits", "expected_margin"]
    #expect(problems(header, [[text, "north", "2", "0"]]).map(\.identifier) == [.modelVerificationCell])
    #expect(problems(header, [["1", "north", "2", text]]).map(\.identifier) == [.modelVerificationCell])
  }

  @Test("refuses an expectation beyond every number, which any answer would seem near to")
  func infinite() {
    let header = ["amount", "region", "visits", "expected_margin"]
    for text in ["1e999", "-1e999"] {
      #expect(problems(header, [["1", "north", "2", text]]).map(\.identifier) == [.modelVerificationCell])
    }
  }

  @Test("single sums agree within a millionth of what the output reaches, and not by being small")
  func singleSums() {
    func ulps(_ expected: Double, _ got: Double, scale: Double) -> UInt64 {
      Verification.distance(.number(expected), .number(got), .singleSums, scale: scale).ulps
    }
    #expect(ulps(0.25, 0.25 + 1e-7, scale: 1) == 1)
    #expect(ulps(0, 3e-7, scale: 3e-7) == .max)
    #expect(ulps(-3e-7, 7e-7, scale: 3e-7) == .max)
    #expect(ulps(.infinity, 3e-7, scale: .infinity) == .max)
  }

  @Test("a program's numbers agree within a billionth of themselves, or are 0 but for rounding")
  func program() {
    func ulps(_ expected: Double, _ got: Double, scale: Double = 1) -> UInt64 {
      Verification.distance(.number(expected), .number(got), .program, scale: scale).ulps
    }
    #expect(ulps(0.25, 0.25) == 0)
    #expect(ulps(0.042333710501357216, 0.04233371050135725) == 1)
    #expect(ulps(0.25, 0.25 * (1 + 9e-10)) == 1 && ulps(0.25, 0.25 * (1 + 2e-9)) == .max)
    #expect(ulps(-4e9, -4e9 - 3, scale: 4e9) == 1 && ulps(-4e9, -4e9 - 5, scale: 4e9) == .max)
    #expect(Double(Agreement.programNearness.split(separator: " ")[2]) == Agreement.programTolerance)
    #expect(ulps(0, -9e-16) == 1 && ulps(5e-17, 0) == 1 && ulps(0, 2e-15) == .max)
    // Small numbers are no reason of their own, nor is a large one elsewhere.
    #expect(ulps(1e-13, 2e-13, scale: 1e-13) == .max && ulps(1e-14, 1.1e-14) == .max)
    #expect(ulps(5, 5.001, scale: 1e13) == .max && ulps(0.001, 4, scale: 1e13) == .max)
    #expect(ulps(1, .infinity, scale: .infinity) == .max)
    #expect(Verification.distance(.number(0.5), .refused, .program).ulps == .max)
    #expect(Verification.distance(.text("0"), .text("1"), .program).ulps == .max)
  }

  @Test("one large case of a program lets no wrong small one pass")
  func magnitudes() throws {
    let yaml = "linear:\n  intercept: 0\n  terms:\n    - {input: x, coefficient: 1}\n"
    let linear = try LinearFormat.open(bytes: Array(yaml.utf8), name: "linear.yaml")
    let rows = [["1e13", "1e13"], ["9", "5"], ["4", "0.001"], ["7", "7.000000001"]]
    let cases = try VerificationCases(
      header: ["x", "expected_prediction"], rows: rows, signature: linear.signature, file: "verify.csv")
    let result = try Verification.replay(linear, cases, agreement: .program)
    #expect(result.agreements[0].failed == 2 && result.failures.map(\.number) == [2, 3])
  }

  @Test("refuses cases without rows, expectations or fields")
  func empty() {
    let header = ["amount", "region", "visits", "expected_margin"]
    #expect(problems(header, []).map(\.identifier) == [.modelVerificationEmpty])
    #expect(
      problems(["amount", "region", "visits"], [["1", "", ""]]).map(\.identifier) == [.modelVerificationEmpty]
    )
    #expect(problems(header, [["1", "north"]]).map(\.identifier) == [.modelVerificationCell])
    #expect(
      problems(header.dropLast() + ["expected_class"], [["1", "north", "2", "maybe"]]).map(\.identifier)
        == [.modelVerificationCell])
  }

  @Test("tells labels that the model does not have once, however many cases show them")
  func labels() {
    let told = problems(
      ["amount", "region", "visits", "expected_class"],
      (0..<30).map { ["1", "north", "2", $0 % 2 == 0 ? "maybe" : "perhaps"] })
    #expect(told.count == 1 && told.first?.identifier == .modelVerificationCell)
    let text = told.first?.description ?? ""
    #expect(text.contains("case 1 holds 'maybe' in column 'expected_class', and 29 more cases"), "\(text)")
    #expect(text.contains("found 'maybe', 'perhaps'"), "\(text)")
  }

  @Test("counts differences in units of the last place")
  func differences() throws {
    let table = try Table("odds-expected.csv")
    let input = try Table("odds-input.csv")
    let scored = table.rows.indices.filter { table.rows[$0][0] == "scored" }.prefix(20)
    var rows = scored.map { input.rows[$0] + [table.rows[$0][1], table.rows[$0][2], table.rows[$0][3]] }
    let margin = try #require(Double(rows[3][3]))
    rows[3][3] = String(margin.nextUp)
    rows[5][5] = rows[5][5] == "buys" ? "stays away" : "buys"
    rows[7][3] = ""
    let cases = try VerificationCases(
      header: input.header + ["expected_margin", "expected_probability", "expected_class"], rows: rows,
      signature: model.signature, file: "verify.csv")
    let result = try Verification.replay(model, cases)
    #expect(!result.agrees)
    #expect(result.agreements[0].failed == 2)
    #expect(result.agreements[0].largestUlps == .max)
    #expect(result.agreements[0].largestDifference == (margin.nextUp - margin).magnitude)
    #expect(result.agreements[1].failed == 0)
    #expect(result.agreements[2].failed == 1)
    #expect(result.failures.map(\.number) == [4, 6, 8])
    #expect(result.failures[2].expected == "no prediction")
    #expect(result.diagnostic(file: "verify.csv")?.kind == .refused)
  }
}
