package import Book

/// What the book knows of messages: first those of which nobody knows, then the newest.
package struct DeliveryListing: Sendable {
  package let entries: [DeliveryEntry]

  /// - Parameters:
  ///   - limit: Of those that are settled; nil for none of them.
  ///   - morning: The morning after a period, as `--as-of` takes it; nil where that is not known.
  package init(
    _ records: [DeliveryRecord], limit: Int?, showsAddresses: Bool,
    seenFrom here: ProcessIdentity = .current(),
    morning: (String) -> String?
  ) {
    let newest = records.sorted { one, other in
      (one.beganAt, one.attempt, one.report, one.recipient)
        > (other.beganAt, other.attempt, other.report, other.recipient)
    }
    let all = newest.map {
      DeliveryEntry($0, seenFrom: here, morning: morning, showsAddress: showsAddresses)
    }
    entries =
      all.filter { $0.state == .uncertain } + all.filter { $0.state != .uncertain }.prefix(limit ?? 0)
  }
}
