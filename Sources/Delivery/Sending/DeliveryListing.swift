package import Book

/// What the book knows of messages: first those of which nobody knows, then the newest.
package struct DeliveryListing: Sendable {
  package let entries: [DeliveryEntry]
  /// How many are left out.
  package let omitted: Int

  /// - Parameters:
  ///   - limit: Of those that are settled; nil for none of them.
  ///   - day: That by which `--as-of` names a period; nil where that is not known.
  package init(
    _ records: [DeliveryRecord], limit: Int?, showsAddresses: Bool,
    seenFrom here: ProcessIdentity = .current(),
    day: (String) -> String?
  ) {
    let newest = records.sorted { one, other in
      (one.beganAt, one.attempt, one.report, one.recipient)
        > (other.beganAt, other.attempt, other.report, other.recipient)
    }
    let all = newest.map {
      DeliveryEntry($0, seenFrom: here, day: day, showsAddress: showsAddresses)
    }
    entries =
      all.filter { $0.state == .uncertain } + all.filter { $0.state != .uncertain }.prefix(limit ?? 0)
    omitted = all.count - entries.count
  }
}
