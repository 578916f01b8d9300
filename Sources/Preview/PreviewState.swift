import NIOCore
import Synchronization

/// What the server shows: the newest build that succeeded, or why the last one failed. Threads share it.
final class PreviewState: Sendable {
  /// One moment of it.
  struct Snapshot: Sendable {
    /// The folder that is served; nil before the first build.
    var folder: String?
    /// What went wrong in the last build, in words; nil where it succeeded.
    var failure: String?
    /// Grows with each build whose pages are others than before.
    var revision = 0
  }

  private struct Waiting {
    let revision: Int
    let promise: EventLoopPromise<Void>
  }

  private struct Guarded {
    var snapshot = Snapshot()
    var waiting: [Waiting] = []
  }

  private let guarded = Mutex(Guarded())

  var snapshot: Snapshot { guarded.withLock { $0.snapshot } }

  /// Shows another build, and tells the pages that wait for one.
  func show(folder: String?, failure: String?) {
    let waiting = guarded.withLock { state in
      if let folder { state.snapshot.folder = folder }
      state.snapshot.failure = failure
      state.snapshot.revision += 1
      defer { state.waiting = [] }
      return state.waiting
    }
    for one in waiting { one.promise.succeed() }
  }

  /// Completes once another build than that of `revision` is shown: at once where it is already.
  func whenChanged(after revision: Int, _ promise: EventLoopPromise<Void>) {
    let isChanged = guarded.withLock { state in
      if state.snapshot.revision != revision { return true }
      state.waiting.append(Waiting(revision: revision, promise: promise))
      return false
    }
    if isChanged { promise.succeed() }
  }

  /// Gives up the wait of a page that is gone.
  func forget(_ future: EventLoopFuture<Void>) {
    guarded.withLock { $0.waiting.removeAll { $0.promise.futureResult === future } }
  }
}
