import Book
import Diagnostics
import Statistics
import Workspace

/// What the effects of one look say together: p values allow for their number, and each gets its verdict.
enum ReadoutVerdicts {
  static func judge(
    _ found: [(effect: ReadoutEffect, contrast: ReadoutContrast?)], _ plan: ReadoutPlan
  ) -> [ReadoutEffect] {
    let deciding = found.compactMap { $0.effect.isGuardrail ? nil : $0.effect.pValue }
    var corrected = Verdicts.corrected(deciding, plan.readout.correction).makeIterator()
    return found.map { found in
      var effect = found.effect
      if !effect.isGuardrail {
        effect.comparisons = deciding.count
        effect.adjustedPValue = effect.pValue.flatMap { _ in corrected.next() }
      }
      effect.verdict = effect.isGuardrail ? guarded(effect) : decided(effect)
      effect.detectable = found.contrast.flatMap { detectable(effect, $0, plan.readout.correction) }
      effect.sentence = ReadoutWords(effect, plan).sentence
      return effect
    }
  }

  private static func decided(_ effect: ReadoutEffect) -> ReadoutEffect.Verdict {
    // Of few keys the pooled z of two proportions tells more than Newcombe's interval; nothing is told against an
    // interval that is shown beside it.
    let holdsZero = (effect.lower ?? .infinity) <= 0 && (effect.upper ?? -.infinity) >= 0
    switch Verdicts.verdict(
      p: effect.adjustedPValue, difference: effect.difference, isHigherBetter: effect.isHigherBetter)
    {
    case .better: return holdsZero ? .noEvidence : .better
    case .worse: return holdsZero ? .noEvidence : .worse
    case .noEvidence: return .noEvidence
    case .undefined: return .undefined
    }
  }

  /// With a bound: the whole interval of the lift must keep it. Without one: a loss that can be seen breaks it. Not
  /// corrected: each guardrail stands for itself, and a correction would hide losses.
  private static func guarded(_ effect: ReadoutEffect) -> ReadoutEffect.Verdict {
    if let bound = effect.worseByAtMost {
      guard let lower = effect.liftLower, let upper = effect.liftUpper else { return .undefined }
      let (worst, best) = effect.isHigherBetter ? (lower, upper) : (-upper, -lower)
      return worst >= -bound ? .holds : best < -bound ? .broken : .open
    }
    guard let lower = effect.lower, let upper = effect.upper else { return .undefined }
    let best = effect.isHigherBetter ? upper : -lower
    return best < 0 ? .broken : .open
  }

  private static func detectable(
    _ effect: ReadoutEffect, _ contrast: ReadoutContrast,
    _ correction: Configuration.Evaluation.Correction
  ) -> Double? {
    let isStrict = correction == .holm && !effect.isGuardrail
    let strict =
      isStrict ? Verdicts.significance / Double(max(1, effect.comparisons)) : Verdicts.significance
    do throws(Undefined) { return try contrast.detectable(significance: strict) } catch { return nil }
  }

  /// One sentence for the whole look.
  static func summary(_ record: ReadoutRecord) -> String {
    let title = record.name
    let groups = Set(record.effects.map(\.variant))
    let parts = record.variants.map(\.name).filter { groups.contains($0) }.map { variant in
      let own = record.effects.filter { $0.variant == variant }
      return summary(of: variant, against: record.control, own)
    }
    return "\(title): \(parts.joined(separator: " "))"
  }

  private static func summary(
    of variant: String, against control: String, _ effects: [ReadoutEffect]
  ) -> String {
    func names(_ verdict: ReadoutEffect.Verdict, guardrails: Bool) -> [String] {
      effects.filter { $0.verdict == verdict && $0.isGuardrail == guardrails }.map(\.metric)
    }
    let better = names(.better, guardrails: false)
    let worse = names(.worse, guardrails: false)
    let nothing = names(.noEvidence, guardrails: false)
    let broken = names(.broken, guardrails: true)
    let open = effects.filter {
      $0.isGuardrail && $0.worseByAtMost != nil && [.open, .undefined].contains($0.verdict)
    }.map(\.metric)
    let told = [(broken, "broken"), (open, "not shown to hold")].filter { !$0.0.isEmpty }.map {
      names, state in
      names.count == 1
        ? "; guardrail \(names[0]) is \(state)" : "; guardrails \(listed(names)) are \(state)"
    }.joined()
    if better.isEmpty, worse.isEmpty, nothing.isEmpty {
      return "no verdict on \(variant) against \(control)\(told)."
    }
    guard !better.isEmpty || !worse.isEmpty else {
      let keys = effects.map { $0.keys + $0.controlKeys }.max() ?? 0
      return
        "nothing found: by \(listed(nothing)), \(keys) keys don't tell \(variant) from \(control)\(told)."
    }
    var parts: [String] = []
    if !better.isEmpty { parts.append("better than \(control) by \(listed(better))") }
    if !worse.isEmpty {
      parts.append("worse \(better.isEmpty ? "than \(control) " : "")by \(listed(worse))")
    }
    if !nothing.isEmpty { parts.append("not told apart by \(listed(nothing))") }
    return "\(variant) is \(parts.joined(separator: ", "))\(told)."
  }
}
