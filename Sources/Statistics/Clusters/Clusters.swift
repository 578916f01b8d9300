/// Which rows belong together, such as all rows of one customer: rows of one cluster are not independent.
package struct Clusters: Sendable, Hashable {
  /// **Shape:** one number for each row, in 0..<`limit`.
  package let numbers: [Int32]
  /// Numbers lie below it; not each needs a row.
  package let limit: Int

  /// **Throws:** `labelOutOfRange`.
  package init(_ numbers: [Int32], limit: Int) throws(Undefined) {
    if let position = numbers.firstIndex(where: { $0 < 0 || Int($0) >= limit }) {
      throw .labelOutOfRange(at: position)
    }
    self.numbers = numbers
    self.limit = limit
  }

  /// Numbers from 0 on; the highest tells how many.
  package init(_ numbers: [Int32]) {
    self.numbers = numbers
    limit = Int(numbers.max() ?? -1) + 1
    precondition(numbers.allSatisfy { $0 >= 0 })
  }

  /// Every row for itself: all formulas become those of independent rows.
  package static func rows(_ count: Int) -> Clusters {
    Clusters(checked: (0..<Int32(count)).map { $0 }, limit: count)
  }

  init(checked numbers: [Int32], limit: Int) {
    self.numbers = numbers
    self.limit = limit
  }

  /// Clusters that have a row.
  package var count: Int { presence.count { $0 } }

  /// By number, whether the cluster has a row.
  var presence: [Bool] {
    var present = [Bool](repeating: false, count: limit)
    for number in numbers { present[Int(number)] = true }
    return present
  }
}
