import Markdown

/// The pages that a build knew, as they lie in their files. Each is read when it is asked for, by whichever thread asks:
/// of most a build wants to know no more than that they are as they were, and writes them down again by their bytes.
struct KnownPages: Sendable {
  struct Entry: Sendable {
    let isTrusted: Bool
    /// The digest of all around the content.
    let context: SiteDigest
    /// Of the document, and of the answers to what its links asked for.
    let digest: SiteDigest
    let answers: SiteDigest
    /// Where its bytes lie: in which part, and where in it.
    let part: Int
    let record: Range<Int>
  }

  /// The most pages of a part.
  static let most = 256

  private var parts: [[UInt8]] = []
  private var digests: [SiteDigest] = []
  private var entries: [Entry] = []

  /// None.
  init() {}

  /// Nil where the bytes are not those that the digests tell of, of so many pages.
  init?(decoding parts: [[UInt8]], _ digests: [SiteDigest], count: Int) {
    entries.reserveCapacity(count)
    for (part, bytes) in parts.enumerated() {
      guard SiteDigester.of(bytes) == digests[part] else { return nil }
      var reader = ManifestReader(bytes)
      let own = reader.count()
      // All parts but the last are full.
      guard own == min(Self.most, count - entries.count) else { return nil }
      for _ in 0..<own {
        let isTrusted = reader.number() == 1
        let context = reader.digest()
        let record = reader.record()
        var page = ManifestReader(bytes, from: record.lowerBound)
        entries.append(
          Entry(
            isTrusted: isTrusted, context: context, digest: page.digest(), answers: page.digest(),
            part: part, record: record))
      }
      guard reader.isSound else { return nil }
    }
    guard entries.count == count else { return nil }
    self.parts = parts
    self.digests = digests
  }

  /// The digests of a site's pages, part by part: of many parts most hold what they held, and are not written again.
  ///
  /// - Parameter keep: is given the bytes of those that are not kept already.
  func parts(of pages: [SiteManifest.NewPage], keep: ([UInt8], SiteDigest) -> Void) -> [SiteDigest] {
    // About what a part takes; growing would copy all of it several times.
    var writer = ManifestWriter([], capacity: 1024 * min(pages.count, Self.most) + 1024)
    return stride(from: 0, to: pages.count, by: Self.most).map { start in
      let own = pages[start..<min(start + Self.most, pages.count)]
      let part = start / Self.most
      if isKept(own, in: part) { return digests[part] }
      writer.clear()
      encode(own, into: &writer)
      let digest = SiteDigester.of(writer.bytes)
      if !digests.contains(digest) { keep(writer.bytes, digest) }
      return digest
    }
  }

  /// Whether a part holds just these pages, as they are.
  private func isKept(_ pages: ArraySlice<SiteManifest.NewPage>, in part: Int) -> Bool {
    // All parts but the last are full.
    guard parts.indices.contains(part), pages.count == min(Self.most, entries.count - pages.startIndex)
    else { return false }
    return pages.indices.allSatisfy { place in
      let (entry, page) = (entries[place], pages[place])
      return page.page.knownPlace == place && page.context == entry.context
        && page.page.source.isTrusted == entry.isTrusted
    }
  }

  /// Those that have not changed by the bytes that they were read from.
  private func encode(_ pages: ArraySlice<SiteManifest.NewPage>, into writer: inout ManifestWriter) {
    writer.list(pages) { writer, entry in
      writer.number(entry.page.source.isTrusted ? 1 : 0)
      writer.digest(entry.context)
      writer.record { writer in
        if let known = entry.page.knownPlace.map({ entries[$0] }) {
          writer.append(parts[known.part][known.record])
        } else {
          writer.page(entry.page)
        }
      }
    }
  }

  /// Nil where there is none at that place.
  func entry(at place: Int) -> Entry? { entries.indices.contains(place) ? entries[place] : nil }

  /// The page of a document; nil where its bytes can't be read.
  ///
  /// - Parameter place: where it stands among all.
  func page(at place: Int, of source: SiteDocument) -> SitePage? {
    guard let entry = entry(at: place) else { return nil }
    var reader = ManifestReader(parts[entry.part], from: entry.record.lowerBound)
    return reader.page(of: source, place: place)
  }
}
