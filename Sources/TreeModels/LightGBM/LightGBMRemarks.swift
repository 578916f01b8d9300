import Models

/// What is unusual in a LightGBM model, and a person should know before trusting it.
enum LightGBMRemarks {
  static func remarks(_ document: LightGBMDocument, signature: Signature) -> [String] {
    let header = document.header
    var remarks = objective(header.objective)
    remarks += softplus(document)
    remarks += leaves(document)
    if header.averages {
      let iterations = document.trees.count / header.outputs
      remarks.append(
        "It is a random forest: a prediction divides the sum of the trees by its \(iterations) iterations; "
          + "a margin is the sum itself.")
    }
    remarks += training(document)
    remarks += inputs(document, signature)
    return remarks
  }

  private static func objective(_ line: LightGBMObjectiveLine) -> [String] {
    switch line.objective {
    case .sigmoid(let steepness) where steepness != 1, .sigmoids(let steepness) where steepness != 1:
      let sums = "Its margins are no log-odds: a probability is 1 / (1 + exp(-\(steepness) × margin))."
      return line.name == .multiclassova ? [sums, ownProbabilities] : [sums]
    case .sigmoids: return [ownProbabilities]
    case .signedSquare:
      return ["It was trained on square roots: a prediction is its sum squared, with the sum's sign."]
    case .identity where line.name == .custom:
      return [
        "The file names no objective, as after training with one's own: predictions are the plain sums, "
          + "whatever the trainer made of them."
      ]
    case .identity where line.name.isRanking:
      return ["It is a ranking model: its scores order the rows of one query and mean nothing by themselves."]
    default: return []
    }
  }

  /// Whose arithmetic is followed, where another version of LightGBM would predict otherwise from the file.
  private static func softplus(_ document: LightGBMDocument) -> [String] {
    switch document.objective {
    case .roundedSoftplus:
      [
        "Predictions are log(1 + exp x) as LightGBM up to 3.2 computes it; 3.3 and later differ in the last bits, and "
          + "more for sums far below 0."
      ]
    case .softplus where document.header.version == .v3 && document.parameters.isEmpty:
      [
        "Predictions are log(1 + exp x) as LightGBM 3.3 and later compute it; the file does not tell whether an older "
          + "one wrote it, which differs in the last bits, and more for sums far below 0."
      ]
    default: []
    }
  }

  private static let ownProbabilities =
    "Each class has a model of its own: the probabilities of a row do not add up to 1."

  private static func leaves(_ document: LightGBMDocument) -> [String] {
    var remarks: [String] = []
    let trees = document.trees
    let linear = trees.count { $0.linear != nil }
    if linear > 0 {
      remarks.append(
        "\(linear) of \(trees.count) trees hold linear models in their leaves: predictions have no bound, and an "
          + "infinite input gives an infinite prediction or none.")
    }
    let single = trees.count { $0.tree.splits.isEmpty }
    if single > 0, single == trees.count {
      remarks.append("No tree has a split: every row gets the same prediction.")
    } else if single > 0 {
      remarks.append(
        "\(single) of \(trees.count) trees have no split: training found nothing left to learn there.")
    }
    let largest = trees.lazy.flatMap(\.tree.leaves).reduce(0) { max($0, $1.magnitude) }
    if largest >= 1e6 {
      remarks.append(
        "The largest leaf value is \(largest), which is unusual: look at the training target's scale.")
    }
    if case .exponential = document.header.objective.objective {
      let sum = trees.reduce(0) { $0 + max($1.tree.leaves.max() ?? 0, 0) }
      if sum > 709 {
        remarks.append("Its sums may become so large that a prediction, their exponential, is infinite.")
      }
    }
    return remarks
  }

  private static func training(_ document: LightGBMDocument) -> [String] {
    var remarks: [String] = []
    let iterations = document.trees.count / document.header.outputs
    if let asked = document.parameters["num_iterations"].flatMap({ Int($0) }), iterations < asked,
      document.header.version != .v2
    {
      remarks.append(
        "The file holds \(iterations) of the \(asked) iterations that training was asked for, as after early "
          + "stopping; it does not name a best iteration, and all it holds are used.")
    }
    if document.parameters["boost_from_average"] == "0" {
      remarks.append("Training did not start from the target's average (boost_from_average: false).")
    }
    return remarks
  }

  private static func inputs(_ document: LightGBMDocument, _ signature: Signature) -> [String] {
    let names = document.header.featureNames
    var used = Set<Int>()
    var codes = Set<Int>()
    var zero = Set<Int>()
    var none = Set<Int>()
    for split in document.trees.lazy.flatMap(\.tree.splits) {
      used.insert(split.feature)
      switch split.rule {
      case .threshold(_, .none, _): none.insert(split.feature)
      case .threshold(_, .zero, _): zero.insert(split.feature)
      case .threshold: continue
      case .categories:
        if case .number = signature.inputs[split.feature].kind { codes.insert(split.feature) }
      }
    }
    for linear in document.trees.lazy.compactMap(\.linear) { used.formUnion(linear.features) }
    var remarks = UnreadCategories.remarks(signature)
    if !codes.isEmpty {
      remarks.append(
        "Categories without names are split on by their codes in \(list(codes, names)): the codes must mean what they "
          + "meant in training, and decimals are cut off.")
    }
    if !zero.isEmpty {
      remarks.append("Zero counts as missing in \(list(zero, names)) (zero_as_missing).")
    }
    if !none.isEmpty {
      remarks.append(
        "Training saw no missing value, or was told to see none, in \(list(none, names)): a missing one counts as 0 "
          + "there.")
    }
    let unused = Set(names.indices).subtracting(used)
    if !unused.isEmpty, !document.trees.isEmpty {
      remarks.append(
        "No tree reads \(unused.count) of the \(names.count) inputs, which must be there all the same: "
          + "\(list(unused, names)).")
    }
    return remarks
  }

  /// A few names, in the order of the inputs.
  private static func list(_ features: Set<Int>, _ names: [String]) -> String {
    let shown = features.sorted().prefix(6).map { names[$0] }.joined(separator: ", ")
    return features.count > 6 ? "\(shown) and \(features.count - 6) more" : shown
  }
}
