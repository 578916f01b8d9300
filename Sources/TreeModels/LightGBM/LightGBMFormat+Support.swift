package import Models

extension LightGBMFormat {
  /// What of LightGBM is read, from the lists that the reader itself goes by.
  package static let support = FormatSupport(
    format: "LightGBM text", versions: "2.0 to 4.7",
    agreement: "margins to the last bit, what went through exp to 1 unit in the last place",
    elements: versions + objectives + boosting + leaves + splits + options)

  private static let versions = LightGBMVersion.allCases.map {
    FormatSupport.Element("version", $0.rawValue, note: "LightGBM \($0.writers)")
  }

  private static let objectives = LightGBMObjectiveName.allCases.map {
    FormatSupport.Element("objective", $0.rawValue, note: $0.prediction)
  }

  /// The file holds finished trees whatever grew them; only a forest says so.
  private static let boosting = [
    FormatSupport.Element("boosting", "gbdt"),
    FormatSupport.Element("boosting", "goss"),
    FormatSupport.Element("boosting", "dart", note: "its trees are saved with their final weights"),
    FormatSupport.Element(
      "boosting", "rf", note: "average_output: predictions are divided by the iterations"),
    FormatSupport.Element(
      "boosting", "rf of LightGBM 2.0 and 2.1",
      .refused("its trees hold predictions, which later versions take for sums"),
      note: "exact where a prediction is the sum itself"),
  ]

  private static let leaves = [
    FormatSupport.Element("leaf", "value"),
    FormatSupport.Element("leaf", "linear_tree", note: "a missing value gives the plain leaf value"),
  ]

  private static let splits =
    [Forest.Missing.none, .zero, .nan].map { missing in
      switch missing {
      case .none: FormatSupport.Element("split", "missing type None", note: "NaN counts as 0")
      case .zero:
        FormatSupport.Element(
          "split", "missing type Zero", note: "NaN and what is within 1e-35 of 0 are missing")
      case .nan: FormatSupport.Element("split", "missing type NaN")
      }
    } + [
      FormatSupport.Element("split", "categorical"),
      FormatSupport.Element("categories", "unordered categories of pandas", note: "matched by name"),
      FormatSupport.Element(
        "categories", "ordered categories of pandas",
        .refused("the file does not tell which inputs they belong to")),
    ]

  private static let options = ArtefactOptions.Iterations.allCases.map { choice in
    switch choice {
    case .all:
      FormatSupport.Element("iterations", choice.rawValue, note: "as LightGBM itself with a loaded file")
    case .best:
      FormatSupport.Element(
        "iterations", choice.rawValue,
        .refused("the file does not name its best iteration; save_model has kept only the best ones"))
    }
  }
}
