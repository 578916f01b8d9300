package import Models

extension XGBoostFormat {
  /// What may be in a model.
  package static let support = FormatSupport(
    format: "XGBoost JSON and UBJSON", versions: "1.0 to 3.4",
    agreement: "margins to the last bit of a float32, predictions too on one machine",
    elements: XGBoostObjective.allCases.map {
      FormatSupport.Element("objective", $0.rawValue, note: note($0))
    }
      + [
        FormatSupport.Element(
          "objective", "one's own", note: "the file does not tell: it is read as the objective that it names")
      ] + XGBoostDocument.boosters.map { FormatSupport.Element("booster", $0) } + others)

  private static func note(_ objective: XGBoostObjective) -> String? {
    switch objective {
    case .quantile: "one prediction for each quantile; they may cross, but are sorted in files of 3.4"
    case .logitRaw: "the prediction is the margin"
    case .hinge: "class and margin, no probability"
    case .linear: "the old name of reg:squarederror"
    default: nil
    }
  }

  private static let others: [FormatSupport.Element] = [
    FormatSupport.Element("trees", "several parallel trees"),
    FormatSupport.Element("trees", "several targets, a tree each"),
    FormatSupport.Element("trees", "vector leaves"),
    FormatSupport.Element("splits", "categories, one-hot and partition"),
    FormatSupport.Element(
      "inputs", "categories of a data frame", note: "named in the file since 3.1; unseen ones refuse the row"),
    FormatSupport.Element("inputs", "base margins", .refused("they belong to the data, not to the model")),
    FormatSupport.Element(
      "file", "the old binary format", .refused("deprecated; load and save it with XGBoost up to 3.0")),
    FormatSupport.Element(
      "file", "a JSON dump of trees", .refused("it lacks the objective and the base score")),
  ]
}
