import Glibc

/// Runs a body on some threads of its own and waits for all of them.
///
/// Threads and not tasks: workers block on files and on each other's turn.
enum WorkerThreads {
  /// - Parameter body: gets the worker's number, 0 ..< count. It may not throw: workers keep their failure.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    if count <= 1 { return body(0) }
    var threads: [pthread_t] = []
    for index in 1..<count {
      let box = Unmanaged.passRetained(Start(index: index, body: body))
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { pointer in
          guard let pointer else { return nil }
          let start = Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue()
          start.body(start.index)
          return nil
        }, box.toOpaque())
      if status == 0 { threads.append(thread) } else { box.release() }
    }
    // Fewer threads than asked for are slower, not wrong: workers share one queue.
    body(0)
    for thread in threads { pthread_join(thread, nil) }
  }

  private final class Start: Sendable {
    let index: Int
    let body: @Sendable (Int) -> Void
    init(index: Int, body: @escaping @Sendable (Int) -> Void) {
      self.index = index
      self.body = body
    }
  }

  /// Processors that are online.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
