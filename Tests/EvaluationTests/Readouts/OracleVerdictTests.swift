import Book
import Statistics
import Testing
import Workspace

@testable import Evaluation

@Suite("Verdicts of readouts where p and interval disagree")
struct OracleVerdictTests {
  private let plan = ReadoutPlan(
    Configuration.Readout(
      name: "mail", job: "nightly", split: "mail", actuals: "repurchases",
      metrics: [.init(name: "conversion", measure: .proportion("bought"))], correction: .none),
    keys: ["customer_id"], input: "customers", variants: ["control", "letter"])

  /// Six of 40 against one of 40, by proportions_ztest and confint_proportions_2indep(method="newcomb").
  @Test("nothing is told against the interval that is shown: statsmodels' z and Newcombe")
  func disagreement() throws {
    let contrast = try ReadoutContrast(.proportions(TwoProportions(6, of: 40, 1, of: 40)), looks: nil)
    let bounds = try contrast.interval(confidence: 0.95)
    var effect = ReadoutEffect(
      metric: "conversion", measure: "proportion", variant: "letter", isGuardrail: false,
      isHigherBetter: true, worseByAtMost: nil, correction: "none")
    effect.keys = 40
    effect.controlKeys = 40
    effect.difference = contrast.difference
    effect.lower = bounds.lower
    effect.upper = bounds.upper
    effect.pValue = try contrast.pValue()
    let told = try #require(ReadoutVerdicts.judge([(effect, contrast)], plan).first)
    #expect(abs((told.pValue ?? 1) - 0.04788850670170684) < 1e-12)
    #expect(abs((told.lower ?? 1) + 0.005689541285983701) < 1e-12)
    #expect(told.verdict == .noEvidence)
    var shown = effect
    (shown.value, shown.controlValue) = (0.15, 0.025)
    shown.standardError = contrast.standardError
    let sentence = try #require(ReadoutVerdicts.judge([(shown, contrast)], plan).first).sentence
    #expect(sentence.contains("p = 0.048). The interval holds zero, and that decides."), "\(sentence)")
  }

  private func record(_ effects: [ReadoutEffect]) -> ReadoutRecord {
    var record = ReadoutRecord(
      name: "mail", asOf: "2026-01-05", job: "nightly", split: "mail", control: "control", looks: "at_end",
      plannedKeys: nil, status: .told, planDigest: "p", dataDigest: "d", computedAt: "t")
    record.variants = ["control", "letter", "call"].map { .init(name: $0, share: "1%") }
    record.effects = effects
    return record
  }

  private func effect(
    _ metric: String, _ variant: String, _ verdict: ReadoutEffect.Verdict, guardrail bound: Double? = nil,
    keys: Int
  ) -> ReadoutEffect {
    var effect = ReadoutEffect(
      metric: metric, measure: "mean", variant: variant, isGuardrail: bound != nil, isHigherBetter: true,
      worseByAtMost: bound, correction: "holm")
    effect.keys = keys
    effect.controlKeys = 500
    effect.verdict = verdict
    return effect
  }

  @Test("the summary counts the keys that were compared, and tells a bound that is not shown to be kept")
  func summary() {
    let nothing = ReadoutVerdicts.summary(
      record([
        effect("revenue", "letter", .noEvidence, keys: 300),
        effect("revenue", "call", .noEvidence, keys: 200),
      ])
    )
    #expect(
      nothing == "mail: nothing found: by revenue, 800 keys don't tell letter from control. "
        + "nothing found: by revenue, 700 keys don't tell call from control.")
    let guarded = ReadoutVerdicts.summary(
      record([
        effect("revenue", "letter", .better, keys: 300),
        effect("minutes", "letter", .open, guardrail: 0.02, keys: 300),
        effect("visits", "letter", .broken, guardrail: 0.02, keys: 300),
        effect("returns", "letter", .broken, guardrail: 0.02, keys: 300),
      ]))
    #expect(
      guarded == "mail: letter is better than control by revenue; guardrails visits and returns are broken; "
        + "guardrail minutes is not shown to hold.")
  }
}
