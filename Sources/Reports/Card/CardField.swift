import Markdown

/// One thing that a card should tell, and whether it does.
struct CardField {
  /// **Source:** Mitchell et al. 2019, section 4.
  enum Part: String, CaseIterable {
    case details = "model details"
    case use = "intended use"
    case factors
    case metrics
    case evaluationData = "evaluation data"
    case trainingData = "training data"
    case considerations
    case verification
  }

  let part: Part
  let name: String
  let weight: Int
  let isThere: Bool
  /// How to supply it.
  let remedy: InlineMarkdown
  /// Whether only a new version can have it, since a version keeps the metadata that it was registered with.
  var needsVersion = false
}
