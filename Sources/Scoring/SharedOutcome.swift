import Datasets
import Diagnostics
import Statistics
import Synchronization
import Tabular

/// Where workers meet: counts, the first failure, and sums folded in the order of the chunks.
final class SharedOutcome: Sendable {
  private struct State {
    var outcome = Engine.Outcome()
    var failure: (chunk: Int, diagnostic: Diagnostic)?
    var shadowFailures: [String: ShadowFailure] = [:]
    var complaint: Complaint?
    var nextChunk = 0
    var waiting: [Int: ChunkPart] = [:]
    var profile: ProfileResult?
  }

  /// What one chunk adds where the order matters.
  struct ChunkPart: Sendable {
    var moments: [Moments] = []
    var rejectKinds = RejectKinds()
    var rejects: [Reject] = []
    var fallbackReasons: [FallbackReason] = []
  }

  /// What a shadow could not do, and where it met that first.
  struct ShadowFailure: Sendable {
    let chunk: Int
    let diagnostic: Diagnostic
  }

  /// What the champion's program said where it failed, and where that was first.
  struct Complaint: Sendable {
    let chunk: Int
    let text: String
  }

  static let keptRejects = 5
  private let state: Mutex<State>

  init(profile: ProfilePlan?) {
    var state = State()
    state.profile = profile.map { ProfileResult($0) }
    self.state = Mutex(state)
  }

  var failed: Bool { state.withLock { $0.failure != nil } }

  /// Keeps the failure of the earliest chunk, so that one input fails alike at any number of threads.
  ///
  /// A worker that was only woken because another one failed has met no failure of its own.
  func fail(_ diagnostic: Diagnostic, chunk: Int) {
    state.withLock { state in
      if let known = state.failure, known.diagnostic.identifier != .outputCancelled {
        if diagnostic.identifier == .outputCancelled || known.chunk <= chunk { return }
      }
      state.failure = (chunk, diagnostic)
    }
  }

  func add(
    chunk: Int, rowsIn: Int, rowsOut: Int, rejects: Int, unread: Int, shadowRows: [Int], fallbacks: Int,
    variantRows: [Int], part: ChunkPart
  ) {
    state.withLock { state in
      state.outcome.rowsIn += rowsIn
      state.outcome.rowsOut += rowsOut
      state.outcome.rejects += rejects
      state.outcome.rejectKinds.add(part.rejectKinds)
      state.outcome.unread += unread
      if state.outcome.shadowRows.isEmpty {
        state.outcome.shadowRows = shadowRows
      } else {
        for (shadow, count) in shadowRows.enumerated() { state.outcome.shadowRows[shadow] += count }
      }
      state.outcome.fallbacks += fallbacks
      for (variant, count) in variantRows.enumerated() {
        if variant == state.outcome.variantRows.count { state.outcome.variantRows.append(0) }
        state.outcome.variantRows[variant] += count
      }
      state.waiting[chunk] = part
      while let part = state.waiting.removeValue(forKey: state.nextChunk) {
        state.nextChunk += 1
        state.profile?.fold(part.moments)
        let room = SharedOutcome.keptRejects - state.outcome.firstRejects.count
        if room > 0 { state.outcome.firstRejects += part.rejects.prefix(room) }
        for reason in part.fallbackReasons { state.outcome.addReason(reason) }
      }
    }
  }

  /// A worker is done: its counts of the profile, its digest and what its shadows could not do.
  ///
  /// **Shape:** `restarts` by seat, then the fallback's.
  func finish(
    digest: RowDigest, collector: ProfileCollector?, shadowFailures: [String: ShadowFailure],
    complaint: Complaint?, restarts: [Int?]
  ) {
    state.withLock { state in
      for (seat, count) in restarts.enumerated() {
        if let count { state.outcome.restarts[seat, default: 0] += count }
      }
      state.outcome.digest.add(digest)
      if let complaint, state.complaint.map({ complaint.chunk < $0.chunk }) ?? true {
        state.complaint = complaint
        state.outcome.championComplaint = complaint.text
      }
      if let collector { state.profile?.merge(collector) }
      for (label, failure) in shadowFailures {
        if let known = state.shadowFailures[label], known.chunk <= failure.chunk { continue }
        state.shadowFailures[label] = failure
      }
    }
  }

  func result() throws(Diagnostic) -> Engine.Outcome {
    let (outcome, failure) = state.withLock { state in
      var outcome = state.outcome
      outcome.profile = state.profile
      outcome.shadowFailures = state.shadowFailures.mapValues(\.diagnostic)
      return (outcome, state.failure)
    }
    if let failure { throw failure.diagnostic }
    return outcome
  }
}
