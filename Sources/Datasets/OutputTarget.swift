package import Diagnostics
package import Models
package import Tabular

/// Where rows go to.
package protocol OutputTarget: Sendable {
  /// Mends what a crash left behind: sweeps staged files that belong to no live run of this job.
  func recover(job: String) throws(Diagnostic)
  /// What stands in the target itself for this job and date. The target is the truth, not the book.
  func standing(job: String, date: String?) throws(Diagnostic) -> CommitRecord?
  /// All commits of this job that stand in the target, oldest date first.
  func commits(job: String) throws(Diagnostic) -> [CommitRecord]
  /// Checks that the target can be written and its table fits the plan, then opens the staging place.
  func stage(_ plan: OutputPlan) throws(Diagnostic) -> any OutputStage
}

/// A date on its way into a target; nothing of it is visible before `commit`.
package protocol OutputStage: Sendable {
  /// One for each worker, in parallel.
  func makeEncoder() -> any RowEncoder
  /// Takes one chunk's rows, in chunk order: waits while an earlier chunk is still missing.
  func append(_ chunk: Int, _ rows: EncodedRows) throws(Diagnostic)
  /// Wakes and fails whoever waits in `append`: a worker has failed.
  func cancel()
  /// One short transaction, or one rename. **Throws** for a key that stands twice, naming both records.
  func commit(_ record: CommitRecord) throws(Diagnostic)
  /// A check said no; also what a crash amounts to. Calling it after `commit` does nothing.
  func discard()
}

/// Turns scored rows into the bytes of its target; the scratch of one worker.
package protocol RowEncoder: AnyObject {
  /// Appends the rows whose champion status is `.scored` or `.replaced`; `predictions[0]` is the champion, then
  /// the shadows in the order of the plan, then a fallback model if there is one. A shadow row that is not
  /// `.scored` is left out of the shadow output.
  func encode(_ batch: borrowing Batch, _ predictions: [Predictions], into rows: inout EncodedRows)
}

/// The encoded rows of one chunk.
package struct EncodedRows: Sendable {
  /// The target's own encoding of the main output and of the shadows' output.
  package var main: [UInt8] = []
  package var shadow: [UInt8] = []
  /// Hashes of the keys, and the record each belongs to: how a repeated key is found.
  package var keys: [KeyHash] = []
  package var rejects = Rejects()
  package var rowCount = 0
  /// Of these, how many belong to each variant of a split; all to the first where there is none.
  package var variantCounts: [Int] = []
  /// Of these, how many the fallback answered.
  package var fallbackCount = 0
  /// Rows of each shadow, in the order of the plan; empty before anything is encoded.
  package var shadowCounts: [Int] = []
  package var shadowCount: Int { shadowCounts.reduce(0, +) }

  package init() {}

  @inline(__always)
  package mutating func countRow(of variant: UInt8) {
    rowCount += 1
    while variantCounts.count <= Int(variant) { variantCounts.append(0) }
    variantCounts[Int(variant)] += 1
  }

  package mutating func removeAll() {
    main.removeAll(keepingCapacity: true)
    shadow.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    rejects.removeAll()
    rowCount = 0
    variantCounts.removeAll(keepingCapacity: true)
    fallbackCount = 0
    shadowCounts.removeAll(keepingCapacity: true)
  }

  /// Adds rows of one of so many shadows, also where they are none.
  mutating func add(_ count: Int, ofShadow shadow: Int, among shadows: Int) {
    if shadowCounts.isEmpty { shadowCounts = Array(repeating: 0, count: shadows) }
    shadowCounts[shadow] += count
  }
}

/// A 128-bit hash of one row's key.
package struct KeyHash: Sendable, Hashable {
  package let low: UInt64
  package let high: UInt64
  package let record: UInt64

  package init(low: UInt64, high: UInt64, record: UInt64) {
    self.low = low
    self.high = high
    self.record = record
  }
}

extension FaultPoint {
  /// Called at each instant of a commit; what it throws leaves everything as a crash there would.
  package typealias Hook = @Sendable (FaultPoint) throws(Diagnostic) -> Void
}
