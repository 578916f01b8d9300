import Markdown

/// What a name of a template stands for.
enum PageValue {
  /// Not a name of this entry; it is looked for in what is around.
  case absent
  case text(String)
  case bytes([UInt8])
  case flag(Bool)
  case entry(PageEntry)
  case entries(EntryList)
  case headings([RenderedDocument.Heading])

  /// Puts all of it into a digest: where that changes, a page does.
  func add(to digester: inout SiteDigester) {
    switch self {
    case .absent: digester.add(UInt64(0))
    case .text(let text): digester.add(text)
    case .bytes(let bytes): bytes.withUnsafeBytes { digester.add($0) }
    case .flag(let isTrue): digester.add(isTrue ? 1 : 2)
    case .entry(let entry): digester.add(entry.digest)
    case .entries(let list): list.add(to: &digester)
    case .headings(let headings):
      digester.add(UInt64(headings.count))
      for heading in headings {
        digester.add(UInt64(heading.level))
        digester.add(heading.text)
        digester.add(heading.identifier)
      }
    }
  }
}

extension PageContext {
  /// A digest of all values but the content, which has one of its own.
  var digest: SiteDigest {
    var digester = SiteDigester()
    for variable in PageVariable.allCases where variable != .content { value(variable).add(to: &digester) }
    return digester.digest
  }
}
