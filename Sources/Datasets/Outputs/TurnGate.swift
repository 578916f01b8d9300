#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
package import Diagnostics

extension Diagnostic.Identifier {
  package static let outputCancelled = Self("output-cancelled")
}

/// Lets workers pass one after the other, in the order of their chunks.
///
/// Unchecked: everything mutable is touched only under the mutex, or by the one worker whose turn it is.
final class TurnGate: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var next = 0
  private var failure: Diagnostic?

  init() {
    mutex.initialize(to: pthread_mutex_t())
    changed.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Waits for the turn, then runs the body alone. What the body throws fails all who come later.
  func pass(_ turn: Int, _ body: () throws(Diagnostic) -> Void) throws(Diagnostic) {
    pthread_mutex_lock(mutex)
    while failure == nil, next < turn { pthread_cond_wait(changed, mutex) }
    let failed = failure
    pthread_mutex_unlock(mutex)
    if let failed { throw failed }
    do throws(Diagnostic) {
      try body()
    } catch {
      stop(error)
      throw error
    }
    pthread_mutex_lock(mutex)
    next = turn + 1
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }

  /// Wakes and fails everybody who waits or will come.
  func cancel() {
    stop(Diagnostic(.outputCancelled, .failure, "the run was stopped before all rows were staged"))
  }

  private func stop(_ problem: Diagnostic) {
    pthread_mutex_lock(mutex)
    if failure == nil { failure = problem }
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }
}
