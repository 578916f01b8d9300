import Glibc
import Synchronization

/// Work that goes on beside the thread that asked for it; where no thread can be had, it is done when it is asked for.
///
/// `@unchecked Sendable`: the result is written by one thread, and read after that thread was waited for, by one at a
/// time.
final class BesideThread<Value: Sendable>: @unchecked Sendable {
  private let work: @Sendable () -> Value
  private var result: Value?
  private var handle: pthread_t?
  private let waiting = Mutex(())

  init(_ work: @escaping @Sendable () -> Value) {
    self.work = work
    var handle = pthread_t()
    let box = Unmanaged.passRetained(Start { self.result = work() })
    let status = pthread_create(
      &handle, nil,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    if status == 0 { self.handle = handle } else { box.release() }
  }

  deinit { if let handle { pthread_detach(handle) } }

  /// What came of it, waited for.
  var value: Value {
    waiting.withLock { _ in
      if let handle { pthread_join(handle, nil) }
      handle = nil
      if let result { return result }
      let value = work()
      result = value
      return value
    }
  }
}

extension BesideThread where Value == Void {
  /// Gives values back beside the thread that needs them no more: a site's ten thousand pages take as long to give back
  /// as a tenth of them to make. Nobody waits for it.
  static func release(_ values: some Sendable) { _ = BesideThread { withExtendedLifetime(values) {} } }
}

/// What a thread begins with.
private final class Start: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
