import Diagnostics
import Foundation
import Models
import Testing

/// Serves the committed pickle by the committed script; needs a Python with the packages of requirements.txt,
/// named by SCOREBOOK_TEST_PYTHON.
extension ProcessSuites.All {
  @Suite(
    "Process models: a pickled pipeline",
    .enabled(if: ProcessInfo.processInfo.environment["SCOREBOOK_TEST_PYTHON"] != nil))
  struct Peer {
    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Fixtures/models/process")

    /// The committed model, its `python3` replaced by the one that has the packages.
    private func program() throws -> ProcessProgram {
      let python = ProcessInfo.processInfo.environment["SCOREBOOK_TEST_PYTHON"] ?? ""
      let bundle = try ProcessFormat.gather(page: Self.fixtures.appending(path: "process.yaml").path)
      let page = String(decoding: bundle.main.bytes, as: UTF8.self)
        .replacingOccurrences(of: "[python3,", with: "['\(python)',")
      let mended = try ArtefactBundle(
        main: ("process.yaml", Array(page.utf8)), others: Array(bundle.others), file: "process.yaml")
      return ProcessProgram(model: try ProcessFormat.open(bytes: mended.bytes, name: "m", options: .none))
    }

    /// Records of a CSV file with quotes.
    private func records(_ url: URL) throws -> [[String]] {
      var (records, record, field, isQuoted): ([[String]], [String], [UInt8], Bool) = ([], [], [], false)
      for byte in try Data(contentsOf: url) {
        switch byte {
        case 0x22:
          if !isQuoted, field.last == 0 { field[field.count - 1] = 0x22 }
          if isQuoted { field.append(0) }
          isQuoted.toggle()
        case 0x2C where !isQuoted, 0x0A where !isQuoted:
          record.append(String(decoding: field.filter { $0 != 0 }, as: UTF8.self))
          field = []
          if byte == 0x0A {
            records.append(record)
            record = []
          }
        default: field.append(byte)
        }
      }
      return Array(records.dropFirst())
    }

    /// Rows whose class is the expected one, and whose number has the expected bits, or is as near as cases must be.
    private func compare(_ folder: URL, nearly: Bool = false) throws -> Int {
      let rows = try records(folder.appending(path: "input.csv"))
      let expected = try records(folder.appending(path: "expected.csv"))
      let clock = ContinuousClock.now
      let predictions = try program().score(rows)
      let time = ContinuousClock.now - clock
      var equal = 0
      for (row, fields) in expected.enumerated()
      where isEqual(predictions.number(0, row), Double(fields[0]), nearly: nearly)
        && predictions.labels(1)[row] == Int32(fields[1]) && predictions.status[row] == .scored
      { equal += 1 }
      #expect(equal == expected.count)
      print("\(equal) of \(expected.count) rows equal, start included in \(time)")
      return equal
    }

    private func isEqual(_ found: Double, _ expected: Double?, nearly: Bool) -> Bool {
      guard let expected else { return false }
      return found.bitPattern == expected.bitPattern
        || nearly && (found - expected).magnitude <= Agreement.programTolerance * expected.magnitude
    }

    @Test("gives the committed expectations, as nearly as other processors compute", .timeLimit(.minutes(2)))
    func committed() throws { #expect(try compare(Self.fixtures, nearly: true) == 60) }

    @Test("gives Python's own answers to 100,000 rows, to the last bit", .timeLimit(.minutes(5)))
    func many() throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "process-peer-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let python = ProcessInfo.processInfo.environment["SCOREBOOK_TEST_PYTHON"] ?? ""
      _ = try Shell.run("'\(python)' '\(Self.fixtures.path)/expect.py' '\(folder.path)' 100000")
      #expect(try compare(folder) == 100_000)
    }
  }
}
