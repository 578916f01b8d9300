#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Synchronization

/// Runs a body for each of some numbers on several threads and waits for all of them.
package enum Workers {
  /// - Parameter body: gets the worker's number and may not throw.
  package static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var threads: [pthread_t] = []
    for index in 1..<max(2, count) where count > 1 {
      let box = Unmanaged.passRetained(Start(index: index, body: body))
      #if canImport(Glibc)
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, { Self.enter($0) }, box.toOpaque())
        if status == 0 { threads.append(thread) } else { box.release() }
      #else
        var thread: pthread_t?
        let status = pthread_create(&thread, nil, { Self.enter($0) }, box.toOpaque())
        if status == 0, let thread { threads.append(thread) } else { box.release() }
      #endif
    }
    // Fewer threads than asked for are slower, not wrong: the caller hands out work by one counter.
    body(0)
    for thread in threads { pthread_join(thread, nil) }
  }

  /// The values that a body makes for 0, 1 … in that order, made on as many threads as there are processors.
  package static func map<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    let threads = min(count, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    guard threads > 1 else { return (0..<count).map(body) }
    let places = Places<Value>(count)
    let next = Next()
    run(threads) { _ in
      while true {
        let first = next.take(8)
        guard first < count else { return }
        for place in first..<min(first + 8, count) { places.put(body(place), at: place) }
      }
    }
    return places.values
  }

  private static func enter(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let pointer else { return nil }
    let start = Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue()
    start.body(start.index)
    return nil
  }

  private final class Start: Sendable {
    let index: Int
    let body: @Sendable (Int) -> Void

    init(index: Int, body: @escaping @Sendable (Int) -> Void) {
      self.index = index
      self.body = body
    }
  }
  private final class Next: Sendable {
    private let value = Atomic(0)

    func take(_ count: Int) -> Int { value.wrappingAdd(count, ordering: .relaxed).oldValue }
  }

  /// A place for each value.
  ///
  /// Unchecked: each place is written by one thread, and read after that thread was waited for.
  private final class Places<Value: Sendable>: @unchecked Sendable {
    private let storage: UnsafeMutableBufferPointer<Value?>

    init(_ count: Int) {
      storage = .allocate(capacity: count)
      storage.initialize(repeating: nil)
    }

    deinit {
      storage.deinitialize()
      storage.deallocate()
    }

    func put(_ value: Value, at place: Int) { storage[place] = value }

    var values: [Value] { storage.compactMap { $0 } }
  }
}
