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
  }
}
