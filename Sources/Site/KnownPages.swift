import Markdown

/// The pages that a build knew, as they lie in their file. Each is read when it is asked for, by whichever thread asks:
/// of most a build wants to know no more than that they are as they were, and writes them down again by their bytes.
struct KnownPages: Sendable {
  struct Entry: Sendable {
    let isTrusted: Bool
    /// The digest of all around the content.
    let context: SiteDigest
    /// Of the document, and of the answers to what its links asked for.
    let digest: SiteDigest
    let answers: SiteDigest
    /// Where its bytes lie among those of all.
    let record: Range<Int>
  }

  private let bytes: [UInt8]
  private let entries: [Entry]

  /// None.
  init() {
    bytes = []
    entries = []
  }

  /// Nil where the bytes are not those of so many pages.
  init?(decoding bytes: [UInt8], count: Int) {
    var reader = ManifestReader(bytes)
    guard reader.count() == count else { return nil }
    entries = (0..<count).map { _ in
      let isTrusted = reader.number() == 1
      let context = reader.digest()
      let record = reader.record()
      var page = ManifestReader(bytes, from: record.lowerBound)
      return Entry(
        isTrusted: isTrusted, context: context, digest: page.digest(), answers: page.digest(), record: record)
    }
    guard reader.isSound else { return nil }
    self.bytes = bytes
  }

  /// Nil where there is none at that place.
  func entry(at place: Int) -> Entry? { entries.indices.contains(place) ? entries[place] : nil }

  /// The page of a document; nil where its bytes can't be read.
  func page(_ entry: Entry, of source: SiteDocument) -> SitePage? {
    var reader = ManifestReader(bytes, from: entry.record.lowerBound)
    return reader.page(of: source, record: entry.record)
  }

  /// What a page was read from.
  func record(of page: SitePage) -> ArraySlice<UInt8>? { page.record.map { bytes[$0] } }
}
