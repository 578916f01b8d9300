import Foundation
import Scoring
import Testing
import Workspace

/// Shares, independence and stickiness over many keys. The bounds are the upper 0.1 % points of χ² as tables have
/// them; nothing here is random, so that a test that passes always does.
@Suite("Distribution of a split")
struct SplitDistributionTests {
  /// Upper 0.1 % points of χ² by degrees of freedom.
  static let bound: [Int: Double] = [1: 10.828, 2: 13.816, 3: 16.266, 4: 18.467, 6: 22.458]

  /// How keys look.
  enum Form: String, CaseIterable, Sendable {
    case padded, plain, address, parts

    func key(_ number: Int) -> [String] {
      switch self {
      case .padded: ["\(String(repeating: "0", count: 8 - String(number).count))\(number)"]
      case .plain: [String(number)]
      case .address: ["customer-\(number)@mail.example.com"]
      case .parts: ["shop \(number % 97)", String(number)]
      }
    }
  }

  /// Keys by variant under several splits, all counted together.
  struct Counts {
    let splits: [Configuration.Split]
    /// By the variants under all splits, a number for each combination.
    var cells: [[Int]: Int] = [:]
    var rows = 0
    /// Seconds of the processor spent on assigning.
    var seconds = 0.0

    init(_ splits: [Configuration.Split], keys: Int, form: Form) {
      self.splits = splits
      for start in stride(from: 0, to: keys, by: 8192) {
        let batch = KeyBatch((start..<min(start + 8192, keys)).map { form.key($0) })
        let began = clock()
        let variants = splits.map { batch.variants($0) }
        seconds += Double(clock() - began) / 1e6
        for row in variants[0].indices { cells[variants.map { $0[row] }, default: 0] += 1 }
      }
      rows = cells.values.reduce(0, +)
    }

    func count(_ matches: ([Int]) -> Bool) -> Int { cells.reduce(0) { matches($1.key) ? $0 + $1.value : $0 } }

    /// χ² of the shares of one split against those that were asked for.
    func fit(_ split: Int) -> Double {
      splits[split].variants.enumerated().reduce(0) { sum, variant in
        let expected = Double(rows) * Double(variant.element.share.cells) / 1e8
        let found = Double(count { $0[split] == variant.offset })
        return sum + (found - expected) * (found - expected) / expected
      }
    }

    /// χ² of two splits against independence.
    func independence(_ a: Int, _ b: Int) -> Double {
      var sum = 0.0
      for first in splits[a].variants.indices {
        for second in splits[b].variants.indices {
          let expected =
            Double(count { $0[a] == first }) * Double(count { $0[b] == second }) / Double(rows)
          let found = Double(count { $0[a] == first && $0[b] == second })
          sum += (found - expected) * (found - expected) / expected
        }
      }
      return sum
    }
  }

  @Test(
    "shares are kept, and splits of another name or another salt are independent", arguments: Form.allCases)
  func distribution(_ form: Form) {
    let counts = Counts(
      [
        .sample(["50", "50"]), .sample(["34", "33", "33"], name: "spring_mail"),
        .sample(["90", "10"], salt: "winter-1998"), .sample(["25", "25", "25", "25"], name: "summer_mail"),
      ], keys: form == .padded ? 200_000 : 20_000, form: form)
    for (split, degrees) in [(0, 1), (1, 2), (2, 1), (3, 3)] {
      #expect(counts.fit(split) < Self.bound[degrees] ?? 0, "\(split): χ² \(counts.fit(split))")
    }
    for (a, b, degrees) in [(0, 1, 2), (0, 2, 1), (0, 3, 3), (1, 2, 2), (1, 3, 6), (2, 3, 3)] {
      #expect(counts.independence(a, b) < Self.bound[degrees] ?? 0, "\(a) and \(b)")
    }
  }

  @Test("10 % that grow to 50 % keep their keys and take 40 % of all from the first")
  func sticky() {
    let counts = Counts([.sample(["90", "10"]), .sample(["50", "50"])], keys: 200_000, form: .padded)
    #expect(counts.count { $0 == [1, 0] } == 0)
    let moved = counts.count { $0 == [0, 1] }
    // Five standard deviations of 200,000 draws with 0.4.
    #expect(abs(moved - 80_000) < 1100)
  }

  /// `SCOREBOOK_SPLIT=10000000 swift test -c release --filter SplitDistributionTests` prints the figures.
  @Test(
    "the same over as many keys as are asked for",
    .enabled(if: ProcessInfo.processInfo.environment["SCOREBOOK_SPLIT"] != nil))
  func many() throws {
    let asked = try #require(ProcessInfo.processInfo.environment["SCOREBOOK_SPLIT"].flatMap { Int($0) })
    for form in Form.allCases {
      let counts = Counts(
        [
          .sample(["90", "10"]), .sample(["50", "50"]), .sample(["34", "33", "33"], name: "spring_mail"),
          .sample(["25", "25", "25", "25"], name: "summer_mail"),
        ], keys: asked, form: form)
      let (grown, lost) = (
        counts.count { $0[0] == 0 && $0[1] == 1 }, counts.count { $0[0] == 1 && $0[1] == 0 }
      )
      print(
        """
        \(form.rawValue): \(counts.rows) keys
          χ² of 90/10 \(counts.fit(0)), of 50/50 \(counts.fit(1)) (1 degree of freedom)
          χ² of 34/33/33 \(counts.fit(2)) (2), of 25/25/25/25 \(counts.fit(3)) (3)
          χ² of independence 50/50 × 34/33/33 \(counts.independence(1, 2)) (2)
          χ² of independence 50/50 × 25/25/25/25 \(counts.independence(1, 3)) (3)
          χ² of independence 34/33/33 × 25/25/25/25 \(counts.independence(2, 3)) (6)
          10 % to 50 %: \(grown) came in, \(lost) left
          \(counts.seconds / Double(counts.rows) / 4 * 1e9) ns a key and split
        """)
      #expect(lost == 0)
      for (split, degrees) in [(0, 1), (1, 1), (2, 2), (3, 3)] {
        #expect(counts.fit(split) < Self.bound[degrees] ?? 0)
      }
      #expect(counts.independence(1, 2) < Self.bound[2] ?? 0)
      #expect(counts.independence(1, 3) < Self.bound[3] ?? 0)
      #expect(counts.independence(2, 3) < Self.bound[6] ?? 0)
    }
  }
}
