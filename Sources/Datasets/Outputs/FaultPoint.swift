/// The instants of a commit between which a crash could fall.
///
/// A test hangs a hook on them that throws, which leaves everything as `kill -9` would. In a night's run the
/// hook does nothing.
package enum FaultPoint: String, Sendable, Hashable, CaseIterable {
  case staged, mainSynced, sidesSynced, recordSynced
  case renamed, renameSynced, recordRenamed, shadowRenamed, rejectsRenamed
  case transactionBegun, oldRowsDeleted, rowsInserted, beforeTransactionEnds, transactionEnded
}
