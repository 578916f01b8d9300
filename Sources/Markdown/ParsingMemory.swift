import CCMarkGFM
import CParsing

/// What the program does with memory that it has given back.
package enum ReturnedMemory {
  /// Keeps it for what is asked for next, up to 32 MB: a build of thousands of pages gives back and takes again, and the
  /// system would clear and map twelve thousand pages more for it.
  package static func keep() { cparsing_keep_returned() }
}

/// The memory that cmark-gfm parses in, of each thread its own; the library asks for it so often that it is C.
enum ParsingMemory {
  /// For `cmark_parser_new_with_mem`; never freed.
  ///
  /// `nonisolated(unsafe)`: made by one thread, as a static is, and only read then.
  nonisolated(unsafe) static let allocator: UnsafeMutablePointer<cmark_mem> = {
    let allocator = UnsafeMutablePointer<cmark_mem>.allocate(capacity: 1)
    allocator.initialize(
      to: cmark_mem(calloc: cparsing_calloc, realloc: cparsing_realloc, free: cparsing_free))
    return allocator
  }()

  /// Runs a body that parses; all that was taken in it is gone after it.
  static func with<Result>(_ body: () -> Result) -> Result {
    cparsing_begin()
    defer { cparsing_end() }
    return body()
  }
}
