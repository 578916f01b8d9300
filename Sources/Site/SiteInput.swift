package import Diagnostics

/// Everything a site is made from; nothing else is looked at, so that equal input gives equal bytes.
package struct SiteInput: Sendable {
  package let title: String
  /// Where the site will stand, for what needs whole addresses (canonical links, feed, sitemap).
  package let baseURL: String?
  /// The pages' language, as in `lang`.
  package let language: String
  package let documents: [SiteDocument]
  package let assets: [SiteAsset]
  /// What of it nobody wrote, and what that was made from; nil where a later build can't tell.
  let made: SiteMade?

  package init(
    title: String, baseURL: String? = nil, language: String = "en", documents: [SiteDocument],
    assets: [SiteAsset] = [], made: SiteMade? = nil
  ) {
    self.title = title
    self.baseURL = baseURL
    self.language = language
    self.documents = documents
    self.assets = assets
    self.made = made
  }

  /// The same with documents and assets made by us; each replaces what a person wrote at its path, whose prose it
  /// is expected to carry.
  package func adding(
    documents generated: [SiteDocument], assets generatedAssets: [SiteAsset] = [], made: SiteMade? = nil
  ) -> SiteInput {
    let paths = Set(generated.map(\.path))
    let assetPaths = Set(generatedAssets.map(\.path))
    return SiteInput(
      title: title, baseURL: baseURL, language: language,
      documents: documents.filter { !paths.contains($0.path) } + generated,
      assets: assets.filter { !assetPaths.contains($0.path) } + generatedAssets, made: made)
  }
}

/// Where the bytes of a document or an asset are.
enum SiteContent: Sendable {
  case memory([UInt8])
  /// A file, read when it is needed; its stamp is from when it was found.
  case file(String, FileStamp)
  /// All of a file that had to be read early, with the stamp from when it was found.
  case held(HeldBytes, FileStamp)
  /// A file of the site that stands, by its digest.
  case kept(String, SiteDigest)

  var isHeld: Bool { if case .held = self { true } else { false } }
}

/// A Markdown document with its front matter, and where its page goes.
///
/// A class, since thousands are sorted and handed on several times.
package final class SiteDocument: Sendable {
  /// Relative to the site's root, with `/` and `.md`: `models/repurchase.md`.
  package let path: String
  let content: SiteContent
  /// Keeps raw HTML.
  package let isTrusted: Bool
  /// The file that problems name; what was generated is named by its path.
  package let source: String

  package convenience init(path: String, text: String, isTrusted: Bool = false, source: String? = nil) {
    self.init(path: path, content: .memory(Array(text.utf8)), isTrusted: isTrusted, source: source ?? path)
  }

  init(path: String, content: SiteContent, isTrusted: Bool, source: String) {
    self.path = path
    self.content = content
    self.isTrusted = isTrusted
    self.source = source
  }

  /// The same with its bytes elsewhere.
  func with(_ content: SiteContent) -> SiteDocument {
    SiteDocument(path: path, content: content, isTrusted: isTrusted, source: source)
  }

  /// The same with another text.
  package func with(text: String) -> SiteDocument {
    SiteDocument(path: path, text: text, isTrusted: isTrusted, source: source)
  }
}

/// A file that is copied as it is: a picture, a table as CSV.
package struct SiteAsset: Sendable {
  /// Relative to the site's root, with `/`.
  package let path: String
  let content: SiteContent
  /// The file that problems name.
  package let source: String

  package init(path: String, bytes: [UInt8]) { self.init(path: path, content: .memory(bytes), source: path) }

  package init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

  /// All of it. **Throws:** `site-read`.
  package func bytes() throws(Diagnostic) -> [UInt8] { try content.bytes(source: source) }

  init(path: String, content: SiteContent, source: String) {
    self.path = path
    self.content = content
    self.source = source
  }
}
