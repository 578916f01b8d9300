extension Engine {
  /// Who scores which rows of a job with a split.
  package struct Split: Sendable {
    package let assignment: SplitAssignment
    /// By variant: the seat that scores it; 0 is the champion's.
    package let seats: [Int]
    /// By seat of a variant's own model: when it is not sure.
    package let unsure: [Int: UnsureRule]

    package init(assignment: SplitAssignment, seats: [Int], unsure: [Int: UnsureRule] = [:]) {
      self.assignment = assignment
      self.seats = seats
      self.unsure = unsure
    }
  }

  var shadowSeats: Range<Int> { 1..<(seats.count - answeringSeats.count + 1) }

  /// When the model of an answering seat is not sure.
  func unsureRule(of seat: Int) -> UnsureRule? { seat == 0 ? fallback?.unsure : split?.unsure[seat] }
}

/// The rows of a batch that one model answers for: all of them, or those listed.
struct SeatRows {
  /// Ascending; nil: all.
  let list: UnsafePointer<UInt32>?
  let count: Int

  @inline(__always)
  subscript(_ index: Int) -> Int { list.map { Int($0[index]) } ?? index }
}
