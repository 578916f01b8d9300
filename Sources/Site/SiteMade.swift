import Glibc

/// What a site has of pages that nobody wrote, and what they were made from: while that is as it was, they need not be
/// made, and are taken from the site that stands.
package struct SiteMade: Sendable, Hashable {
  /// A text that pages were made with.
  package struct Text: Sendable, Hashable {
    let path: String
    /// Of what it held; nil where there was none.
    let digest: SiteDigest?

    package init(path: String, bytes: [UInt8]?) {
      self.path = path
      digest = bytes.map { SiteDigester.of($0) }
    }

    init(path: String, digest: SiteDigest?) {
      self.path = path
      self.digest = digest
    }

    /// Texts are small: what they hold tells more than their time.
    var isAsItWas: Bool {
      do throws(SystemFailure) {
        return SiteDigester.of(try SystemFile.read(path, expected: 1 << 14)) == digest
      } catch {
        return digest == nil && access(path, F_OK) != 0
      }
    }
  }

  let stamp: SiteDigest
  let texts: [Text]
  /// The paths of documents that are made, by which a person's own at their place is replaced.
  package let documents: [String]
  /// The paths of documents that a person wrote and that something was put into.
  package let expanded: [String]
  package let assets: [String]

  /// - Parameters:
  ///   - stamp: of all that pages were made from, but the texts.
  ///   - texts: with what they held.
  package init(
    from stamp: SourceStamp, texts: [Text], documents: [String], expanded: [String], assets: [String]
  ) {
    self.init(
      stamp: stamp.isSettled ? stamp.digest : .none, texts: texts, documents: documents, expanded: expanded,
      assets: assets)
  }

  init(stamp: SiteDigest, texts: [Text], documents: [String], expanded: [String], assets: [String]) {
    self.stamp = stamp
    self.texts = texts
    self.documents = documents
    self.expanded = expanded
    self.assets = assets
  }

  /// Nothing can be told of it later.
  static let untold = SiteMade(stamp: .none, texts: [], documents: [], expanded: [], assets: [])

  func isMade(from now: SourceStamp) -> Bool {
    stamp != .none && stamp == now.digest && texts.allSatisfy(\.isAsItWas)
  }
}
