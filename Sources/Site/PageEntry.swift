/// An entry of a list on a page: a name, where it leads, and what is listed under it.
final class PageEntry: Sendable {
  let name: String
  let href: String
  /// The pages of a folder; nil of an entry that has none.
  let items: EntryList?
  /// What the link to all pages says, where not all are listed.
  let more: String?
  /// A digest of all of it.
  let digest: SiteDigest

  init(name: String, href: String, items: EntryList? = nil, more: String? = nil) {
    self.name = name
    self.href = href
    self.items = items
    self.more = more
    var digester = SiteDigester()
    digester.add(name)
    digester.add(href)
    items?.add(to: &digester)
    digester.add(more)
    digest = digester.digest
  }
}

/// The entries of a list as one page shows them: a part of those that many pages share, one of them as the current.
struct EntryList: Sendable {
  let shared: SharedEntries
  let range: Range<Int>
  /// The entry that stands for where the page is, in the place of a shared one; nil where it is none of them.
  private(set) var current: (place: Int, entry: PageEntry, isMarked: Bool)?

  /// All of the entries, none of them the current one.
  init(_ entries: [PageEntry]) { self.init(SharedEntries(entries)) }

  init(_ shared: SharedEntries, _ range: Range<Int>? = nil) {
    self.shared = shared
    self.range = range ?? shared.entries.indices
  }

  /// The same with a current entry; `isMarked` where it leads to the page itself.
  func with(current place: Int?, _ entry: PageEntry? = nil, isMarked: Bool = true) -> EntryList {
    guard let place, range.contains(place) else { return self }
    var list = self
    list.current = (place, entry ?? shared.entries[place], isMarked)
    return list
  }

  var isEmpty: Bool { range.isEmpty }

  /// Which entry is the current one; the list itself is put into a digest elsewhere.
  func addCurrent(to digester: inout SiteDigester) {
    digester.add(UInt64(bitPattern: Int64(current?.place ?? -1)))
    digester.add(current?.isMarked == true ? 1 : 2)
  }

  func add(to digester: inout SiteDigester) {
    digester.add(UInt64(range.count))
    for place in range {
      if let current, current.place == place {
        digester.add(current.isMarked ? 1 : 2)
        digester.add(current.entry.digest)
      } else {
        digester.add(shared.entries[place].digest)
      }
    }
  }
}

/// Entries that the lists of many pages are parts of, with what templates made of them: all but the current one look
/// the same on each.
///
/// `@unchecked Sendable`: what is kept is made and read by the one thread that has the folder's frame at the time.
final class SharedEntries: @unchecked Sendable {
  /// Entries as a section of a template renders them, one behind the other.
  struct Rendered {
    let bytes: [UInt8]
    /// Where each entry begins, and where the last one ends.
    let starts: [Int]
  }

  let entries: [PageEntry]
  private var rendered: [(section: PageTemplateSteps.SectionName, entries: Rendered)] = []

  init(_ entries: [PageEntry]) { self.entries = entries }

  /// What a section makes of them, made once; templates have few sections for one list.
  func rendered(
    by section: PageTemplateSteps.SectionName, _ render: (PageEntry) -> [UInt8]
  ) -> Rendered {
    if let known = rendered.first(where: { $0.section == section }) { return known.entries }
    var bytes: [UInt8] = []
    var starts = [0]
    for entry in entries {
      bytes += render(entry)
      starts.append(bytes.count)
    }
    let made = Rendered(bytes: bytes, starts: starts)
    rendered.append((section, made))
    return made
  }
}
