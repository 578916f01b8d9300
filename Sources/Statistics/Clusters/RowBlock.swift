/// Some rows side by side: what a pass over many rows gives at a time.
///
/// **Shape:** as many scores, actual values and clusters as there are rows; as many decided classes, or none.
package struct RowBlock: Sendable {
  package var scores: [Double] = []
  /// 0 or 1, a number, or the number of a class.
  package var actual: [Double] = []
  /// Numbers of classes; empty where nobody asks for them.
  package var decided: [Int32] = []
  package var clusters: [Int32] = []

  package init() {}

  package var count: Int { scores.count }
  /// Whether the actual values are 1.
  package var outcomes: [Bool] { actual.map { $0 == 1 } }

  package mutating func removeAll() {
    scores.removeAll(keepingCapacity: true)
    actual.removeAll(keepingCapacity: true)
    decided.removeAll(keepingCapacity: true)
    clusters.removeAll(keepingCapacity: true)
  }
}
