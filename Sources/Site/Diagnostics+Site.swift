package import Diagnostics

extension Diagnostic {
  /// Of what stood in a place that is ours alone.
  static func setAside(_ path: String) -> Diagnostic {
    Diagnostic(
      .siteNotOurs, severity: .warning, at: .init(file: path),
      "this stood where the site before is kept, and was not made by Scorebook; it was given this name",
      next: "Move it to where it belongs, or delete it.")
  }

  /// Of files that somebody had put into a site that was replaced.
  ///
  /// - Parameter kept: where the first of them lies until the next build; nil where it is gone.
  static func foreign(_ path: String, more: Int, kept: String?) -> Diagnostic {
    let which = more == 0 ? "this file" : "this file and \(more) more"
    return Diagnostic(
      .siteNotOurs, severity: .warning, at: .init(file: path),
      "\(which) in the folder of the site \(more == 0 ? "was" : "were") not put there by the build before, and "
        + (kept.map { "\(more == 0 ? "lies" : "the first lies") at '\($0)' until the next build" }
          ?? "went with the site before"),
      next: "What a site is to have belongs into the folder of its pages, and all else elsewhere.")
  }
}

extension Diagnostic.Identifier {
  package static let siteFrontMatter = Self("site-front-matter")
  package static let siteUnknownKey = Self("site-unknown-key")
  package static let siteUnknownLayout = Self("site-unknown-layout")
  package static let sitePath = Self("site-path")
  package static let siteDuplicateOutput = Self("site-duplicate-output")
  package static let siteBaseURL = Self("site-base-url")
  package static let siteLeftOut = Self("site-left-out")
  package static let siteRead = Self("site-read")
  package static let siteNotOurs = Self("site-not-ours")
  package static let siteWrite = Self("site-write")
  package static let siteBrokenLink = Self("site-broken-link")
  package static let siteBrokenFragment = Self("site-broken-fragment")
  package static let siteMissingImage = Self("site-missing-image")
  package static let siteDuplicateIdentifier = Self("site-duplicate-identifier")
  package static let siteExternalResource = Self("site-external-resource")
  package static let siteUnsafeLink = Self("site-unsafe-link")
}
