import Diagnostics

/// Turns the arrays of one tree into splits and leaves, following the children from the root.
///
/// Nodes that no child leads to are pruned ones, which XGBoost leaves in its files.
/// **Source:** XGBoost, `RegTree::LoadModel` and `MultiTargetTree::LoadModel`.
struct XGBoostTreeReader {
  let features: Int
  let outputs: Int
  /// Sets of all trees so far.
  private(set) var sets: [CategorySet] = []
  /// Words of the sets; a file of a few bytes could otherwise claim gigabytes.
  private var words = 0
  private static let wordLimit = 1 << 24
  /// The first category that XGBoost itself takes for none.
  private static let categoryLimit = 1 << 24

  /// What is wrong with a tree; one clause.
  struct Fault: Error {
    let summary: String
    let expected: String?
    let found: String?

    init(_ summary: String, expected: String? = nil, found: String? = nil) {
      self.summary = summary
      self.expected = expected
      self.found = found
    }
  }

  init(features: Int, outputs: Int) {
    self.features = features
    self.outputs = outputs
  }

  /// **Shape:** `weight` is what dart multiplies the leaves by.
  mutating func read(_ object: [String: XGBoostValue], output: Int, weight: Float) throws(Fault) -> XGBoostTree {
    let arrays = try XGBoostTreeArrays(object, outputs: outputs)
    let setOf = try categories(object, arrays)
    var number = [Int](repeating: -1, count: arrays.count)
    var order: [Int] = []
    var waiting = [(node: 0, depth: 0)]
    var splits = 0
    var depth = 0
    // The right child first, as XGBoost walks when it adds up gains.
    while let (node, level) = waiting.popLast() {
      guard number[node] < 0 else { throw Fault("node \(node) is reached twice") }
      order.append(node)
      depth = max(depth, level)
      guard arrays.left[node] != -1 else {
        number[node] = order.count - 1 - splits
        continue
      }
      number[node] = splits
      splits += 1
      for child in [arrays.left[node], arrays.right[node]] {
        guard child > 0, child < arrays.count else {
          throw Fault(
            "a child of node \(node) is not there", expected: "1 to \(arrays.count - 1)", found: "\(child)")
        }
        waiting.append((child, level + 1))
      }
    }
    return try tree(arrays, order, number, splits, setOf, output, weight, depth)
  }

  private func tree(
    _ arrays: XGBoostTreeArrays, _ order: [Int], _ number: [Int], _ splitCount: Int, _ setOf: [Int: Int],
    _ output: Int, _ weight: Float, _ depth: Int
  ) throws(Fault) -> XGBoostTree {
    var splits: [Forest.Split] = []
    splits.reserveCapacity(splitCount)
    var leaves: [Double] = []
    leaves.reserveCapacity((order.count - splitCount) * arrays.width)
    var gains: [(feature: Int, gain: Float)] = []
    gains.reserveCapacity(splitCount)
    for node in order {
      guard arrays.left[node] != -1 else {
        for place in 0..<arrays.width {
          let value = try arrays.leaf(node, place) * weight
          guard value.isFinite else {
            throw Fault("the leaf at node \(node) is no finite number", found: "\(value)")
          }
          leaves.append(Double(value))
        }
        continue
      }
      let feature = arrays.feature[node]
      guard feature >= 0, feature < features else {
        throw Fault(
          "node \(node) splits on a feature that is not there", expected: "0 to \(features - 1)",
          found: "\(feature)")
      }
      func child(_ child: Int) -> Int { arrays.left[child] == -1 ? ~number[child] : number[child] }
      let (left, right) = (child(arrays.left[node]), child(arrays.right[node]))
      let missingLeft = arrays.defaultLeft[node] != 0
      gains.append((feature, arrays.gain(node)))
      if arrays.isCategorical(node) {
        guard let set = setOf[node] else { throw Fault("node \(node) has no categories") }
        // A category in the set goes right: the children change places.
        splits.append(
          Forest.Split(
            feature: feature, rule: .categories(set: set, missingLeft: !missingLeft), left: right, right: left))
        continue
      }
      let threshold = arrays.value[node]
      guard threshold.isFinite else {
        throw Fault("the threshold of node \(node) is no finite number", found: "\(threshold)")
      }
      // x < t is x <= the float below t.
      splits.append(
        Forest.Split(
          feature: feature,
          rule: .threshold(Double(threshold.nextDown), missing: .nan, missingLeft: missingLeft), left: left,
          right: right))
    }
    return XGBoostTree(
      tree: Forest.Tree(output: output, splits: splits, leaves: leaves, width: arrays.width), depth: depth,
      gains: gains)
  }

  /// The set of each categorical node, by node.
  private mutating func categories(
    _ object: [String: XGBoostValue], _ arrays: XGBoostTreeArrays
  ) throws(Fault) -> [Int: Int] {
    func list(_ name: String) throws(Fault) -> XGBoostIntegers {
      guard let value = object[name] else { return .short([]) }
      guard let list = value.integers else { throw Fault("'\(name)' is no list of whole numbers") }
      return list
    }
    let nodes = try list("categories_nodes")
    guard nodes.count > 0 else { return [:] }
    let segments = try list("categories_segments")
    let sizes = try list("categories_sizes")
    let categories = try list("categories")
    guard segments.count == nodes.count, sizes.count == nodes.count else {
      throw Fault("its lists of categories differ in length")
    }
    var setOf: [Int: Int] = [:]
    for index in 0..<nodes.count {
      let (node, start, size) = (nodes[index], segments[index], sizes[index])
      guard node >= 0, node < arrays.count, setOf[node] == nil else {
        throw Fault("categories are given for a node that is not there or has some", found: "\(node)")
      }
      guard start >= 0, size >= 0, start <= categories.count, size <= categories.count - start else {
        throw Fault("the categories of node \(node) are not there")
      }
      var largest = -1
      for place in start..<start + size { largest = max(largest, categories[place]) }
      guard largest < XGBoostTreeReader.categoryLimit else {
        throw Fault(
          "a category of node \(node) is too large", expected: "below \(XGBoostTreeReader.categoryLimit)",
          found: "\(largest)")
      }
      words += largest / 32 + 1
      guard words <= XGBoostTreeReader.wordLimit else {
        throw Fault("the sets of categories are too large together")
      }
      var set = [UInt32](repeating: 0, count: largest < 0 ? 0 : largest / 32 + 1)
      for place in start..<start + size {
        let category = categories[place]
        guard category >= 0 else { throw Fault("a category of node \(node) is negative") }
        set[category / 32] |= 1 << UInt32(category % 32)
      }
      setOf[node] = sets.count
      sets.append(CategorySet(words: set))
    }
    return setOf
  }
}
