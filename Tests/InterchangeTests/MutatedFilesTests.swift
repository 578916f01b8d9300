import Book
import Foundation
import Testing

@testable import Interchange

@Suite("Files that were mangled")
struct MutatedFilesTests {
  /// The same changes on every run.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  private static let corpus = StoreBench.fixtures + "/../../Fuzz/Corpus/"

  private struct Same: DVCFiles {
    let content: [UInt8]
    func bytes(_ path: String, limit: Int) throws -> [UInt8]? { content }
    func files(_ folder: String) throws -> [String] { ["\(folder)/a.tsv", "\(folder)/b.json"] }
  }

  @Test(
    "are read or refused, and nothing else",
    arguments: [
      "trial-lines/lines", "mlflow-folder/meta", "mlflow-folder/metric", "dvc-files/project.json",
      "dvc-files/project.yaml", "dvc-files/plot.tsv",
    ])
  func mutated(_ name: String) throws {
    let original = Array(try Data(contentsOf: URL(filePath: Self.corpus + name)))
    let odd = Array("{}[]\",:\\&*#|>-\n\t 0.e~\u{0}\u{FF}%!".utf8)
    var dice = Dice(state: 7)
    for _ in 0..<1000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &dice) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &dice)
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: bytes[place] = odd[Int.random(in: 0..<odd.count, using: &dice)]
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(odd[Int.random(in: 0..<odd.count, using: &dice)], at: place)
        default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 9)], at: place)
        }
      }
      var log = TrialLog()
      log.read(lines: bytes, file: "log.jsonl", name: "t")
      for trial in log.trials { #expect(!trial.fingerprint.isEmpty) }
      for line in bytes.split(separator: 0x0A) { _ = MLflowMetricLine.point(line) }
      _ = try? YAMLReader.read(bytes)
      var reader = DVCReader(files: Same(content: bytes), cache: nil, place: "p")
      var record = TrialRecord(name: "t", origin: "dvc", originID: "t")
      _ = try? reader.fill(&record)
      if let value = try? JSONReader.read(bytes[...]) {
        #expect((try? JSONReader.read(Array(value.json.utf8)[...])) == value)
      }
    }
  }

  @Test("times are written as they are read, from year 1 to 9999")
  func times() {
    for (milliseconds, text) in [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (4_107_542_399_000, "2100-02-28T23:59:59.000Z"),
    ] {
      #expect(TimeText.text(milliseconds: milliseconds) == text)
      #expect(TimeText.milliseconds(text) == milliseconds)
    }
    for odd in [Int.min, Int.max, 253_402_300_800_000] { #expect(TimeText.text(milliseconds: odd) == nil) }
    for odd in ["2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-02 03:04:05Z", "", "Z"] {
      #expect(TimeText.milliseconds(odd) == nil)
    }
  }
}
