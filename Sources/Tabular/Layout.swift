/// One column that somebody wants of a dataset, and how.
package struct Column: Sendable, Hashable {
  /// The name in the dataset.
  package let source: String
  package let storage: Storage

  package init(source: String, storage: Storage) {
    self.source = source
    self.storage = storage
  }
}

/// Which columns a batch holds: key columns first, then the union of all inputs of all models of the plan,
/// then what is kept; the same source twice only if two models want it in different storage.
package struct Layout: Sendable, Hashable {
  package let columns: [Column]
  /// Rows, a multiple of 256: the largest `batchRows` of the plan.
  package let capacity: Int

  package init(columns: [Column], capacity: Int) {
    precondition(capacity > 0 && capacity % 256 == 0)
    self.columns = columns
    self.capacity = capacity
  }
}
