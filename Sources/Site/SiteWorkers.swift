import Glibc
import Synchronization

/// Runs a body for parts of a list on several threads and waits for all of them.
enum SiteWorkers {
  /// How many elements a thread takes at once: enough that those of one folder mostly come together.
  private static let part = 64

  /// - Parameter part: the most elements that a thread takes at once; fewer where there are few for each thread.
  /// - Parameter body: gets the worker's number and the places of the elements; it may not throw.
  static func run(
    _ count: Int, threads: Int, part: Int = part, _ body: @escaping @Sendable (Int, Range<Int>) -> Void
  ) {
    let part = min(part, max(1, count / (8 * max(1, threads))))
    let next = Counter()
    let work: @Sendable (Int) -> Void = { worker in
      while true {
        let start = next.take(part)
        guard start < count else { return }
        body(worker, start..<min(count, start + part))
      }
    }
    var handles: [pthread_t] = []
    for worker in 1..<max(2, min(threads, (count + part - 1) / part)) where threads > 1 && count > part {
      let box = Unmanaged.passRetained(Start(worker: worker, work: work))
      var handle = pthread_t()
      let status = pthread_create(
        &handle, nil,
        { pointer in
          guard let pointer else { return nil }
          let start = Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue()
          start.work(start.worker)
          return nil
        }, box.toOpaque())
      if status == 0 { handles.append(handle) } else { box.release() }
    }
    // Fewer threads than asked for are slower, not wrong: all take from one counter.
    work(0)
    for handle in handles { pthread_join(handle, nil) }
  }

  /// Processors that are online.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The elements made of others on several threads, in their order.
  static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], threads: Int, part: Int = part, _ body: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    let results = SiteResults<Result>(elements.count)
    run(elements.count, threads: threads, part: part) { _, range in
      for index in range { results[index] = body(elements[index]) }
    }
    return results.taken()
  }

  private final class Counter: Sendable {
    private let next = Atomic<Int>(0)

    func take(_ count: Int) -> Int { next.add(count, ordering: .relaxed).oldValue }
  }

  private final class Start: Sendable {
    let worker: Int
    let work: @Sendable (Int) -> Void

    init(worker: Int, work: @escaping @Sendable (Int) -> Void) {
      self.worker = worker
      self.work = work
    }
  }
}

/// A place for each element of a list, filled by whichever thread has the element.
///
/// `@unchecked Sendable`: each place is written by one thread, and read after that thread was waited for.
final class SiteResults<Element>: @unchecked Sendable {
  private let storage: UnsafeMutableBufferPointer<Element?>

  init(_ count: Int) {
    storage = .allocate(capacity: count)
    storage.initialize(repeating: nil)
  }

  deinit {
    storage.deinitialize()
    storage.deallocate()
  }

  subscript(index: Int) -> Element? {
    get { storage[index] }
    set { storage[index] = newValue }
  }

  var all: [Element?] { Array(storage) }

  /// Moves all elements out that are there, in their order, and leaves none.
  func taken() -> [Element] {
    [Element](unsafeUninitializedCapacity: storage.count) { elements, count in
      for index in storage.indices {
        guard let element = storage[index].take() else { continue }
        elements.initializeElement(at: count, to: element)
        count += 1
      }
    }
  }
}
