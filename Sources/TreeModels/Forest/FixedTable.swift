/// Values that never change behind a stable address, for inner loops.
///
/// `@unchecked Sendable`: the memory is written in `init` only.
final class FixedTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let base: UnsafePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    for (index, element) in elements.enumerated() { (memory + index).initialize(to: element) }
    base = UnsafePointer(memory)
    count = elements.count
  }

  deinit { base.deallocate() }
}
