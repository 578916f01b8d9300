import Glibc
import Synchronization

/// Something done once while none of what else goes on beside each other does.
final class OnceAlone: Sendable {
  private let isDone = Atomic(false)

  /// `nonisolated(unsafe)`: made when this is, and after that used by its own functions alone; never freed, as this
  /// is a static.
  private nonisolated(unsafe) let lock: UnsafeMutablePointer<pthread_rwlock_t>

  init() {
    lock = .allocate(capacity: 1)
    var attributes = pthread_rwlockattr_t()
    pthread_rwlockattr_init(&attributes)
    // What is done once need not wait until nobody comes any more.
    pthread_rwlockattr_setkind_np(&attributes, Int32(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP))
    pthread_rwlock_init(lock, &attributes)
    pthread_rwlockattr_destroy(&attributes)
  }

  /// Runs a body at the first call only; it is done when any call returns.
  func run(_ body: () -> Void) {
    if isDone.load(ordering: .acquiring) { return }
    pthread_rwlock_wrlock(lock)
    defer { pthread_rwlock_unlock(lock) }
    if isDone.load(ordering: .relaxed) { return }
    body()
    isDone.store(true, ordering: .releasing)
  }

  /// Runs a body beside others of its kind, before or after what is done once.
  func beside<Result>(_ body: () -> Result) -> Result {
    if isDone.load(ordering: .acquiring) { return body() }
    pthread_rwlock_rdlock(lock)
    defer { pthread_rwlock_unlock(lock) }
    return body()
  }
}
