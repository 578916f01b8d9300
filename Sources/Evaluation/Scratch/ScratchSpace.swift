package import Diagnostics

extension Diagnostic.Identifier {
  package static let evaluationScratch = Self("evaluation-scratch")
}

/// Where an evaluation keeps its rows while it is made: in memory up to a limit, beyond it in temporary files that have no
/// name, so that nothing is left of them however the program ends.
///
/// Used by one thread.
final class ScratchSpace {
  /// Bytes of rows that are kept in memory: 256 MiB.
  static let memoryLimit = 256 << 20

  let folder: String
  let limit: Int
  /// Bytes that lie in memory now.
  fileprivate(set) var held = 0
  /// Bytes that were written to files so far.
  private(set) var spilled = 0
  /// Why a file could not be read back; the rows that were given in its place are zeros.
  private var failure: Diagnostic?

  init(folder: String, limit: Int = ScratchSpace.memoryLimit) {
    self.folder = folder
    self.limit = limit
  }

  /// Room in memory until the claim is dropped; nil where the limit is reached.
  func claim(_ bytes: Int) -> ScratchClaim? {
    guard held + bytes <= limit else { return nil }
    held += bytes
    return ScratchClaim(self, bytes)
  }

  func noteSpilled(_ bytes: Int) { spilled += bytes }
  func noteFailure(_ diagnostic: Diagnostic) { failure = failure ?? diagnostic }

  /// **Throws** where rows could not be read back since: figures made of them are none.
  func check() throws(Diagnostic) {
    if let failure { throw failure }
  }
}

/// Bytes that somebody holds in memory.
final class ScratchClaim {
  private let space: ScratchSpace
  private let bytes: Int

  fileprivate init(_ space: ScratchSpace, _ bytes: Int) {
    self.space = space
    self.bytes = bytes
  }

  deinit { space.held -= bytes }
}
