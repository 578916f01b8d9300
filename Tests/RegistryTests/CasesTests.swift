import Book
import Diagnostics
import Foundation
import Models
import Registry
import Testing

@Suite("Verification cases")
struct CasesTests {
  static let header =
    "days_since_last,tenure_days,active_days,purchases_28d,purchases_90d,purchases_all,money_28d,money_90d,"
    + "money_all,mean_basket,last_basket,cds_all,mean_gap_days,recency_in_gaps,cohort"
  static let row = "270,270,1,0,0,1,0.0,0.0,11.77,11.77,11.77,1,,,1997-01"

  func add(_ text: [UInt8]) throws -> [Diagnostic] {
    let scratch = try Scratch()
    let cases = try scratch.write("cases.csv", text)
    return problems {
      _ = try scratch.registry().add(
        name: "m", artefactPath: Samples.models + "/repurchase_1.txt", metadata: nil, cases: cases, by: "a",
        now: "n")
    }
  }

  @Test(
    "are refused with their line",
    arguments: [
      ("", nil, "the verification cases are empty"),
      ("\(header),cohort\n", 1, "the verification cases have a column twice"),
      (
        "\(header),expected_margin\n\(row),1\n\(row)\n", 3,
        "a row of the verification cases has another number of fields than the header"
      ),
      (
        "\(header),expected_margin\n\(row),\"1\n", 2,
        "the verification cases can't be read: a quote is never closed"
      ),
      (
        "\(header),expected_margin\n\(row),\"1\"x\n", 2,
        "the verification cases can't be read: a closing quote is followed by more"
      ),
    ] as [(String, Int?, String)])
  func refused(text: String, line: Int?, summary: String) throws {
    let found = try #require(try add(Array(text.utf8)).first)
    #expect(found.identifier == .registryCases)
    #expect(found.summary == summary)
    #expect(found.place?.line == line)
  }

  @Test("are read against the model's signature")
  func signature() throws {
    let text =
      "\(Self.header.replacingOccurrences(of: "cohort", with: "cohrt")),expected_margn\n\(Self.row),1\n"
    let found = try add(Array(text.utf8))
    #expect(found.prefix(2).allSatisfy { $0.identifier == .modelVerificationColumn })
    #expect(found.first?.next == "Did you mean 'cohrt'?")
    let hexadecimal = "\(Self.header),expected_margin\n0x10\(Self.row.dropFirst(3)),1\n"
    #expect(try add(Array(hexadecimal.utf8)).map(\.identifier) == [.modelVerificationCell])
    #expect(
      try add(Array("\(Self.header),expected_margin\n".utf8)).map(\.identifier) == [.modelVerificationEmpty])
  }

  @Test("must be UTF-8")
  func encoding() throws {
    let found = try add(Array("\(Self.header),expected_margin\n".utf8) + [0xFF, 0x0A])
    #expect(found.map(\.summary) == ["the verification cases are not UTF-8"])
  }

  @Test("may be quoted, with a byte order mark, blank lines, CR LF and without a last newline")
  func dialect() throws {
    let row = Self.row.split(separator: ",", omittingEmptySubsequences: false).map { "\"\($0)\"" }
      .joined(separator: ",")
    let text = "\u{FEFF}\(Self.header),expected_margin\r\n\r\n\(row),-3.9165002706987835"
    #expect(try add(Array(text.utf8)).isEmpty)
  }

  @Test("with a record of empty fields have a case: all is missing, and the model refuses it")
  func empty() throws {
    let scratch = try Scratch()
    let table = try scratch.write(
      "linear.yaml", "linear:\n  intercept: 1\n  terms:\n    - {input: x, coefficient: 2}\n")
    let cases = try scratch.write("cases.csv", "x,expected_prediction\n3,7\n\n,\n")
    let version = try scratch.registry().add(
      name: "m", artefactPath: table, metadata: nil, cases: cases, by: "a", now: "n"
    ).version
    #expect(version.verification.cases == 2)
  }

  @Test("with very many columns are read, and the missing inputs told")
  func wide() throws {
    let names = (0..<200_000).map { String($0, radix: 36) }.joined(separator: ",")
    #expect(try add(Array((names + "\n").utf8)).contains { $0.identifier == .modelVerificationColumn })
  }
}
