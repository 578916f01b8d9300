import Markdown

/// What a name of a template stands for.
enum PageValue {
  /// Not a name of this entry; it is looked for in what is around.
  case absent
  case text(String)
  case number(Int)
  /// The address of an identifier on the page itself.
  case fragment(String)
  case bytes([UInt8])
  case flag(Bool)
  case entry(PageEntry)
  case entries(EntryList)
  case headings([RenderedDocument.Heading])
}
