import CCMarkGFM
import Synchronization

/// Turns Markdown text into a tree by cmark-gfm with its tables, strikethrough, autolinks, task lists and
/// footnotes. The filter for dangerous tags is the renderer's.
enum CommonMarkParser {
  private static let extensionNames = ["table", "strikethrough", "autolink", "tasklist"]

  /// Registering is not thread-safe in cmark-gfm; a static's first use is.
  private static let isRegistered: Bool = {
    cmark_gfm_core_extensions_ensure_registered()
    return true
  }()

  /// While a document is parsed, its extensions switch entries of tables that all parsers share (which bytes
  /// may begin an inline element): two at once would each see the other's.
  private static let turn = Mutex(())

  static func parse(_ text: String) -> Node { turn.withLock { _ in parseAlone(text) } }

  private static func parseAlone(_ text: String) -> Node {
    let empty = Node(.document)
    guard isRegistered else { return empty }
    let options = CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE
    guard let parser = cmark_parser_new(options) else { return empty }
    defer { cmark_parser_free(parser) }
    for name in extensionNames {
      if let syntax = cmark_find_syntax_extension(name) {
        cmark_parser_attach_syntax_extension(parser, syntax)
      }
    }
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    guard let root = cmark_parser_finish(parser) else { return empty }
    defer { cmark_node_free(root) }
    cmark_consolidate_text_nodes(root)
    return tree(root)
  }

  /// A node whose children are still being collected.
  private struct Open {
    let kind: Node.Kind
    let line: Int
    var children: [Node] = []
  }

  /// Copies the tree without recursion, since its depth is the text's to choose.
  private static func tree(_ root: OpaquePointer) -> Node {
    guard let iterator = cmark_iter_new(root) else { return Node(.document) }
    defer { cmark_iter_free(iterator) }
    var footnotes = FootnoteNumbers()
    var stack: [Open] = [Open(kind: .document, line: 1)]
    var swallowed = 0
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { break }
      guard let node = cmark_iter_get_node(iterator), node != root else { continue }
      let line = Int(cmark_node_get_start_line(node))
      if isLeaf(node) {
        let kind = kind(of: node, &footnotes)
        if swallowed > 0 {
          stack[stack.count - 1].children.append(Node(.text(literal(node)), line: line))
        } else {
          stack[stack.count - 1].children.append(Node(kind, line: line))
        }
      } else if event == CMARK_EVENT_ENTER {
        if swallowed > 0 || stack.count >= Node.deepest {
          swallowed += 1
        } else {
          stack.append(Open(kind: kind(of: node, &footnotes), line: line))
        }
      } else if swallowed > 0 {
        swallowed -= 1
      } else if let done = stack.popLast() {
        stack[stack.count - 1].children.append(Node(done.kind, done.children, line: done.line))
      }
    }
    return Node(.document, stack.first?.children ?? [], line: 1)
  }

  /// cmark gives each of these one event only, never an exit.
  private static func isLeaf(_ node: OpaquePointer) -> Bool {
    switch typeName(node) {
    case "html_block", "thematic_break", "code_block", "text", "softbreak", "linebreak", "code",
      "html_inline":
      true
    default: false
    }
  }

  private static func kind(
    of node: OpaquePointer, _ footnotes: inout FootnoteNumbers
  ) -> Node.Kind {
    switch typeName(node) {
    case "document": .document
    case "paragraph": .paragraph
    case "heading": .heading(level: Int(cmark_node_get_heading_level(node)))
    case "block_quote": .blockQuote
    case "list":
      .list(
        start: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
          ? Int(cmark_node_get_list_start(node)) : nil,
        isTight: cmark_node_get_list_tight(node) != 0)
    case "item": .item(isDone: nil)
    case "tasklist": .item(isDone: cmark_gfm_extensions_get_tasklist_item_checked(node))
    case "code_block": .code(language: string(cmark_node_get_fence_info(node)), text: literal(node))
    case "html_block": .rawBlock(literal(node))
    case "thematic_break": .thematicBreak
    case "table": .table(alignments(node))
    case "table_header": .row(isHeader: true)
    case "table_row": .row(isHeader: cmark_gfm_extensions_get_table_row_is_header(node) != 0)
    case "table_cell": .cell
    case "footnote_definition": .footnote(number: footnotes.nextDefinition())
    case "footnote_reference": .footnoteReference(number: Int(literal(node)) ?? 0)
    case "text": .text(literal(node))
    case "softbreak": .softBreak
    case "linebreak": .lineBreak
    case "code": .codeSpan(literal(node))
    case "html_inline": .rawInline(literal(node))
    case "emph": .emphasis
    case "strong": .strong
    case "strikethrough": .strikethrough
    case "link":
      .link(destination: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    case "image": .image(source: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    default: .text(literal(node))
    }
  }

  private static func alignments(_ node: OpaquePointer) -> [Node.ColumnAlignment] {
    let count = Int(cmark_gfm_extensions_get_table_columns(node))
    guard let letters = cmark_gfm_extensions_get_table_alignments(node) else {
      return Array(repeating: .none, count: count)
    }
    return (0..<count).map { column in
      switch letters[column] {
      case UInt8(ascii: "l"): .left
      case UInt8(ascii: "c"): .center
      case UInt8(ascii: "r"): .right
      default: .none
      }
    }
  }

  /// cmark's own name of the type; it has none for footnotes.
  private static func typeName(_ node: OpaquePointer) -> String {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_FOOTNOTE_DEFINITION: "footnote_definition"
    case CMARK_NODE_FOOTNOTE_REFERENCE: "footnote_reference"
    default: string(cmark_node_get_type_string(node))
    }
  }

  private static func literal(_ node: OpaquePointer) -> String {
    string(cmark_node_get_literal(node))
  }

  private static func string(_ text: UnsafePointer<CChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }
}

/// cmark moves the definitions to the end in the order of their first reference, so their places number them.
private struct FootnoteNumbers {
  private var last = 0

  mutating func nextDefinition() -> Int {
    last += 1
    return last
  }
}
