package import Diagnostics
package import Models

/// The text format in which LightGBM saves models: versions v2 to v4, written by LightGBM 2.0 to 4.7.
///
/// **Source:** LightGBM, `GBDT::SaveModelToString` and `Tree::ToString`.
package enum LightGBMFormat {
  /// Whether a file that starts so is a LightGBM text model.
  package static func recognises(_ prefix: some Collection<UInt8>) -> Bool {
    let lines = prefix.prefix(256).split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
    guard lines.count > 1, lines[0].elementsEqual("tree".utf8) || lines[0].elementsEqual("tree\r".utf8) else {
      return false
    }
    return lines[1].starts(with: "version=".utf8) || lines[1].starts(with: "num_class=".utf8)
  }

  /// Reads a whole model.
  ///
  /// **Throws:** everything that is wrong with the file or can't be done exactly, at once.
  package static func open(
    bytes: [UInt8], name: String, options: ArtefactOptions = .none
  ) throws(Problems) -> LightGBMModel {
    let labels = options.labels
    var text = LightGBMText(bytes, file: name)
    let document = try LightGBMDocument.read(&text)
    var problems = refusals(of: options, name)
    let objective = document.header.objective
    if document.isEarly, document.header.averages, objective.objective != .identity {
      problems.add(
        Diagnostic(
          .lightgbmUnsupported, .configuration, at: Diagnostic.Place(file: name),
          "a random forest of LightGBM 2.0 or 2.1 averages predictions, not sums, and later versions take it for sums",
          next: "Train it with LightGBM 2.2 or later."))
    }
    let task = task(objective, document.header.outputs, labels, name, &problems)
    var categories: [Int: [String]] = [:]
    do {
      categories = try PandasCategories.features(document)
    } catch {
      problems.add(
        Diagnostic(
          .lightgbmCategories, .configuration, at: Diagnostic.Place(file: name),
          "the file does not tell which inputs its \(error.lists) lists of categories belong to",
          expected: "as many categorical features", found: "\(error.features)",
          next: "Train with 'categorical_feature=\"auto\"' on unordered pandas categories, or on numbers."))
    }
    try problems.throwIfAny()
    let inputs = document.header.featureNames.enumerated().map { index, name in
      Input(name: name, kind: categories[index].map { .category($0) } ?? .number, required: false)
    }
    return LightGBMModel(
      document, signature: Signature(task: task, inputs: inputs, outputs: OutputNames.outputs(of: task)))
  }

  /// What is asked for and can't be done with this format.
  private static func refusals(of options: ArtefactOptions, _ file: String) -> Problems {
    var problems = Problems()
    if options.iterations == .best {
      problems.add(
        Diagnostic(
          .lightgbmIterations, .configuration, at: Diagnostic.Place(file: file),
          "the best iteration is asked for, but a LightGBM text model does not name it",
          next:
            "Leave the choice out: 'booster.save_model' has kept only the best iterations, unless it was told "
            + "otherwise, and all that the file holds are used."))
    }
    if options.columns != nil {
      problems.add(
        Diagnostic(
          .lightgbmColumns, .configuration, at: Diagnostic.Place(file: file),
          "names of columns are given, but a LightGBM model names its inputs itself",
          next:
            "Leave the names out; other columns are bound by a job's 'rename', or by --rename of 'scorebook score'."
        ))
    }
    return problems
  }

  private static func task(
    _ objective: LightGBMObjectiveLine, _ outputs: Int, _ labels: [String]?, _ file: String,
    _ problems: inout Problems
  ) -> Signature.Task {
    let classes: Int
    switch objective.objective {
    case .sigmoid: classes = 2
    case .softmax, .sigmoids: classes = outputs
    default: classes = 0
    }
    let plain = (0..<max(classes, outputs)).map { String($0) }
    if let labels, labels.count != classes || Set(labels).count != classes {
      problems.add(
        Diagnostic(
          .lightgbmLabels, .configuration, at: Diagnostic.Place(file: file),
          classes == 0
            ? "labels are given, but the model's objective '\(objective.text)' has no classes"
            : "the labels do not fit the model's classes",
          expected: classes == 0 ? nil : "\(classes) different labels", found: "\(labels.count)",
          next: classes == 0 ? "Remove the labels." : nil))
      return .regression
    }
    let names = labels ?? plain
    switch objective.objective {
    case .sigmoid: return .binary(negative: names[0], positive: names[1])
    case .softmax, .sigmoids: return .multiclass(names)
    default:
      if objective.name.isRanking { return .ranking }
      return outputs > 1 ? .targets(plain) : .regression
    }
  }
}
