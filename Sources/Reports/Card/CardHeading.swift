import Diagnostics

/// A section of a card's prose that has a meaning of its own, told by its heading.
///
/// **Source:** Mitchell et al. 2019, section 4, and the annotated model card of Hugging Face; `site/guide/model-cards.md`.
package enum CardHeading: String, Sendable, Hashable, CaseIterable {
  case intendedUse, users, outOfScope, factors, limits, tradeOffs, ethics, fairness, caveats, oversight
  case riskManagement, monitoring, evaluation, trainingData, training, licence

  /// What it may be called; the first is its name.
  package var names: [String] {
    switch self {
    case .intendedUse:
      ["Intended use", "Intended uses", "What it is for", "Uses", "Direct use", "Use cases"]
    case .users: ["Users", "Intended users", "Who uses it"]
    case .outOfScope: ["Out of scope", "Out-of-scope use", "Out-of-scope uses", "What it is not for"]
    case .factors: ["Factors", "Groups"]
    case .limits:
      [
        "Limits", "Known limits", "Limitations", "Known limitations", "Bias, risks and limitations",
        "Bias, risks, and limitations",
      ]
    case .tradeOffs: ["Trade-offs", "Tradeoffs", "Performance trade-offs", "Performance tradeoffs"]
    case .ethics: ["Ethical considerations", "Ethics", "Risks"]
    case .fairness: ["Fairness", "Fairness assessment", "Fairness assessments"]
    case .caveats: ["Caveats", "Recommendations", "Caveats and recommendations"]
    case .oversight: ["Human oversight", "Oversight"]
    case .riskManagement: ["Risk management"]
    case .monitoring: ["Monitoring", "Post-market monitoring"]
    case .evaluation: ["Evaluation", "Evaluation data", "Metrics"]
    case .trainingData: ["Training data"]
    case .training: ["Training", "Training procedure", "How it was trained", "How it was made"]
    case .licence: ["Licence", "License"]
    }
  }

  package var name: String { names.first ?? rawValue }

  /// nil for a heading that means nothing to a card.
  init?(heading: String) {
    guard let found = Self.known[Self.plain(heading)] else { return nil }
    self = found
  }

  /// The name that a heading nearly is; nil where it is one, and where it is far from all.
  static func nearest(to heading: String) -> String? {
    let plain = plain(heading)
    guard plain.utf8.count >= 5, known[plain] == nil,
      let near = nearestName(to: plain, among: known.keys),
      // A slip of the pen leaves the beginning and the length; a third of the letters would be another word.
      near.first == plain.first, abs(near.utf8.count - plain.utf8.count) <= 2
    else { return nil }
    return known[near]?.names.first { Self.plain($0) == near }
  }

  private static let known: [String: CardHeading] = {
    var known: [String: CardHeading] = [:]
    for heading in allCases {
      for name in heading.names { known[plain(name)] = heading }
    }
    return known
  }()

  /// In lower case, hyphens as blanks, without signs.
  private static func plain(_ heading: String) -> String {
    let spaced = String(
      heading.lowercased().map { "-\u{2010}\u{2011}_/".contains($0) ? " " : $0 == "&" ? "+" : $0 })
    return spaced.split(separator: " ").map { word in
      word == "+" ? "and" : String(word.filter { $0.isLetter || $0.isNumber })
    }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
