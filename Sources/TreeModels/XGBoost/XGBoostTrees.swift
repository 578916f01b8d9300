import Diagnostics

/// The trees of a gbtree or dart model.
struct XGBoostTrees: Sendable {
  /// All of them, dart's weights multiplied in.
  let trees: [XGBoostTree]
  let sets: [CategorySet]
  /// How many trees the first n iterations have, for n from 0.
  let ends: [Int]
  let parallelTrees: Int
  let isDart: Bool

  var iterations: Int { ends.count - 1 }
}

extension XGBoostTrees {
  /// nil, and problems, where they can't be read.
  static func read(
    _ booster: [String: XGBoostValue], _ learner: XGBoostLearner, _ fields: inout XGBoostFields
  ) -> XGBoostTrees? {
    let wasDart = learner.booster == "dart"
    let holder = wasDart ? fields.object("learner.gradient_booster.gbtree", in: booster) : booster
    guard let model = holder.flatMap({ fields.object("learner.gradient_booster.model", in: $0) }),
      let parameters = fields.object("learner.gradient_booster.model.gbtree_model_param", in: model)
    else { return nil }
    let path = "learner.gradient_booster.model"
    guard let list = model["trees"]?.list, let info = model["tree_info"]?.integers, info.count == list.count
    else {
      fields.malformed("\(path).tree_info", expected: "a number for each of the trees")
      return nil
    }
    let claimed = fields.count("\(path).gbtree_model_param.num_trees", in: parameters)
    if let claimed, claimed != list.count {
      fields.malformed("\(path).trees", expected: "\(claimed) trees", found: "\(list.count)")
    }
    let parallel =
      fields.count("\(path).gbtree_model_param.num_parallel_tree", in: parameters, missing: 1) ?? 1
    checkNames(booster.merging(holder ?? [:]) { first, _ in first }, model, &fields)
    // Up to 3.2 dart was a booster of its own around gbtree; 3.3 keeps its weights beside gbtree's model, 3.4 in it.
    let drop = booster["weight_drop"] ?? model["weight_drop"]
    let isDart = wasDart || drop != nil
    var weights: [Float]?
    if isDart {
      weights = drop?.numbers
      if weights?.count != list.count {
        fields.malformed(
          "learner.gradient_booster.weight_drop", expected: "\(list.count) numbers",
          found: weights.map { "\($0.count)" } ?? "nothing")
        weights = nil
      }
    }

    var reader = XGBoostTreeReader(features: learner.features, outputs: learner.outputs)
    var trees: [XGBoostTree] = []
    trees.reserveCapacity(list.count)
    for (index, value) in list.enumerated() {
      do throws(XGBoostTreeReader.Fault) {
        guard let object = value.object else { throw XGBoostTreeReader.Fault("it is \(value.kind)") }
        let tree = try reader.read(object, output: info[index], weight: weights?[index] ?? 1)
        guard info[index] >= 0, info[index] <= learner.outputs - tree.tree.width else {
          throw XGBoostTreeReader.Fault(
            "it adds to an output that is not there", expected: "0 to \(learner.outputs - 1)",
            found: "\(info[index])")
        }
        trees.append(tree)
      } catch {
        fields.add(
          Diagnostic(
            .xgboostTree, .configuration, at: fields.place, "tree \(index): \(error.summary)",
            expected: error.expected, found: error.found, next: "Save the model again."))
      }
    }
    guard trees.count == list.count else { return nil }
    if let width = trees.first?.tree.width, trees.contains(where: { $0.tree.width != width }) {
      fields.malformed("\(path).trees", expected: "leaves of one kind in all trees", found: "both kinds")
    }
    // Outputs that no tree adds to are no model's: what a file claims is bounded by what it holds.
    guard trees.isEmpty || parallel <= trees.count else {
      fields.malformed(
        "\(path).gbtree_model_param.num_parallel_tree", expected: "no more than there are trees",
        found: "\(parallel)")
      return nil
    }
    let added = trees.reduce(0) { $0 + $1.tree.width }
    guard trees.isEmpty ? learner.outputs <= 1024 : learner.outputs <= added
    else {
      fields.malformed(
        "\(path).trees", expected: "a tree for each of \(learner.outputs) outputs",
        found: "\(trees.count) trees")
      return nil
    }
    let perIteration = parallel * (trees.first.map { $0.tree.width > 1 ? 1 : learner.outputs } ?? 1)
    let ends = ends(model, trees: list.count, perIteration: perIteration, &fields)
    return ends.map {
      XGBoostTrees(trees: trees, sets: reader.sets, ends: $0, parallelTrees: parallel, isDart: isDart)
    }
  }

  /// What stands beside the trees and is not known may change what they predict, as dart's weights do.
  private static func checkNames(
    _ booster: [String: XGBoostValue], _ model: [String: XGBoostValue], _ fields: inout XGBoostFields
  ) {
    let known = [
      "name", "model", "gbtree", "weight_drop", "gbtree_model_param", "trees", "tree_info",
      "iteration_indptr",
      "cats",
    ]
    for name in Set(booster.keys).union(model.keys).subtracting(known).sorted().prefix(10) {
      fields.unsupported("the trees come with \(quoted(name)), which is not known")
    }
  }

  private static func ends(
    _ model: [String: XGBoostValue], trees: Int, perIteration: Int, _ fields: inout XGBoostFields
  ) -> [Int]? {
    guard let value = model["iteration_indptr"] else {
      guard perIteration > 0 else {
        fields.malformed(
          "learner.gradient_booster.model.gbtree_model_param.num_parallel_tree", expected: "at least 1",
          found: "0")
        return nil
      }
      return Array(stride(from: 0, to: trees, by: perIteration)) + [trees]
    }
    guard let list = value.integers, list.count > 0 else {
      fields.malformed(
        "learner.gradient_booster.model.iteration_indptr", expected: "whole numbers", found: value.kind)
      return nil
    }
    let ends = (0..<list.count).map { list[$0] }
    guard ends[0] == 0, ends[ends.count - 1] == trees, zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      fields.malformed(
        "learner.gradient_booster.model.iteration_indptr",
        expected: "numbers of trees from 0 to \(trees), ascending")
      return nil
    }
    return ends
  }
}
