extension RankedRows {
  /// Rows of one score.
  struct Group {
    var positives = 0
    var negatives = 0
  }

  /// Groups of equal scores, best first.
  func groups() -> [Group] {
    var groups: [Group] = []
    groups.reserveCapacity(groupEnds.count)
    var place = 0
    for end in groupEnds {
      var group = Group()
      while place < end {
        if outcomes[place] { group.positives += 1 } else { group.negatives += 1 }
        place += 1
      }
      groups.append(group)
    }
    return groups
  }

  /// Each row with its outcome and the number of its group.
  func forEachRow(_ body: (_ row: Int, _ outcome: Bool, _ group: Int) -> Void) {
    var place = 0
    for (group, end) in groupEnds.enumerated() {
      while place < end {
        body(Int(order[place]), outcomes[place], group)
        place += 1
      }
    }
  }

  /// Some of the rows, numbered anew in their order, without sorting again: O(n).
  ///
  /// **Throws:** `lengthsDiffer`, `noObservations`.
  package func subset(_ included: [Bool]) throws(Undefined) -> RankedRows {
    try RowLosses.checkRows(count, included.count)
    var numbers = [UInt32](repeating: 0, count: included.count)
    var next: UInt32 = 0
    for (row, isIn) in included.enumerated() where isIn {
      numbers[row] = next
      next += 1
    }
    guard next > 0 else { throw .noObservations }
    var order: [UInt32] = []
    var outcomes: [Bool] = []
    var ends: [Int] = []
    var place = 0
    for end in groupEnds {
      let before = order.count
      while place < end {
        let row = Int(self.order[place])
        if included[row] {
          order.append(numbers[row])
          outcomes.append(self.outcomes[place])
        }
        place += 1
      }
      if order.count > before { ends.append(order.count) }
    }
    return RankedRows(order: order, outcomes: outcomes, groupEnds: ends)
  }
}
