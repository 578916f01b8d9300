import Models

@testable import Registry

extension FuzzedParser {
  /// Verification cases: written again, they read as the same; then against a signature.
  static let casesCSV = FuzzedParser("cases-csv") { bytes in
    guard let cases = try? CasesFile(bytes, file: "cases.csv") else { return }
    let lines = ([cases.header] + cases.rows).map { fields in
      fields.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
    }
    let again = try? CasesFile(Array(lines.joined(separator: "\n").utf8), file: "cases.csv")
    precondition(again == cases, "cases read in another way once they are quoted")
    let signature = Signature(
      task: .regression,
      inputs: [
        Input(name: "a", kind: .number, required: false), Input(name: "b", kind: .integer, required: false),
        Input(name: "c", kind: .category(["x"]), required: true),
      ],
      outputs: [
        Output(name: "prediction", kind: .number), Output(name: "class", kind: .label(["x", "y"])),
        Output(name: "note", kind: .text),
      ])
    _ = try? VerificationCases(
      header: cases.header, rows: cases.rows, signature: signature, file: "cases.csv")
  }
}
