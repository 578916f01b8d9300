import Book
import Workspace

/// One effect in words: proportions in percent, everything else in its own units.
struct ReadoutWords {
  let effect: ReadoutEffect
  private let keys: String
  private let isSequential: Bool
  private let isCut: Bool

  init(_ effect: ReadoutEffect, _ plan: ReadoutPlan) {
    self.effect = effect
    keys = plan.keys.joined(separator: ", ")
    isSequential = plan.readout.looks == .sequential
    isCut = plan.readout.metrics.first { $0.name == effect.metric }?.winsorise != nil
    control = plan.variants.indices.contains(plan.control) ? plan.variants[plan.control] : ""
  }

  private let control: String

  private var isPercent: Bool { effect.measure == "proportion" }
  private var scale: Double { isPercent ? 100 : 1 }
  private var digits: Int { Verdicts.digits((effect.standardError ?? 1) * scale) }

  private func number(_ value: Double) -> String { ResultTable.rounded(value * scale, digits: digits) }
  private func level(_ value: Double) -> String { number(value) + (isPercent ? " %" : "") }
  private var unit: String { isPercent ? " percentage points" : "" }

  /// "treatment does better than control by conversion: 7.4 % against 6.8 %, higher by 0.6 percentage points (95 % interval 0.1
  /// to 1.1, p = 0.021)."
  var sentence: String {
    let (variant, metric) = (effect.variant, effect.metric)
    guard let value = effect.value, let other = effect.controlValue, let difference = effect.difference,
      let lower = effect.lower, let upper = effect.upper
    else {
      return
        "No verdict on \(variant) against \(control) by \(metric): \(effect.reason ?? "it has no value")."
    }
    let levels = "\(level(value)) against \(level(other))\(isCut ? " with the largest values cut" : "")"
    let isAdjusted = effect.varianceReduction != nil
    let isTold = [.better, .worse, .broken].contains(effect.verdict)
    // A difference that counts is told by its amount, one that does not by its sign.
    let (near, far) = isTold && difference < 0 ? (-upper, -lower) : (lower, upper)
    let apart =
      isTold
      ? "\(difference > 0 ? "higher" : "lower") by \(number(abs(difference)))\(unit)"
      : "a difference of \(number(difference))\(unit)"
    let found =
      "\(levels), \(isAdjusted ? "adjusted, " : "")\(apart) (95 % interval \(number(near)) to "
      + "\(number(far))\(looks)\(chance))"
    let seen = effect.detectable.map {
      " Had the true difference been \(number($0))\(unit), these \(effect.keys + effect.controlKeys) keys would have shown it "
        + "four times in five."
    }
    switch effect.verdict {
    case .better: return "\(variant) does better than \(control) by \(metric): \(found).\(lift)"
    case .worse: return "\(variant) does worse than \(control) by \(metric): \(found).\(lift)"
    case .noEvidence:
      return
        "No evidence that \(variant) does better or worse than \(control) by \(metric): \(found).\(against)\(seen ?? "")"
    case .holds:
      return
        "Guardrail \(metric) holds: \(variant) loses no more than \(bound) against \(control): \(found).\(lift)"
    case .broken:
      return "Guardrail \(metric) is broken: \(variant) does worse than \(control)"
        + "\(effect.worseByAtMost == nil ? "" : " by more than \(bound)"): \(found).\(lift)"
    case .open:
      let what =
        effect.worseByAtMost == nil
        ? "no loss of \(variant) against \(control) is seen"
        : "it is not shown that \(variant) loses no more than \(bound) against \(control)"
      return "Guardrail \(metric): \(what): \(found).\(effect.worseByAtMost == nil ? seen ?? "" : lift)"
    case .undefined:
      return
        "No verdict on \(variant) against \(control) by \(metric): \(effect.reason ?? effect.liftReason ?? "it has no value")."
    }
  }

  private var looks: String { isSequential ? " at all looks" : "" }

  private var chance: String {
    guard let p = effect.adjustedPValue ?? effect.pValue else { return "" }
    let after = effect.comparisons > 1 ? Verdicts.correctionWords(effect.correction) : ""
    return ", " + Verdicts.chance(p) + after
  }

  /// Why a p value that looks like a finding is none.
  private var against: String {
    guard let p = effect.adjustedPValue, p < Verdicts.significance, effect.difference != 0 else { return "" }
    return " The interval holds zero, and that decides."
  }

  private var bound: String { ReadoutWords.percent(effect.worseByAtMost ?? 0) }

  private var lift: String {
    guard let lift = effect.lift, let lower = effect.liftLower, let upper = effect.liftUpper else {
      return ""
    }
    return " As a share of \(control): \(ReadoutWords.percent(lift)) "
      + "(\(ReadoutWords.percent(lower)) to \(ReadoutWords.percent(upper)))."
  }

  static func percent(_ share: Double) -> String { "\(ResultTable.rounded(share * 100, digits: 1)) %" }
}
