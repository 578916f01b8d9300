package import Datasets
package import Diagnostics
package import Models
import Synchronization
package import Tabular

extension Diagnostic.Identifier {
  package static let runInterrupted = Self("run-interrupted")
  package static let runTimeLimit = Self("run-time-limit")
}

/// The rows' way: readers, models, profile and encoders, on some threads, from one source into one stage.
///
/// Several models score the same batch. The same bytes come out at any number of threads: chunks are cut by
/// the source alone and staged in their order, and what is added up in floating point is added in that order.
package struct Engine: Sendable {
  /// One model of the plan.
  package struct Seat: Sendable {
    /// `repurchase@2`.
    package let label: String
    package let model: any Model
    package let request: ScoreRequest

    package init(label: String, model: any Model, request: ScoreRequest) {
      self.label = label
      self.model = model
      self.request = request
    }
  }

  /// What answers in the champion's place where that has no answer.
  package struct Fallback: Sendable {
    /// The model that does; its predictions stand after all others. nil: constants, which the output plan holds.
    package let seat: Seat?
    package let unsure: UnsureRule?
    /// Asked before each batch: whether the champion has had its time.
    package let isLate: @Sendable () -> Bool

    package init(seat: Seat?, unsure: UnsureRule?, isLate: @escaping @Sendable () -> Bool = { false }) {
      self.seat = seat
      self.unsure = unsure
      self.isLate = isLate
    }
  }

  package let source: any DatasetSource
  package let layout: Layout
  /// The champion first, then the shadows, then the variants' own models.
  package let seats: [Seat]
  /// nil: the champion answers for all rows.
  package let split: Split?
  /// The seats whose answers are written to the main output: the champion's, then the variants' own.
  let answeringSeats: [Int]
  /// nil: rows that the champion refuses are rejects, and its failure is the run's.
  package let fallback: Fallback?
  package let stage: any OutputStage
  /// nil: no profile is made.
  package let profile: ProfilePlan?
  package let digest: Bool
  package let threads: Int
  package let watch: Watch

  package init(
    source: any DatasetSource, layout: Layout, seats: [Seat], split: Split? = nil,
    fallback: Fallback? = nil,
    stage: any OutputStage, profile: ProfilePlan?, digest: Bool, threads: Int, watch: Watch
  ) {
    self.source = source
    self.layout = layout
    self.seats = seats
    self.split = split
    answeringSeats = [0] + Set(split?.seats ?? []).subtracting([0]).sorted()
    self.fallback = fallback
    self.stage = stage
    self.profile = profile
    self.digest = digest
    self.threads = threads
    self.watch = watch
  }

  /// What went through.
  package struct Outcome: Sendable {
    package var rowsIn = 0
    package var rowsOut = 0
    package var rejects = 0
    package var rejectKinds = RejectKinds()
    /// Rejects that no model saw: rows that could not be read.
    package var unread = 0
    /// Rows of each shadow's output, in the order of the plan; empty where there is no row.
    package var shadowRows: [Int] = []
    /// Of the rows that came out, those for which each shadow has none: it refused them one by one, or failed at
    /// their batch. In the order of the plan.
    package var unanswered: [Int] { shadowRows.map { rowsOut - $0 } }
    package var digest = RowDigest()
    /// What a shadow could not do; the champion's rows are not touched by it.
    package var shadowFailures: [String: Diagnostic] = [:]
    package var profile: ProfileResult?
    /// The first rejects, for a message: places and reasons, in the order of the source.
    package var firstRejects: [Reject] = []
    /// Of the rows that came out, those that the fallback answered.
    package var fallbacks = 0
    /// Of the rows that came out, those of each variant; all in the first where there is no split.
    package var variantRows: [Int] = []
    /// The first reasons for it, each once, in the order of the source.
    package var fallbackReasons: [FallbackReason] = []
    /// Where the champion, or a variant's model, failed first, and not at a row alone; the fallback answered there.
    package var championFailure: FallbackReason?
    /// What its program said there; may quote rows.
    package var championComplaint: String?
    /// The file that keeps what programs said, where one does.
    package var complaintFile: String?
    /// How often programs had to be started again, all workers together: by seat, the fallback's behind the last;
    /// only where there is a program.
    package var restarts: [Int: Int] = [:]

    package init() {}
  }

  /// Reads, scores and stages everything; commits nothing.
  ///
  /// **Throws** the failure of the earliest chunk; the stage is then cancelled, to be discarded by the caller.
  package func run() throws(Diagnostic) -> Outcome {
    let readers = try source.makeReaders(ReadPlan(layout: layout, readers: max(1, threads), digest: digest))
    let shared = SharedOutcome(profile: profile)
    let workers = Mutex<[Worker?]>([])
    for reader in readers {
      let worker = try Worker(self, reader: reader, shared: shared)
      workers.withLock { $0.append(worker) }
    }
    workers.withLock { workers in
      // A model that starts for some workers only would let chance decide about the rows.
      for seat in answeringSeats {
        guard let failure = workers.compactMap({ $0?.startFailures[seat] }).first else { continue }
        for worker in workers { worker?.standDown(seat, failure) }
      }
    }
    WorkerThreads.run(readers.count) { index in
      guard let worker = workers.withLock({ $0.indices.contains(index) ? $0[index].take() : nil }) else {
        return
      }
      worker.run()
    }
    return try shared.result()
  }
}

/// What stops a run from outside: a signal, a time limit; and who hears how far it is.
package struct Watch: Sendable {
  /// Asked once a chunk; a diagnostic ends the run.
  package let interruption: @Sendable () -> Diagnostic?
  /// Told after each chunk how many rows have been scored since the last call; on any thread.
  package let progress: @Sendable (Int) -> Void

  package init(
    interruption: @escaping @Sendable () -> Diagnostic? = { nil },
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.interruption = interruption
    self.progress = progress
  }
}

extension Optional where Wrapped: AnyObject {
  fileprivate mutating func take() -> Wrapped? {
    defer { self = nil }
    return self
  }
}
