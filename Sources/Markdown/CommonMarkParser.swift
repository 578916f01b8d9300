import CCMarkGFM
import Glibc
import Synchronization

/// Parses Markdown by cmark-gfm with its tables, strikethrough, autolinks, task lists and footnotes. The filter for
/// dangerous tags is the renderer's.
///
/// While cmark-gfm parses, each parser adds the bytes with which its extensions' inlines may begin to a table that all
/// parsers share, and takes them out at its end, under the feet of any other. Three things make it safe on several
/// threads: the colon of autolinks is added once for all, and their extensions are left none to take out; their `w`,
/// which would cut every text at each of its letters, is added when first a text holds `www.`, while nobody parses;
/// and the tilde of strikethrough, which has to be taken out, is only ever looked up by a text that holds one, and
/// those take turns. Every entry of the table is then changed by one thread at a time, and read by no other meanwhile.
enum CommonMarkParser {
  private static let options = CMARK_OPT_DEFAULT | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE

  /// `@unchecked`: the pointers are to what the library registered, and to one of the same making that is ours as long as
  /// the program runs; none of it changes again, but for what `addMark` puts into the table that all parsers share.
  private struct Extensions: @unchecked Sendable {
    /// Those that every text gets.
    let common: [OpaquePointer]
    let autolink: OpaquePointer?
    /// The same for texts without mail addresses, which the library looks for in a tree that is done.
    let unmailed: OpaquePointer?
    let strikethrough: OpaquePointer?
  }

  /// What a text may hold that costs a walk through its whole tree, found by bytes without which there is none.
  private struct Needs {
    let autolink: Bool
    let hosts: Bool
    let mail: Bool
    let strikethrough: Bool
    let footnotes: Bool

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
      hosts = Self.holds(bytes, "www.")
      // Entities are resolved before mail addresses are looked for: these are all that become an `@`.
      mail = Self.holds(bytes, "@") || Self.holds(bytes, "&#") || Self.holds(bytes, "&commat;")
      autolink = mail || hosts || Self.holds(bytes, "://")
      strikethrough = Self.holds(bytes, "~")
      footnotes = Self.holds(bytes, "[^")
    }

    private static func holds(_ bytes: UnsafeBufferPointer<UInt8>, _ part: StaticString) -> Bool {
      guard var start = bytes.baseAddress else { return false }
      let end = start + bytes.count
      let size = part.utf8CodeUnitCount
      while end - start >= size, let found = memchr(start, Int32(part.utf8Start[0]), end - start - size + 1) {
        if memcmp(found, part.utf8Start, size) == 0 { return true }
        start = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) + 1
      }
      return false
    }
  }

  /// A static is made by one thread, as registering wants it.
  private static let extensions: Extensions = {
    cmark_gfm_core_extensions_ensure_registered()
    let autolink = cmark_find_syntax_extension("autolink")
    if let autolink { addMark(UInt8(ascii: ":"), of: autolink) }
    let unmailed = ccmark_create_autolink_extension()
    if let unmailed {
      cmark_syntax_extension_set_special_inline_chars(unmailed, nil)
      cmark_syntax_extension_set_postprocess_func(unmailed, nil)
    }
    let table = cmark_find_syntax_extension("table")
    if let table { TableLine.judgeRows(of: table) }
    return Extensions(
      common: [table, cmark_find_syntax_extension("tasklist")].compactMap(\.self), autolink: autolink,
      unmailed: unmailed ?? autolink, strikethrough: cmark_find_syntax_extension("strikethrough"))
  }()

  /// Adds a byte to the table that all parsers share; the extension is left none to take out.
  private static func addMark(_ mark: UInt8, of autolink: OpaquePointer) {
    guard let parser = cmark_parser_new(options) else { return }
    let memory = cmark_get_default_mem_allocator()
    let marks = cmark_llist_append(memory, nil, UnsafeMutableRawPointer(bitPattern: UInt(mark)))
    cmark_syntax_extension_set_special_inline_chars(autolink, marks)
    cmark_parser_attach_syntax_extension(parser, autolink)
    cmark_manage_extensions_special_characters(parser, 1)
    cmark_syntax_extension_set_special_inline_chars(autolink, nil)
    cmark_parser_free(parser)
    cmark_llist_free(memory, marks)
  }

  private static let hosts = OnceAlone()

  private static let turn = Mutex(())

  /// Gives the root of the text's tree to the body; the tree ends with it. Nil where there is no memory.
  static func withTree<Result>(of text: String, _ body: (OpaquePointer) -> Result) -> Result? {
    let extensions = extensions
    // Parser and tree are not freed: their memory is emptied whole.
    return ParsingMemory.with {
      return text.withBytes { bytes in
        let needs = Needs(bytes)
        let options = needs.footnotes ? options | CMARK_OPT_FOOTNOTES : options
        guard let parser = cmark_parser_new_with_mem(options, ParsingMemory.allocator) else { return nil }
        let wanted =
          extensions.common
          + (needs.autolink ? [needs.mail ? extensions.autolink : extensions.unmailed] : [])
          + (needs.strikethrough ? [extensions.strikethrough] : [])
        for case let syntax? in wanted { cmark_parser_attach_syntax_extension(parser, syntax) }
        bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        if needs.hosts, let autolink = extensions.autolink {
          hosts.run { addMark(UInt8(ascii: "w"), of: autolink) }
        }
        // Inlines are read when a parser finishes.
        let tree = hosts.beside {
          needs.strikethrough ? turn.withLock { _ in finish(parser) } : finish(parser)
        }
        return tree.root.map(body)
      }
    }
  }

  /// `@unchecked`: one thread has it, the lock's body hands it on.
  private struct Tree: @unchecked Sendable {
    let root: OpaquePointer?
  }

  private static func finish(_ parser: OpaquePointer) -> Tree { Tree(root: cmark_parser_finish(parser)) }
}
