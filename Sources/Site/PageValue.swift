import Markdown

/// What a name of a template stands for.
enum PageValue {
  /// Nothing: a list that this entry does not have, or a name that the page itself has not.
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
