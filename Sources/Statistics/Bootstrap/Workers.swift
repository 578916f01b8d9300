#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs a body for each of some numbers on several threads and waits for all of them.
enum Workers {
  /// - Parameter body: gets the worker's number and may not throw.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
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
}
