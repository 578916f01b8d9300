/// The arrays of one tree, one element a node, their lengths checked.
struct XGBoostTreeArrays {
  let count: Int
  let left: XGBoostIntegers
  let right: XGBoostIntegers
  let feature: XGBoostIntegers
  let defaultLeft: XGBoostIntegers
  /// The threshold of a split, the value of a scalar leaf.
  let value: [Float]
  /// Values of a leaf.
  let width: Int
  private let types: XGBoostIntegers?
  private let gains: [Float]
  /// Values of leaves with several: of all nodes, or of the leaves alone.
  private let vectors: [Float]
  private let hasLeafVectors: Bool

  typealias Fault = XGBoostTreeReader.Fault

  init(_ object: [String: XGBoostValue], outputs: Int) throws(Fault) {
    func integers(_ name: String, _ count: Int?) throws(Fault) -> XGBoostIntegers {
      guard let list = object[name]?.integers else {
        throw Fault(
          "'\(name)' is not what XGBoost writes there", expected: "a list of whole numbers",
          found: object[name]?.kind ?? "nothing")
      }
      guard count == nil || list.count == count else {
        throw Fault("'\(name)' has another length", expected: "\(count ?? 0)", found: "\(list.count)")
      }
      return list
    }
    func numbers(_ name: String, _ count: Int?) throws(Fault) -> [Float] {
      guard let list = object[name]?.numbers else {
        throw Fault(
          "'\(name)' is not what XGBoost writes there", expected: "a list of numbers",
          found: object[name]?.kind ?? "nothing")
      }
      guard count == nil || list.count == count else {
        throw Fault("'\(name)' has another length", expected: "\(count ?? 0)", found: "\(list.count)")
      }
      return list
    }

    left = try integers("left_children", nil)
    count = left.count
    let parameters = object["tree_param"]?.object ?? [:]
    guard count > 0, parameters["num_nodes"]?.text == String(count) else {
      throw Fault(
        "it has another number of nodes than it says", expected: parameters["num_nodes"]?.text.map { "\($0)" },
        found: "\(count)")
    }
    right = try integers("right_children", count)
    feature = try integers("split_indices", count)
    defaultLeft = try integers("default_left", count)
    value = try numbers("split_conditions", count)
    for name in XGBoostValue.unread {
      if case .skipped(let found)? = object[name], found != count {
        throw Fault("'\(name)' has another length", expected: "\(count)", found: "\(found)")
      }
    }
    types = object["split_type"] == nil ? nil : try integers("split_type", count)
    gains = object["loss_changes"] == nil ? [] : try numbers("loss_changes", nil)
    guard gains.isEmpty || gains.count == count else {
      throw Fault("'loss_changes' has another length", expected: "\(count)", found: "\(gains.count)")
    }

    let size = parameters["size_leaf_vector"]?.text ?? "0"
    guard size != "0", size != "1" else {
      width = 1
      vectors = []
      hasLeafVectors = false
      return
    }
    guard size == String(outputs) else {
      throw Fault("its leaves have another number of values than the model", expected: "\(outputs)", found: size)
    }
    width = outputs
    hasLeafVectors = object["leaf_weights"] != nil
    vectors = hasLeafVectors ? try numbers("leaf_weights", nil) : try numbers("base_weights", nil)
    guard hasLeafVectors ? vectors.count % width == 0 : vectors.count == count * width else {
      throw Fault("the values of its leaves have another length", found: "\(vectors.count)")
    }
  }

  func gain(_ node: Int) -> Float { gains.isEmpty ? 0 : gains[node] }

  func isCategorical(_ node: Int) -> Bool { types.map { $0[node] == 1 } ?? false }

  /// One value of a leaf; a leaf with several says in place of a right child which it is.
  func leaf(_ node: Int, _ place: Int) throws(Fault) -> Float {
    guard width > 1 else { return value[node] }
    guard hasLeafVectors else { return vectors[node * width + place] }
    let leaf = right[node]
    guard leaf >= 0, leaf < vectors.count / width else {
      throw Fault("the values of the leaf at node \(node) are not there", found: "\(leaf)")
    }
    return vectors[leaf * width + place]
  }
}
