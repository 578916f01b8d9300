import CCMarkGFM
import Glibc

/// A node of cmark's own tree, good as long as that tree is.
struct ParsedNode: Equatable {
  /// What a node is; the extensions' types get their numbers when they are registered.
  enum Kind {
    case document, paragraph, heading, blockQuote, list, item, code, rawBlock, thematicBreak
    case table, row, cell, footnote
    case text, softBreak, lineBreak, codeSpan, rawInline, emphasis, strong, strikethrough, link, image
    case footnoteReference
  }

  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  init?(_ pointer: OpaquePointer?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  var next: ParsedNode? { ParsedNode(cmark_node_next(pointer)) }
  var previous: ParsedNode? { ParsedNode(cmark_node_previous(pointer)) }
  var parent: ParsedNode? { ParsedNode(cmark_node_parent(pointer)) }
  var firstChild: ParsedNode? { ParsedNode(cmark_node_first_child(pointer)) }
  var line: Int { Int(cmark_node_get_start_line(pointer)) }

  var isBlock: Bool { cmark_node_get_type(pointer).rawValue & 0xC000 == 0x8000 }

  /// cmark gives no children to these.
  var isLeaf: Bool {
    switch kind {
    case .code, .rawBlock, .thematicBreak, .text, .softBreak, .lineBreak, .codeSpan, .rawInline: true
    default: false
    }
  }

  var kind: Kind {
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_DOCUMENT: .document
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading
    case CMARK_NODE_BLOCK_QUOTE: .blockQuote
    case CMARK_NODE_LIST: .list
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_CODE_BLOCK: .code
    case CMARK_NODE_HTML_BLOCK: .rawBlock
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_FOOTNOTE_DEFINITION: .footnote
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .codeSpan
    case CMARK_NODE_HTML_INLINE: .rawInline
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    case CMARK_NODE_FOOTNOTE_REFERENCE: .footnoteReference
    default: extensionKind
    }
  }

  private var extensionKind: Kind {
    guard let name = cmark_node_get_type_string(pointer) else { return .text }
    if strcmp(name, "table_cell") == 0 { return .cell }
    if strcmp(name, "table_row") == 0 || strcmp(name, "table_header") == 0 { return .row }
    if strcmp(name, "table") == 0 { return .table }
    return strcmp(name, "strikethrough") == 0 ? .strikethrough : .text
  }

  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
  /// The number an ordered list begins with.
  var listStart: Int? {
    cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST ? Int(cmark_node_get_list_start(pointer)) : nil
  }
  var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }
  var isHeader: Bool { cmark_gfm_extensions_get_table_row_is_header(pointer) != 0 }
  var literal: String { Self.string(cmark_node_get_literal(pointer)) }
  var codeLanguage: String { Self.string(cmark_node_get_fence_info(pointer)) }
  var address: String { Self.string(cmark_node_get_url(pointer)) }
  var title: String { Self.string(cmark_node_get_title(pointer)) }

  /// Whether an item of a task list is done, nil of any other.
  var isDone: Bool? {
    guard cmark_node_get_syntax_extension(pointer) != nil else { return nil }
    return cmark_gfm_extensions_get_tasklist_item_checked(pointer)
  }

  var alignments: [Node.ColumnAlignment] {
    let count = Int(cmark_gfm_extensions_get_table_columns(pointer))
    guard let letters = cmark_gfm_extensions_get_table_alignments(pointer) else {
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

  /// The literal's bytes, good inside the body only.
  func withLiteral<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    guard let text = cmark_node_get_literal(pointer) else { return body(.init(start: nil, count: 0)) }
    return Self.withBytes(of: text, body)
  }

  /// The title's bytes, good inside the body only.
  func withTitle(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    if let text = cmark_node_get_title(pointer) { Self.withBytes(of: text, body) }
  }

  private static func withBytes<Result>(
    of text: UnsafePointer<CChar>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let count = strlen(text)
    return text.withMemoryRebound(to: UInt8.self, capacity: count) {
      body(UnsafeBufferPointer(start: $0, count: count))
    }
  }

  /// What is left when all markup is taken away; blocks are set apart by a blank. Without recursion, since depth is
  /// the text's to choose.
  var plainText: String {
    var bytes: [UInt8] = []
    collectText(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes of the plain text, good inside the body only; where it is of several pieces, put together in the scratch.
  func withPlainText<Result>(
    _ scratch: inout [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    guard let only = firstChild else { return body(.init(start: nil, count: 0)) }
    if only.next == nil, only.kind == .text { return only.withLiteral(body) }
    scratch.removeAll(keepingCapacity: true)
    collectText(into: &scratch)
    return scratch.withUnsafeBufferPointer(body)
  }

  func collectText(into bytes: inout [UInt8]) {
    var node = self
    while true {
      if node != self, node.isBlock, node.previous != nil { bytes.append(UInt8(ascii: " ")) }
      switch node.kind {
      case .text, .codeSpan, .code: node.withLiteral { bytes.append(contentsOf: $0) }
      case .softBreak, .lineBreak: bytes.append(UInt8(ascii: " "))
      default: break
      }
      if let child = node.firstChild {
        node = child
        continue
      }
      while node != self, node.next == nil, let parent = node.parent { node = parent }
      guard node != self, let next = node.next else { return }
      node = next
    }
  }

  private static func string(_ text: UnsafePointer<CChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }
}
