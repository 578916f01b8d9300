import Glibc

/// What a build knew and made, so that the next one can tell what is still right.
struct SiteManifest: Sendable {
  /// A page of this build, as the next one will know it.
  struct NewPage: Sendable {
    let stamp: FileStamp
    let page: SitePage
    /// The digest of all around the content.
    let context: SiteDigest
  }

  struct KnownAsset: Sendable {
    let stamp: FileStamp
    let digest: SiteDigest
  }

  struct Output: Sendable {
    let key: SiteDigest
    let stamp: FileStamp
  }

  /// The permissions of a site's folders, as new ones have them there.
  struct FolderModes: Sendable, Hashable {
    var root: mode_t = 0
    var below: mode_t = 0
  }

  /// What is known of a document without its page.
  struct Head: Sendable {
    let stamp: FileStamp
    let digest: SiteDigest
    /// Which of the known pages is its.
    let place: Int
  }

  /// Of all that goes into the site: while it stands, every file does.
  var fingerprint = SiteDigest.none
  /// What pages that somebody has written show of themselves, with templates and settings.
  var authored = SiteDigest.none
  /// The paths of documents that were made for tags and folders.
  var generated: [String] = []
  /// What the answers to links were made of.
  var resolver = SiteDigest.none
  /// What all pages show of each other, with templates and settings.
  var shown = SiteDigest.none
  /// Whether the pages' words are known.
  var holdsWords = false
  /// Pages that are published.
  var published = 0
  /// Of a manifest that was read, by the documents' paths.
  var heads: [String: Head] = [:]
  /// Of a manifest that is to be written.
  var pages: [NewPage] = []
  /// Of a manifest that was read, empty until its pages are, too: where nothing has changed, nobody asks for them.
  var known = KnownPages()
  /// Of the pages as they lie in files of their own.
  var pageParts: [SiteDigest] = []
  var assets: [String: KnownAsset] = [:]
  var outputs = SiteOutputs()
  var modes = FolderModes()
  /// Those below the site's own.
  var folders: [KnownFolder] = []
  /// What of the pages nobody wrote.
  var made: SiteMade?
  /// Files changed after this moment may change again without their stamp; not kept between builds.
  var settled: Int64 = 0
}

extension SiteManifest {
  /// What was known of a document's page; nil also where the document's name is spelled otherwise.
  ///
  /// - Returns: where it stands among the known pages, and the stamp of the document.
  func knownPage(of document: SiteDocument) -> (place: Int, entry: KnownPages.Entry, stamp: FileStamp)? {
    guard let place = heads.index(forKey: document.path) else { return nil }
    let (path, head) = heads[place]
    guard path.isSpelled(as: document.path), let entry = known.entry(at: head.place) else { return nil }
    return (head.place, entry, head.stamp)
  }

  func with(pageParts: [SiteDigest]) -> SiteManifest {
    var manifest = self
    manifest.pageParts = pageParts
    return manifest
  }

  /// Keeps what the same pages were made from this time, where that can be told and was not known.
  func note(_ made: SiteMade?, _ state: SiteState?) {
    guard let made, made.stamp != .none, made != self.made else { return }
    var noted = self
    noted.made = made
    state?.save(noted, outputs: outputs.list)
  }
}
