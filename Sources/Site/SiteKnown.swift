/// What the last build knew, for who makes the input of the next one.
package struct SiteKnown: Sendable {
  private let manifest: SiteManifest?
  /// The site that stands.
  private let folder: String

  init(_ manifest: SiteManifest?, in folder: String) {
    self.manifest = manifest
    self.folder = folder
  }

  /// Whether a document has not changed, so that it need not be looked at.
  package func isKnown(_ document: SiteDocument) -> Bool {
    document.content.stamp.map { $0 != .none && manifest?.heads[document.path]?.stamp == $0 } ?? false
  }

  /// What was made for the site that stands, if it would come out the same now.
  package func made(from stamp: SourceStamp) -> SiteMade? {
    guard let made = manifest?.made, made.isMade(from: stamp) else { return nil }
    return made
  }

  /// The input with all that was made, its bytes those of the site that stands.
  package func adding(_ made: SiteMade, to input: SiteInput) -> SiteInput {
    let own = Set(made.expanded)
    let written = Dictionary(
      input.documents.filter { own.contains($0.path) }.map { ($0.path, $0) },
      uniquingKeysWith: { first, _ in first })
    func kept(_ path: String, _ digest: SiteDigest?) -> SiteContent {
      .kept(folder + "/" + path, digest ?? .none)
    }
    let documents = made.documents.map { path in
      SiteDocument(
        path: path, content: kept(path, manifest?.heads[path]?.digest), isTrusted: false, source: path)
    }
    let expanded = made.expanded.map { path in
      SiteDocument(
        path: path, content: kept(path, manifest?.heads[path]?.digest),
        isTrusted: written[path]?.isTrusted ?? false, source: written[path]?.source ?? path)
    }
    return input.adding(
      documents: documents + expanded,
      assets: made.assets.map { path in
        SiteAsset(path: path, content: kept(path, manifest?.assets[path]?.digest), source: path)
      }, made: made)
  }
}

extension SiteInput {
  /// Whether all that it takes from the site that stands does stand there, as it was written.
  func isKept(in standing: SiteOutputs) -> Bool {
    func isKept(_ path: String, _ content: SiteContent) -> Bool {
      guard case .kept(_, let digest) = content else { return true }
      return standing.spelled(as: path)?.key == digest
    }
    return documents.allSatisfy { isKept($0.path, $0.content) }
      && assets.allSatisfy { isKept($0.path, $0.content) }
  }
}
