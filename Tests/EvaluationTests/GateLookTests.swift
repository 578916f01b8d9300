import Book
import Diagnostics
import Evaluation
import Testing
import Workspace

@Suite("Attempts at the gate on other figures")
struct GateLookTests {
  private static let rule = Configuration.Gate(evaluation: "e", metric: .auc, betterBy: 0)

  /// Stored at 95 %, by the normal distribution.
  private func comparison(
    _ difference: Double, error: Double, evaluation: String = "e", method: String? = "DeLong, paired"
  ) -> ComparisonRecord {
    var record = ComparisonRecord(
      name: evaluation, model: "m", number: 2, baseline: "m@1", metric: "auc", isHigherBetter: true,
      correction: "holm", computedAt: "t")
    record.difference = difference
    record.standardError = error
    record.lower = difference - 1.959963984540054 * error
    record.upper = difference + 1.959963984540054 * error
    record.confidence = 0.95
    record.method = method
    record.verdict = .better
    record.sentence = "the sentence."
    return record
  }

  private func attempt(_ outcome: Gate.Outcome, alias: String = "champion", number: Int = 2) -> GateAttempt {
    outcome.attempt(model: "m", number: number, alias: alias, by: "ada", reason: nil, now: "t")
  }

  private func judged(_ record: ComparisonRecord, _ earlier: [GateAttempt] = []) -> Gate.Outcome {
    Gate(Self.rule, [record], earlier: earlier).judge("m@2", against: "m@1")
  }

  @Test(
    "each is judged by a wider interval, so that all ends that are wrong add up to no more than one less confidence"
  )
  func spending() {
    var look = judged(comparison(0, error: 1)).look
    var spent = 0.0
    var told: [String] = []
    for number in 1...2000 {
      #expect(look.number == number && look.confidence == 0.95)
      spent += (1 - look.judged) / 2
      if number <= 4 { told.append(Gate.Outcome.percent(look.judged)) }
      look = look.next
    }
    #expect(spent < 0.05 && spent > 0.0499)
    #expect(told == ["95 %", "98.3 %", "99.17 %", "99.5 %"])
  }

  @Test("the same figures again are no new look, nor are attempts of others or such that compared nothing")
  func same() {
    let record = comparison(0.01, error: 0.004)
    let first = attempt(judged(record))
    #expect(judged(record, [first, first, first]).look.number == 1)
    let other = comparison(0.011, error: 0.004)
    #expect(judged(other, [first, first]).look.number == 2)
    let second = attempt(judged(other, [first]))
    #expect(judged(other, [first, second]).look.number == 2)
    // Going back is one more.
    #expect(judged(record, [first, second]).look.number == 3)
    let nothing = attempt(Gate(Self.rule, []).judge("m@2", against: "m@1"))
    #expect(judged(record, [nothing, nothing]).look.number == 1)
    let stranger = attempt(judged(comparison(0.02, error: 0.004)), alias: "trial")
    let older = attempt(judged(comparison(0.02, error: 0.004)), number: 3)
    #expect(judged(record, [stranger, older]).look.number == 1)
    let gate = Gate(
      Configuration.Gate(evaluation: "f", metric: .auc, betterBy: 0),
      [comparison(0.01, error: 1, evaluation: "f")],
      earlier: [first, second])
    #expect(gate.judge("m@2", against: "m@1").look.number == 1)
  }

  @Test("its line tells which attempt it is and by which interval it is judged")
  func told() throws {
    let first = attempt(judged(comparison(0.009, error: 0.02)))
    let outcome = judged(comparison(0.01, error: 0.0045), [first])
    let finding = try #require(outcome.findings.first)
    // scipy 1.17.1: 0.01 − 0.0045 · norm.ppf(1 − 0.05/6).
    #expect(abs(try #require(finding.lower) - -0.0007729090991832957) < 1e-12)
    #expect(!outcome.isOpen && outcome.findings[0].isMet == false)
    #expect(finding.evidence == "the sentence. Attempt 2, judged by a 98.3 % interval: -0.0008 to 0.0208.")
    #expect(outcome.refusal?.next?.contains("attempt 3 is judged by a 99.17 % interval") == true)
    #expect(attempt(outcome).confidence == outcome.look.judged)
    // At the first look the same figures open it.
    #expect(judged(comparison(0.01, error: 0.0045)).isOpen)
    let unknown = judged(comparison(0.01, error: 0.0001, method: "bootstrap"), [first])
    #expect(!unknown.isOpen && unknown.findings[0].lower == nil)
    #expect(
      unknown.findings[0].evidence
        == "the sentence. Attempt 2, judged by a 98.3 % interval. Its interval was made by 'bootstrap', of which none of "
        + "98.3 % can be told.")
  }

  /// SplitMix64, and a normal number of twelve uniform ones.
  private struct Luck {
    var state: UInt64 = 20_261_129
    mutating func uniform() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
    }
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
  }

  @Test("ten attempts on a growing number of nights let a version that is no better pass in fewer than 5 %")
  func peeking() {
    var luck = Luck()
    let versions = 2000
    var (plain, spent) = (0, 0)
    for _ in 0..<versions {
      var sum = 0.0
      var earlier: [GateAttempt] = []
      var (isPlain, isSpent) = (false, false)
      for night in 1...10 {
        sum += luck.normal()
        let record = comparison(sum / Double(night), error: 1 / Double(night).squareRoot())
        if record.lower.map({ $0 > 0 }) ?? false { isPlain = true }
        let outcome = judged(record, earlier)
        if outcome.isOpen { isSpent = true }
        earlier.append(attempt(outcome))
      }
      if isPlain { plain += 1 }
      if isSpent { spent += 1 }
    }
    #expect(Double(plain) / Double(versions) > 0.075)
    #expect(Double(spent) / Double(versions) < 0.05)
  }
}
