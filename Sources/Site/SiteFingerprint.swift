/// A digest of all that goes into a site, by which a build knows that there is nothing to do.
enum SiteFingerprint {
  /// Of an input as far as it is known by stamps and digests; nil where something is new or has changed.
  static func of(_ input: SiteInput, _ known: SiteManifest?, common: SiteDigest) -> SiteDigest? {
    guard let known else { return nil }
    var parts: [(path: String, digest: SiteDigest, isTrusted: Bool)] = []
    for document in input.documents {
      guard let page = known.heads[document.path],
        let digest = digest(document.content, page.stamp, page.digest)
      else { return nil }
      parts.append((document.path, digest, document.isTrusted))
    }
    var assets: [(path: String, digest: SiteDigest)] = []
    for asset in input.assets {
      guard let old = known.assets[asset.path], let digest = digest(asset.content, old.stamp, old.digest)
      else {
        return nil
      }
      assets.append((asset.path, digest))
    }
    return digest(parts, assets, common)
  }

  /// Of what has been read.
  static func of(_ reading: SiteReading, common: SiteDigest) -> SiteDigest {
    let generated = Set(reading.generated)
    return digest(
      reading.everything.filter { !generated.contains($0.source.path) }.map {
        ($0.source.path, $0.digest, $0.source.isTrusted)
      }, reading.assets.map { ($0.asset.path, $0.digest) }, common)
  }

  private static func digest(_ content: SiteContent, _ stamp: FileStamp, _ digest: SiteDigest) -> SiteDigest?
  {
    switch content {
    case .memory(let bytes): SiteDigester.of(bytes)
    case .kept(_, let digest): digest
    case .file(_, let now): now == stamp ? digest : nil
    // It was read since it was not known, and after its stamp was taken.
    case .held: nil
    }
  }

  private static func digest(
    _ documents: [(path: String, digest: SiteDigest, isTrusted: Bool)],
    _ assets: [(path: String, digest: SiteDigest)], _ common: SiteDigest
  ) -> SiteDigest {
    var digester = SiteDigester()
    digester.add(common)
    for document in documents.sorted(by: { $0.path < $1.path }) {
      digester.add(document.path)
      digester.add(document.digest)
      digester.add(document.isTrusted ? 1 : 2)
    }
    digester.add(UInt64(documents.count))
    for asset in assets.sorted(by: { $0.path < $1.path }) {
      digester.add(asset.path)
      digester.add(asset.digest)
    }
    return digester.digest
  }
}
